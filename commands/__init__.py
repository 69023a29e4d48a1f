"""The commands that cli.py offers."""
