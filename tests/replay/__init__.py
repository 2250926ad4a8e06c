"""Replay: the files that are known, one that is not, and files that are wrong."""
