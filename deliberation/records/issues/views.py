"""What pages get to see of issues: plain frozen records, free of the database."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final, Literal, get_args

from msgspec import Struct

IssueSource = Literal["phone", "walk_in", "paper", "call", "patrol", "visit", "petition", "other"]
"""By which way it came. Strangers report by phone; staff writes down the rest."""

SOURCES: Final[tuple[IssueSource, ...]] = get_args(IssueSource)

IssueStatus = Literal["collected", "merged", "on_agenda", "handled_directly", "escalated", "declined"]

LONGEST: Final[Mapping[str, int]] = {"words": 300, "place": 60, "title": 120, "reply": 300, "office": 40}
"""Characters. What people say in one breath has about 60."""

MOST_PHOTOS: Final = 4


class Report(Struct, frozen=True):
    """What somebody tells. `key` is the name that the form gave it, the same however often it is sent."""

    key: str
    words: str
    place: str
    source: IssueSource = "phone"


class Reported(Struct, frozen=True):
    """A report that is kept: its number and its reference code."""

    id: int
    reference: str


class PhotoFace(Struct, frozen=True):
    """A public picture: addresses on this server, and what it shows. A drawing has no width and height."""

    small: str
    large: str
    width: int
    height: int
    alt: str


class IssueLine(Struct, frozen=True):
    """An issue as everybody may read it."""

    id: int
    community: int
    title: str
    place: str
    source: IssueSource
    origin: str
    status: IssueStatus
    reply: str
    office: str
    reported_at: datetime
    status_at: datetime
    voices: int
    photos: list[PhotoFace]
    merged_into: int | None
    session: str | None
    """The code of the session on whose agenda it stands."""
    topic: int | None
    """The topic that it led to, once people were told of it."""


class OwnReport(Struct, frozen=True):
    """A report as who made it may read it, published or not. `id`: of the issue that carries it on."""

    id: int
    community: int
    reference: str
    words: str
    place: str
    photos: int
    status: IssueStatus
    reply: str
    office: str
    reported_at: datetime
    status_at: datetime
    published: bool
    session: str | None


class DeskPhoto(Struct, frozen=True):
    """A picture as staff sees it. `name` is None for the drawings that come with the program."""

    id: int
    issue: int
    name: str | None
    path: str
    width: int
    height: int
    public: bool
    alt: str


class Publication(Struct, frozen=True):
    """What everybody is to read of an issue, and the numbers of the pictures that everybody is to see."""

    title: str
    place: str
    photos: frozenset[int]


class DeskLine(Struct, frozen=True):
    """An issue in the desk's list."""

    id: int
    title: str
    place: str
    source: IssueSource
    status: IssueStatus
    reported_at: datetime
    published: bool
    photos: int
    voices: int


class DeskIssue(Struct, frozen=True):
    """An issue as staff sees it."""

    id: int
    reference: str | None
    title: str
    words: str
    place: str
    source: IssueSource
    origin: str
    status: IssueStatus
    reply: str
    office: str
    reported_at: datetime
    status_at: datetime
    published_at: datetime | None
    voices: int
    photos: list[DeskPhoto]
    merged_into: int | None
    topic: int | None
    """The prepared topic that it led to."""
    announced: bool
    """Whether it stands on the agenda of a session that people were told of."""
    merged: list[DeskLine]
    """The issues that were merged with it."""
