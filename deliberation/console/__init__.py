"""The commands behind `deliberation …`: like web/app.py, they build what they need and put it together."""
