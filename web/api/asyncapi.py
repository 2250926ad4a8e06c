"""The live contract as an AsyncAPI 3.0 document, made from the types that the server itself works with."""

from functools import cache
from typing import Any, Final, get_args

import msgspec
from msgspec import Struct

from deliberation.live.messages import Missed, Patch, Pulse, Whole
from deliberation.session.commands import AnyCommand, Command
from web.sockets.admission import Auth
from web.sockets.decode import MAX_ID, Resync
from web.sockets.publish import NAMESPACE
from web.sockets.wire import Accepted, Declined

VERSION: Final = "1.1.0"
"""Of the live contract; any change to it is a new one, noted in CHANGELOG.md."""

SCHEMAS: Final = "#/components/schemas/"
MESSAGES: Final = "#/channels/live/messages/"


RECEIVED: Final[dict[str, tuple[type[Struct], str]]] = {
    "board": (Whole, "The whole board: at connect, unless `have` can be continued."),
    "patch": (Patch, "A JSON Merge Patch; apply only if `after` equals what you have, else resync."),
    "pulse": (Pulse, "At most five a second, at least one in five seconds; the latest wins."),
}
"""Event, payload and meaning of what the server sends, besides `you`, which is a plain object."""


@cache
def document() -> dict[str, Any]:
    """The whole document, as plain JSON values."""
    commands: list[type[Command]] = list(get_args(AnyCommand))
    kinds = [*commands, *(kind for kind, _ in RECEIVED.values()), Missed, Accepted, Declined, Resync, Auth]
    references, schemas = msgspec.json.schema_components(kinds, ref_template=SCHEMAS + "{name}")
    for command in commands:
        _put_in_envelope(schemas[command.__name__])
    of = dict(zip(kinds, references, strict=True))
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "协商议事厅: live messages",
            "version": VERSION,
            "description": (
                "Socket.IO. Connect with the session code in the query (`?session=`) and `auth` as in the "
                "schema Auth; a refused connection says why in one word: no_such_session, bad_ticket, "
                "expired_ticket, not_open, or unavailable."
            ),
        },
        "channels": {
            "live": {
                "address": NAMESPACE,
                "messages": {
                    name: {"name": name, "summary": summary, "payload": of[kind]}
                    for name, (kind, summary) in RECEIVED.items()
                }
                | {
                    "you": {
                        "name": "you",
                        "summary": "What only this person sees; replaces the last one.",
                        "payload": {"type": "object"},
                    },
                    "command": {
                        "name": "command",
                        "summary": "One of the commands, told apart by `do`; the same `id` on every retry.",
                        "payload": {
                            "oneOf": [of[command] for command in commands],
                            "discriminator": "do",
                        },
                    },
                    "acknowledgement": {
                        "name": "acknowledgement",
                        "summary": "What a command did, once that is durable, or why it did not happen.",
                        "payload": {"oneOf": [of[Accepted], of[Declined]]},
                    },
                    "resync": {"name": "resync", "summary": "I lost the thread.", "payload": of[Resync]},
                    "present": {
                        "name": "present",
                        "summary": "How to get from `have` to now: the patches, or the whole board.",
                        "payload": {"oneOf": [of[Missed], of[Whole], of[Declined]]},
                    },
                },
            }
        },
        "operations": {
            "watch": {
                "action": "send",
                "channel": {"$ref": "#/channels/live"},
                "messages": [{"$ref": MESSAGES + name} for name in (*RECEIVED, "you")],
            },
            "command": _asking("command", "acknowledgement"),
            "resync": _asking("resync", "present"),
        },
        "components": {"schemas": schemas},
    }


def _asking(message: str, answer: str) -> dict[str, Any]:
    """What the server receives and acknowledges."""
    channel = {"$ref": "#/channels/live"}
    return {
        "action": "receive",
        "channel": channel,
        "messages": [{"$ref": MESSAGES + message}],
        "reply": {"channel": channel, "messages": [{"$ref": MESSAGES + answer}]},
    }


def _put_in_envelope(schema: dict[str, Any]) -> None:
    """Every command also carries an id; a recorder may give it for somebody else's seat, or later."""
    schema["properties"] |= {
        "id": {
            "type": "string",
            "minLength": 1,
            "maxLength": MAX_ID,
            "description": "unique; kept on every retry",
        },
        "for_seat": {"type": "string", "description": "recorders only: whose command this is"},
        "happened_at": {
            "type": "string",
            "description": (
                "recorders only: it is entered later, and happened at this time in ISO 8601; without a zone "
                "it is the hall's"
            ),
        },
    }
    schema["required"] = ["id", *schema["required"]]
