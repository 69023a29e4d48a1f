"""Text in; mentions and events out. Knows words, not coordinates."""
