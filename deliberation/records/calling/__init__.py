"""Calling a session: from a draft through the checklist and the notice to a hall that opens."""
