"""How values look in the JSON that clients get: no nulls, instants as every browser reads them."""

from datetime import UTC, datetime
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]


def iso(at: datetime) -> str:
    """UTC with milliseconds and Z, as every JavaScript engine reads it."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def present(**values: object) -> Json:
    """A JSON object without the keys that have no value."""
    return {key: value for key, value in values.items() if value is not None}
