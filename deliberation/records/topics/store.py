"""Prepared topics: what they are about, which issues they grew from, and where they were deliberated."""

from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker
from sqlmodel import col, select

from deliberation.ledger.database import reading
from deliberation.records import tables
from deliberation.records.staff.audit import audit
from deliberation.records.staff.views import Who
from deliberation.records.topics.names import Must
from deliberation.records.topics.tables import PreparedTopic


class LinkedIssue(Struct, frozen=True):
    """An issue that a topic grew from."""

    id: int
    title: str
    place: str
    reported_at: datetime


class Appearance(Struct, frozen=True):
    """A session that had the topic on its agenda. `title` by language."""

    code: str
    title: dict[str, str]
    planned_at: datetime
    timezone: str

    @property
    def hall_time(self) -> datetime:
        """When it begins, on the hall's own clock."""
        return self.planned_at.astimezone(ZoneInfo(self.timezone))


class TopicEntry(Struct, frozen=True):
    """What staff wrote down about a topic. `background` is Markdown."""

    title: str
    background: str = ""
    must: Must = ""


class PreparedView(Struct, frozen=True):
    """A topic with where it came from and where it went."""

    id: int
    entry: TopicEntry
    issues: list[LinkedIssue]
    sessions: list[Appearance]


class Topics:
    """The topics of every community, before and across sessions."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._read = async_sessionmaker(reading(engine), expire_on_commit=False).begin
        self._write = async_sessionmaker(engine, expire_on_commit=False).begin

    async def titles(self, community: int) -> list[tuple[int, str]]:
        """Id and title of the latest two hundred, to choose from."""
        async with self._read() as db:
            query = (
                select(PreparedTopic.id, PreparedTopic.title)
                .where(col(PreparedTopic.community_id) == community)
                .order_by(col(PreparedTopic.id).desc())
                .limit(200)
            )
            return [(topic or 0, title) for topic, title in await db.execute(query)]

    async def topic(self, community: int, topic: int) -> PreparedView | None:
        """One topic."""
        async with self._read() as db:
            row = await _row(db, community, topic)
            if row is None:
                return None
            issues = (
                await db.scalars(
                    select(tables.Issue)
                    .where(col(tables.Issue.prepared_topic_id) == topic)
                    .order_by(col(tables.Issue.id))
                )
            ).all()
            sessions = (
                await db.scalars(
                    select(tables.Session)
                    .join(tables.Topic, col(tables.Topic.session_id) == col(tables.Session.id))
                    .where(col(tables.Topic.prepared_id) == topic)
                    .order_by(col(tables.Session.planned_at))
                )
            ).all()
            return PreparedView(
                id=topic,
                entry=msgspec.convert(
                    {"title": row.title, "background": row.background, "must": row.must}, TopicEntry
                ),
                issues=[
                    LinkedIssue(issue.id or 0, issue.title, issue.place, issue.reported_at)
                    for issue in issues
                ],
                sessions=[
                    Appearance(session.code, session.title, session.planned_at, session.timezone)
                    for session in sessions
                ],
            )

    async def change(self, community: int, topic: int, entry: TopicEntry, *, who: Who) -> bool:
        """Write it down anew; what a called session says of it stays as it was announced."""
        async with self._write() as db:
            row = await _row(db, community, topic)
            if row is None:
                return False
            row.title, row.background, row.must = entry.title, entry.background, entry.must
            db.add(row)
            audit(db, who, "topic.changed", f"topic:{topic}")
            return True


async def _row(db: AsyncSession, community: int, topic: int) -> PreparedTopic | None:
    row = await db.get(PreparedTopic, topic)
    return row if row is not None and row.community_id == community else None
