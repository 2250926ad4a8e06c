"""The ordinary tables around a session. Rows only: what comes in was checked before."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any, ClassVar, TypeAlias

from sqlalchemy import JSON, Column, DateTime, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine
from sqlmodel import Field, SQLModel

TableName: TypeAlias = "str | Callable[..., str]"
"""As SQLModel declares it."""


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC. SQLite forgets zones: they are put back on the way out."""

    impl: TypeEngine[Any] | type[TypeEngine[Any]] = DateTime(timezone=True)
    cache_ok: bool | None = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Store UTC; a moment without a zone is a mistake of ours."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored moment needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Give UTC back."""
        return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value


class Community(SQLModel, table=True):
    """社区: whose hall it is."""

    __tablename__: ClassVar[TableName] = "communities"

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    slug: str = Field(unique=True, index=True)
    """Its short name in addresses."""
    timezone: str
    sorting_days: int = 7
    """After how many days an issue has waited too long for its sorting."""


class RulesetVersion(SQLModel, table=True):
    """One version of a community's rules of order; sessions keep the version that they began with."""

    __tablename__: ClassVar[TableName] = "rulesets"
    __table_args__ = (UniqueConstraint("community_id", "version"),)

    id: int | None = Field(default=None, primary_key=True)
    community_id: int = Field(foreign_key="communities.id")
    version: str
    body: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))


class Person(SQLModel, table=True):
    """Somebody who takes part. `public_name` is what a notice may say.

    The same name with the same `org` (whom they come from, or where they live) is the same person.
    """

    __tablename__: ClassVar[TableName] = "people"
    __table_args__ = (Index("ix_people_who", "community_id", "name", "org", unique=True),)

    id: int | None = Field(default=None, primary_key=True)
    community_id: int = Field(foreign_key="communities.id", index=True)
    name: str
    public_name: str
    org: str
    has_phone: bool = True
    large_print: bool = False
    """Wants paper in large letters."""
    interpreter: bool = False
    """Speaks through somebody who repeats it: dialect, hard of hearing. The chair gives them longer."""
    left_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime))
    """Since when they take no more part; the record keeps them."""


class Session(SQLModel, table=True):
    """议事会. `status` is the ledger's at `status_seq`, for lists; mirror.py keeps it true."""

    __tablename__: ClassVar[TableName] = "sessions"

    id: int | None = Field(default=None, primary_key=True)
    community_id: int = Field(foreign_key="communities.id", index=True)
    ruleset_id: int = Field(foreign_key="rulesets.id")
    code: str = Field(unique=True, max_length=6)
    source: str
    """The id of the scenario that it was imported from."""
    title: dict[str, str] = Field(sa_column=Column(JSON, nullable=False))
    form: str
    planned_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    timezone: str
    place: str
    status: str
    status_seq: int
    moved_from: datetime | None = Field(default=None, sa_column=Column(UtcDateTime))
    """When it was first called for, if that was changed."""
    why: str = ""
    """Why it was moved or called off."""


class InterestGroup(SQLModel, table=True):
    """利益相关方 of one session; `label` by language."""

    __tablename__: ClassVar[TableName] = "interest_groups"

    session_id: int = Field(foreign_key="sessions.id", primary_key=True)
    key: str = Field(primary_key=True)
    label: dict[str, str] = Field(sa_column=Column(JSON, nullable=False))
    seats: int


class Seat(SQLModel, table=True):
    """One chair in the hall, under the id that the ledger knows it by."""

    __tablename__: ClassVar[TableName] = "seats"
    __table_args__ = (
        ForeignKeyConstraint(
            ["session_id", "group_key"], ["interest_groups.session_id", "interest_groups.key"]
        ),
    )

    session_id: int = Field(foreign_key="sessions.id", primary_key=True)
    key: str = Field(primary_key=True)
    number: int
    """Its place in the list of participants."""
    person_id: int = Field(foreign_key="people.id", index=True)
    role: str
    chamber: str
    votes: bool
    group_key: str | None = None
    table_no: int | None = None
    has_phone: bool
    attended: bool | None = None
    """Whether they were there while the session was open; unknown until it is over."""


