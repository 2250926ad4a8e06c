"""How messages look on the wire: acknowledgements as types, and JSON without escapes."""

from typing import Any, Final, Literal

import msgspec
from engineio import json as lenient_json
from msgspec import Struct

from deliberation.live.messages import Answer, Done
from deliberation.session.phrases import Say
from deliberation.session.wire import Json


class Accepted(Struct, frozen=True):
    """A command happened and is durable; `result` names what it brought into being."""

    seq: int
    result: Json
    ok: Literal[True] = True


class Declined(Struct, frozen=True):
    """A command did not happen. `message` is a sentence in the person's language, `code` is for programs."""

    code: str
    message: str
    detail: Json
    ok: Literal[False] = False


Ack = Accepted | Declined


def acknowledgement(answer: Answer, say: Say) -> Ack:
    """What the sender of a command is told."""
    if isinstance(answer, Done):
        return Accepted(answer.seq, answer.result)
    return Declined(answer.code, say(answer.phrase), answer.detail)


class PlainJson:
    """The JSON module of Socket.IO: takes our records as they are, and leaves Chinese as it is.

    The standard module would escape each character into six bytes and double every board.
    """

    @staticmethod
    def dumps(content: object, **_separators: object) -> str:
        """Compact by nature; the separators that Socket.IO asks for are msgspec's own."""
        return msgspec.json.encode(content).decode()

    @staticmethod
    def loads(text: str | bytes) -> Any:  # noqa: ANN401 - whatever somebody sent
        """Deliberately lenient: what is wrong with a message is said in its acknowledgement, by `decode`."""
        return lenient_json.loads(text)


SERVER_OPTIONS: Final[dict[str, Any]] = {
    "async_mode": "asgi",
    "json": PlainJson,
    # Browsers try WebSocket first; polling stays for the networks and old WebViews that break it.
    "transports": ["websocket", "polling"],
    # A phone whose screen is locked for half a minute keeps its place; one that left is noticed by then.
    # Home routers and mobile networks drop silent connections after 30 s at the earliest.
    "ping_interval": 15,
    "ping_timeout": 20,
    # Above the 16 kB that `decode` accepts: what is too large is refused with a sentence, not by hanging up.
    "max_http_buffer_size": 64 * 1024,
    # One client's handlers start in the order of arrival and put their command into the room's inbox before
    # their first await, so order is kept; one after the other, each would wait for the last one's commit.
    "async_handlers": True,
}
"""For `socketio.AsyncServer`, which only web/app.py builds."""
