"""Open data and machine access."""
