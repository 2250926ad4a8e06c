"""The measurements of speed: `make bench`. docs/speed.md explains them."""
