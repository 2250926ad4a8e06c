"""The table of drafts. Rows only: what comes in was checked before."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import JSON, Column
from sqlmodel import Field, SQLModel

from deliberation.records.tables import TableName, UtcDateTime


class SessionDraft(SQLModel, table=True):
    """A session that is being prepared. Sending the notice makes a session of it, and the draft goes."""

    __tablename__: ClassVar[TableName] = "session_drafts"

    id: int | None = Field(default=None, primary_key=True)
    community_id: int = Field(foreign_key="communities.id", index=True)
    form: str
    title: str
    place: str
    planned_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime))
    chair_id: int | None = Field(default=None, foreign_key="people.id")
    recorder_id: int | None = Field(default=None, foreign_key="people.id")
    supervisor_id: int | None = Field(default=None, foreign_key="people.id")
    topics: list[int] = Field(sa_column=Column(JSON, nullable=False))
    """Prepared topics in the order of the agenda."""
    made_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
