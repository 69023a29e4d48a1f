"""The parts of the live layer: its collections, what is asked of them, how they are described."""
