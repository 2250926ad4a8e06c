"""A scenario's timeline, walked through the real commands: compared with the file, or played to watch."""
