"""JSON Merge Patch (RFC 7396): what turns one board into the next."""

from typing import Any


def merge_patch(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """The patch from `old` to `new`; neither may hold a null, which in a patch means "delete"."""
    patch: dict[str, Any] = {key: None for key in old if key not in new}
    for key, value in new.items():
        before = old.get(key)
        if value is before or value == before:
            continue  # most of a board is kept as it was; comparing is far quicker than walking into it
        if isinstance(value, dict) and isinstance(before, dict):
            patch[key] = merge_patch(before, value)
        else:
            patch[key] = value
    return patch


def apply_patch(board: dict[str, Any], patch: dict[str, Any]) -> dict[str, Any]:
    """The board after the patch; the board given stays as it is."""
    result = dict(board)
    for key, value in patch.items():
        if value is None:
            result.pop(key, None)
        elif isinstance(value, dict):
            before = result.get(key)
            result[key] = apply_patch(before if isinstance(before, dict) else {}, value)
        else:
            result[key] = value
    return result
