"""One 议事会 as pure data and rules: no I/O, no clock, no randomness, no async."""
