"""What pages and rooms get to see of the tables: plain frozen records, free of the database."""

from datetime import date, datetime
from typing import Final, Literal
from zoneinfo import ZoneInfo

from msgspec import Struct

from deliberation.records.tickets import Ticket
from deliberation.session.names import Chamber, Form, Role, SeatId, SessionStatus

ListStatus = SessionStatus | Literal["noticed", "cancelled"]
"""The ledger's, and before there is one: the notice is out, or the session was called off."""

OVER: Final = frozenset[ListStatus]({"closed", "inquorate", "cancelled"})
"""Nothing more will happen."""

RUNNING: Final = frozenset[SessionStatus]({"in_progress", "recess"})
"""People are in the hall, talking or having tea."""


class SessionLine(Struct, frozen=True):
    """One session in a list. `title` by language; `planned_at` in UTC."""

    code: str
    community: str
    community_id: int
    title: dict[str, str]
    form: Form
    place: str
    planned_at: datetime
    timezone: str
    status: ListStatus
    moved_from: datetime | None = None
    """When it was first called for, if that was changed."""
    why: str = ""
    """Why it was moved or called off."""

    @property
    def hall_time(self) -> datetime:
        """When it begins, on the hall's own clock."""
        return self.planned_at.astimezone(ZoneInfo(self.timezone))

    @property
    def has_ledger(self) -> bool:
        """Whether its hall was opened: from then on, what happens is on record."""
        return self.status not in {"noticed", "cancelled"}

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen."""
        return self.status in OVER

    @property
    def is_running(self) -> bool:
        """Whether people are in the hall, talking or having tea."""
        return self.status in RUNNING


class PhotoView(Struct, frozen=True):
    """A picture: its address on this server, what it shows, and when it was taken."""

    src: str
    alt: str
    taken: date | None


class IssueView(Struct, frozen=True):
    """线索 behind a topic."""

    key: str
    title: str
    origin: str
    status: str
    photos: list[PhotoView]


class TopicView(Struct, frozen=True):
    """议题 with its material. `affected`: labels of the groups it touches most, each by language.

    `prepared`: the topic that has a page of its own; imported sessions' topics have none.
    """

    key: str
    number: int
    title: str
    background: str
    affected: list[dict[str, str]]
    notice_sent: date | None
    prepared: int | None
    issues: list[IssueView]


class SeatLine(Struct, frozen=True):
    """One seat and the person in it. `group` is a label by language."""

    key: SeatId
    name: str
    public_name: str
    org: str
    role: Role
    chamber: Chamber
    group_key: str | None
    group: dict[str, str] | None
    table: int | None
    has_phone: bool
    large_print: bool = False
    """Wants a card in large letters."""


class Card(Struct, frozen=True):
    """The card of a seat or of the wall, without its secrets."""

    session: str
    holder: str
    role: Role
    generation: int

    @property
    def ticket(self) -> Ticket:
        """What a device that shows this card may have."""
        return Ticket(
            session=self.session,
            seat=None if self.role == "wall" else SeatId(self.holder),
            role=self.role,
            generation=self.generation,
        )
