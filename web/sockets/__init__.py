"""The Socket.IO namespace; only publish.py emits."""
