"""Names in; places, incidents, maps and files out."""
