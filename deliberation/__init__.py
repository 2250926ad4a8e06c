"""The domain of 协商议事厅; knows nothing of HTTP, sockets or templates."""