class Topic(SQLModel, table=True):
    """议题 of one session. `affected_groups`: keys of the groups that it touches most."""

    __tablename__: ClassVar[TableName] = "topics"
    __table_args__ = (UniqueConstraint("session_id", "key"),)

    id: int | None = Field(default=None, primary_key=True)
    session_id: int = Field(foreign_key="sessions.id")
    prepared_id: int | None = Field(default=None, foreign_key="prepared_topics.id", index=True)
    """The prepared topic that it came from; imported ones have none."""
    key: str
    number: int
    title: str
    background: str
    """Markdown; may be empty."""
    affected_groups: list[str] = Field(sa_column=Column(JSON, nullable=False))
    notice_sent: date | None = None


class Issue(SQLModel, table=True):
    """线索: what a resident, a volunteer or a patrol brought in, and what became of it."""

    __tablename__: ClassVar[TableName] = "issues"
    __table_args__ = (
        Index("ix_issues_waiting", "community_id", "status", "reported_at"),
        Index("ix_issues_published", "community_id", "published_at"),
        Index("ix_issues_report_key", "community_id", "report_key", unique=True),
    )

    id: int | None = Field(default=None, primary_key=True)
    community_id: int = Field(foreign_key="communities.id", index=True)
    topic_id: int | None = Field(default=None, foreign_key="topics.id", index=True)
    prepared_topic_id: int | None = Field(default=None, foreign_key="prepared_topics.id", index=True)
    """The topic that is being prepared from it."""
    key: str
    """What a session's ledger calls it."""
    reference: str | None = Field(default=None, unique=True, index=True, max_length=10)
    """Ten digits: who reported it asks with them what became of it. Imported ones have none."""
    report_key: str | None = Field(default=None, max_length=64)
    """What the form that brought it was called, so that one sent twice is kept once."""
    title: str
    """What it is about, for everybody; staff may word it anew."""
    words: str = ""
    """As it was told; read by staff, and by who told it."""
    place: str = ""
    source: str = "other"
    """By which way it came: records/issues/names.py."""
    origin: str = ""
    """The same in words, where a file said it."""
    status: str
    reply: str = ""
    """Why it was decided so; who reported it reads this."""
    office: str = ""
    """Who deals with it, where it was escalated."""
    merged_into_id: int | None = Field(default=None, foreign_key="issues.id", index=True)
    reported_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    status_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    published_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime))
    """Since when everybody may read it; none until staff approved it."""


class Photo(SQLModel, table=True):
    """A picture of an issue. Its master lies in the private media; what all may see, in the public one."""

    __tablename__: ClassVar[TableName] = "photos"

    id: int | None = Field(default=None, primary_key=True)
    issue_id: int = Field(foreign_key="issues.id", index=True)
    name: str | None = Field(default=None, unique=True, index=True, max_length=32)
    """Unguessable; its files are named by it. None for the drawings that come with the program."""
    path: str
    """The large size below /media/, once it is public."""
    small: str
    """The size for phones and lists, likewise."""
    width: int
    height: int
    """Of the large size, in pixels."""
    digest: str = Field(max_length=64)
    """SHA-256 of the master, as hex."""
    public: bool
    """Whether staff let everybody see it."""
    alt: str
    taken: date | None = None


class IssueVoice(SQLModel, table=True):
    """我也遇到: one of each device, which is known by a digest that differs from issue to issue."""

    __tablename__: ClassVar[TableName] = "issue_voices"

    issue_id: int = Field(foreign_key="issues.id", primary_key=True)
    device: str = Field(primary_key=True, max_length=64)


class SeatCard(SQLModel, table=True):
    """What lets somebody in: one card a seat, and one for the wall.

    Its secrets are derived from the server's key and the generation, so that it can be printed again; only
    the fingerprint of its link is stored. A new generation makes the old card, and all sign-ins made with it,
    worthless.
    """

    __tablename__: ClassVar[TableName] = "seat_cards"

    session_id: int = Field(foreign_key="sessions.id", primary_key=True)
    holder: str = Field(primary_key=True)
    """The seat's key, or "wall"."""
    role: str
    generation: int
    fingerprint: str = Field(unique=True, max_length=64)
    """SHA-256 of the token, as hex."""
