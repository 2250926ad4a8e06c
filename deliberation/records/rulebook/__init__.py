"""The rulebook: a community's rules of order, version after version."""
