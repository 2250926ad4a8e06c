"""The packaged demonstration: two invented sessions, their pictures, and the default rules of order."""
