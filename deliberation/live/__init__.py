"""Rooms: commands go in, facts are committed, boards come out."""
