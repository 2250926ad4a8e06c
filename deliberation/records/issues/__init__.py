"""线索: what residents, volunteers and patrols bring in, its pictures, and what becomes of it."""
