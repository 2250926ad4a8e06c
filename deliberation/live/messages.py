"""What passes between the rooms and the screens: the payloads of the live contract as types."""

from datetime import datetime
from typing import Annotated, TypeAlias

from msgspec import Meta, Struct

from deliberation.language import Locale
from deliberation.session.board import Audience
from deliberation.session.commands import AnyCommand, Identifier
from deliberation.session.facts import Actor
from deliberation.session.names import Role, SeatId
from deliberation.session.phrases import Phrase
from deliberation.session.refusals import Rejected
from deliberation.session.wire import Json

Instant = Annotated[str, Meta(description="UTC in ISO 8601, with milliseconds and Z")]

AUDIENCES: dict[Role, Audience] = {
    "chair": "staff",
    "recorder": "staff",
    "supervisor": "staff",
    "member": "hall",
    "observer": "hall",
    "wall": "hall",
    "public": "public",
}
"""What each role may see."""

Seq = Annotated[int, Meta(ge=0)]


class Viewer(Struct, frozen=True):
    """One connected screen."""

    id: str
    session: str
    actor: Actor
    locale: Locale

    @property
    def audience(self) -> Audience:
        """Which board it is shown."""
        return AUDIENCES[self.actor.role]


class Request(Struct, frozen=True):
    """A command on its way to a room. The id is made once by the sender and reused on every retry.

    `happened_at`: it is entered later than it happened; without a zone it is the hall's time.
    """

    id: Identifier
    command: AnyCommand
    for_seat: SeatId | None = None
    happened_at: datetime | None = None


class Done(Struct, frozen=True):
    """It happened and is durable. `seq` is its last entry; a ballot names the one that opened its vote."""

    seq: int
    result: Json


class Refused(Struct, frozen=True):
    """It did not happen. `code` is for programs, `phrase` for people."""

    code: str
    phrase: Phrase
    detail: Json = {}

    @classmethod
    def by_rules(cls, rejected: Rejected) -> "Refused":
        """What the rules of order said."""
        return cls(rejected.code, rejected.phrase, rejected.detail)


Answer: TypeAlias = Done | Refused


class Patch(Struct, frozen=True):
    """A JSON Merge Patch (RFC 7396) from the board at `after` to the board at `seq`."""

    after: int
    seq: int
    at: Instant
    patch: Json


class Whole(Struct, frozen=True):
    """A board from scratch, and what only this person sees."""

    seq: int
    audience: Audience
    board: Json
    you: Json


class Missed(Struct, frozen=True):
    """The patches since what a screen already has, and what only this person sees."""

    patches: list[Patch]
    you: Json


Snapshot: TypeAlias = Whole | Missed


class Pulse(Struct, frozen=True):
    """A sign of life. `online`: people connected to any process; `turnout`: ballots by phone, by vote."""

    at: Instant
    online: int
    turnout: dict[str, int]
