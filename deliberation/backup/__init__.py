"""All of a hall in one file: its database, pictures and keys; and back."""
