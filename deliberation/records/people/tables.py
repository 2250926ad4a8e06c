"""The committee, the groups and their cards. Rows only. The people themselves: records/tables.py."""

from datetime import date
from typing import ClassVar

from sqlalchemy import JSON, Column
from sqlmodel import Field, SQLModel

from deliberation.records.tables import TableName


class Committee(SQLModel, table=True):
    """社区协商委员会: after which plan it is put together. Without a row, after none."""

    __tablename__: ClassVar[TableName] = "committees"

    community_id: int = Field(foreign_key="communities.id", primary_key=True)
    plan: str


class StandingSeat(SQLModel, table=True):
    """One person's term on the committee. The next term is another row."""

    __tablename__: ClassVar[TableName] = "standing_seats"

    id: int | None = Field(default=None, primary_key=True)
    community_id: int = Field(foreign_key="communities.id", index=True)
    person_id: int = Field(foreign_key="people.id", index=True)
    source: str
    """For whom they sit there: names.py."""
    begins_on: date
    ends_on: date | None = None
    """The last day; none while it is open."""


class StandingCard(SQLModel, table=True):
    """A standing member's card for all sessions of their terms; derived like a seat card."""

    __tablename__: ClassVar[TableName] = "standing_cards"

    person_id: int = Field(foreign_key="people.id", primary_key=True)
    generation: int
    fingerprint: str = Field(unique=True, max_length=64)
    """SHA-256 of the token, as hex."""


class StakeholderGroup(SQLModel, table=True):
    """利益相关方 of one or several prepared topics, and how those who speak for it were chosen.

    What a running session uses is its own copy, in interest_groups and seats.
    """

    __tablename__: ClassVar[TableName] = "stakeholder_groups"

    id: int | None = Field(default=None, primary_key=True)
    community_id: int = Field(foreign_key="communities.id", index=True)
    label: dict[str, str] = Field(sa_column=Column(JSON, nullable=False))
    seats: int
    chosen_on: date | None = None
    """The day of the choice; none while nothing is recorded."""
    way: str = ""
    """How: names.py."""
    asked: str = ""
    """Who was asked, in words."""
    note: str = ""


class TopicGroup(SQLModel, table=True):
    """Which groups a prepared topic touches."""

    __tablename__: ClassVar[TableName] = "topic_groups"

    topic_id: int = Field(foreign_key="prepared_topics.id", primary_key=True)
    group_id: int = Field(foreign_key="stakeholder_groups.id", primary_key=True, index=True)


class GroupSeat(SQLModel, table=True):
    """Who was chosen to speak for a group."""

    __tablename__: ClassVar[TableName] = "group_seats"

    group_id: int = Field(foreign_key="stakeholder_groups.id", primary_key=True)
    person_id: int = Field(foreign_key="people.id", primary_key=True, index=True)
