"""A hall's own check before a big evening: many phones at once, measured, answered in plain words."""
