"""Pictures: decoded in a process of their own, freed of everything else, kept where they belong."""
