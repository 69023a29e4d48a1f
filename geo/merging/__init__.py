"""The parts of merging: reports, what they are compared by, how far two agree, which go together."""
