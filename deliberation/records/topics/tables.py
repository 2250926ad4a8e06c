"""The tables of prepared topics. Rows only: what comes in was checked before."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import Column
from sqlmodel import Field, SQLModel

from deliberation.records.tables import TableName, UtcDateTime


class PreparedTopic(SQLModel, table=True):
    """议题 that the community prepares. On the agenda of a session it is a `Topic` of that session."""

    __tablename__: ClassVar[TableName] = "prepared_topics"

    id: int | None = Field(default=None, primary_key=True)
    community_id: int = Field(foreign_key="communities.id", index=True)
    title: str
    background: str = ""
    """The material, in Markdown."""
    must: str = ""
    """Why it has to be deliberated: names.py; empty while nobody answered the question."""
    made_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
