"""The append-only log of what happened: entries, hashes, stores."""
