"""From a payload that could be anything to a command, or to what exactly is wrong with it."""

import re
import unicodedata
from datetime import datetime
from typing import Any, Final, get_args

import msgspec
from msgspec import Struct

from deliberation.live.messages import Request, Seq
from deliberation.session.commands import AnyCommand
from deliberation.session.names import SeatId
from web.sockets.refusals import Malformed

MAX_BYTES: Final = 16 * 1024
"""Twice the longest command: a proposal with every field full is 7 kB of Chinese in UTF-8."""

MAX_ID: Final = 64

MAX_DEPTH: Final = 4
"""Commands nest twice at most: the three numbers in the counts of a group."""

ENVELOPE: Final = frozenset({"id", "do", "for_seat", "happened_at"})

_COMMANDS: Final[dict[str, type[AnyCommand]]] = {
    str(kind.__struct_config__.tag): kind for kind in get_args(AnyCommand)
}
_FIELDS: Final = {
    do: {field.encode_name: field.required for field in msgspec.structs.fields(kind)}
    for do, kind in _COMMANDS.items()
}
"""The fields of each command as they are called on the wire, and whether they must be given."""

_PLACE = re.compile(r"`\$\.?(?P<field>\w*)")
_LIMIT = re.compile(r"`str` of length <= (?P<limit>\d+)")
_EMPTY = re.compile(r"`str` of length >= 1\b")


def decode_command(payload: tuple[object, ...]) -> Request:
    """The command in what a client sent, its texts in Unicode's composed form (NFC); raises Malformed."""
    if len(payload) != 1 or not isinstance(payload[0], dict):
        raise Malformed("wrong_type", field="command")
    content = _tidy(payload[0])
    if len(msgspec.json.encode(content)) > MAX_BYTES:
        raise Malformed("too_large", limit=MAX_BYTES)
    command_id = content.get("id")
    if not isinstance(command_id, str) or not 1 <= len(command_id) <= MAX_ID:
        raise Malformed("bad_id")
    do = content.get("do")
    if not isinstance(do, str) or do not in _COMMANDS:
        raise Malformed("unknown_command", do=str(do)[:MAX_ID])
    for_seat = content.get("for_seat")
    if for_seat is not None and not isinstance(for_seat, str):
        raise Malformed("wrong_type", field="for_seat")
    arguments = {name: value for name, value in content.items() if name not in ENVELOPE}
    return Request(
        command_id,
        _command(do, arguments),
        SeatId(for_seat) if for_seat else None,
        _time(content.get("happened_at"), "happened_at"),
    )


def command_named(payload: tuple[object, ...]) -> str:
    """The command that a payload asks for; one word for whatever is none of ours."""
    do = payload[0].get("do") if payload and isinstance(payload[0], dict) else None
    return do if isinstance(do, str) and do in _COMMANDS else "unknown"


class Resync(Struct, frozen=True, forbid_unknown_fields=True):
    """What a screen that lost the thread sends: the seq that it shows, None when it shows nothing."""

    have: Seq | None


def read_resync(payload: tuple[object, ...]) -> Resync:
    """The resync in what a client sent; raises Malformed."""
    try:
        return msgspec.convert(payload[0] if len(payload) == 1 else None, Resync)
    except msgspec.ValidationError as error:
        raise Malformed("wrong_type", field="have") from error


def _command(do: str, arguments: dict[str, Any]) -> AnyCommand:
    fields = _FIELDS[do]
    if unknown := sorted(arguments.keys() - fields.keys()):
        raise Malformed("unknown_field", field=unknown[0][:MAX_ID])
    if missing := [name for name, required in fields.items() if required and name not in arguments]:
        raise Malformed("missing_field", field=missing[0])
    try:
        # To this one kind: to find it among all of them took msgspec 52 µs, a fifth of a ballot; this 0.2 µs.
        command: AnyCommand = msgspec.convert({"do": do} | arguments, _COMMANDS[do])
    except msgspec.ValidationError as error:
        raise _explained(str(error)) from None  # the message may quote what a person wrote
    return command


def _explained(message: str) -> Malformed:
    """What msgspec says, for example "Expected `str` of length <= 80 - at `$.title`", in our codes."""
    place = _PLACE.search(message)
    field = place["field"] if place else "command"
    if limit := _LIMIT.search(message):
        return Malformed("too_long", field=field, limit=int(limit["limit"]))
    return Malformed("missing_field" if _EMPTY.search(message) else "wrong_type", field=field)


def _time(value: object, field: str) -> datetime | None:
    """A time in ISO 8601, with a zone or, as a field of a page gives it, without."""
    if value is None:
        return None
    try:
        time = datetime.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        raise Malformed("wrong_type", field=field) from None
    # At the ends of the calendar a time has no UTC.
    if not 1 < time.year < 9999:  # noqa: PLR2004 - the calendar's own
        raise Malformed("wrong_type", field=field)
    return time


def _tidy(content: dict[Any, Any]) -> dict[str, Any]:
    """The same with texts in NFC and lines ending in a line feed; refuses characters that cannot be seen."""
    return {_text(str(name), "command"): _value(value, str(name)) for name, value in content.items()}


def _value(value: object, field: str, depth: int = 0) -> object:
    if depth > MAX_DEPTH:
        raise Malformed("wrong_type", field=field)
    match value:
        case str():
            return _text(value, field)
        case dict():
            return {_text(str(key), field): _value(each, field, depth + 1) for key, each in value.items()}
        case list():
            return [_value(each, field, depth + 1) for each in value]
        case bytes():
            raise Malformed("wrong_type", field=field)
        case _:
            return value


def _text(text: str, field: str) -> str:
    lines = text.replace("\r\n", "\n")
    # Control characters (Cc) would break documents made from the record, lone surrogates (Cs) any file.
    # What can be printed has neither.
    if not lines.isprintable() and any(
        unicodedata.category(each) in {"Cc", "Cs"} and each not in "\n\t" for each in lines
    ):
        raise Malformed("bad_text", field=field)
    return unicodedata.normalize("NFC", lines)
