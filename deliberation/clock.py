"""The system's clock: the only place that reads it."""

from datetime import UTC, datetime


def utc_now() -> datetime:
    """Now, in UTC, with its zone."""
    return datetime.now(UTC)
