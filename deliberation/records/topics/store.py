"""Prepared topics: what they are about, which issues they grew from, and where they were deliberated.

A topic is public from the day a session was called that has it on its agenda, in the words of that agenda:
what staff writes afterwards is for the next one.
"""

from collections.abc import Sequence

import msgspec
from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker
from sqlmodel import col, select

from deliberation.ledger.database import reading
from deliberation.records import tables
from deliberation.records.calling.tables import SessionDraft
from deliberation.records.issues.reading import issue_lines
from deliberation.records.paging import PAGE_ROWS, Page, offset
from deliberation.records.staff.audit import audit
from deliberation.records.staff.views import Who
from deliberation.records.store import session_line
from deliberation.records.topics.tables import PreparedTopic
from deliberation.records.topics.views import (
    Affected,
    AnnouncedLine,
    AnnouncedTopic,
    Appearance,
    LinkedIssue,
    PlannedFor,
    PreparedView,
    TopicEntry,
)
from deliberation.records.views import SessionLine


class Topics:
    """The topics of every community, before and across sessions."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._read = async_sessionmaker(reading(engine), expire_on_commit=False).begin
        self._write = async_sessionmaker(engine, expire_on_commit=False).begin

    # In public

    async def announced(
        self, community: int, number: int = 1, *, most: int = PAGE_ROWS
    ) -> Page[AnnouncedLine]:
        """A page of the public topics, or its first few; what comes up last stands first."""
        latest = func.max(col(tables.Session.planned_at))
        query = (
            select(col(tables.Topic.prepared_id))
            .join(tables.Session, col(tables.Session.id) == col(tables.Topic.session_id))
            .where(col(tables.Topic.prepared_id).is_not(None), col(tables.Session.community_id) == community)
            .group_by(col(tables.Topic.prepared_id))
        )
        async with self._read() as db:
            total = (await db.scalar(select(func.count()).select_from(query.subquery()))) or 0
            number, before = offset(number, total)
            page = (
                query.order_by(latest.desc(), col(tables.Topic.prepared_id).desc()).limit(most).offset(before)
            )
            topics = [topic for topic in (await db.scalars(page)).all() if topic is not None]
            last = {row.prepared_id: (row, line) for row, line in await _agendas(db, topics)}
        return Page(
            [AnnouncedLine(topic, last[topic][0].title, last[topic][1]) for topic in topics], number, total
        )

    async def announced_topic(self, topic: int) -> AnnouncedTopic | None:
        """A public topic of any community; None while no session was called for it."""
        async with self._read() as db:
            row = await db.get(PreparedTopic, topic)
            agendas = await _agendas(db, [topic])
            if row is None or not agendas:
                return None
            last = agendas[-1][0]
            query = (
                select(tables.Issue)
                .where(
                    col(tables.Issue.prepared_topic_id) == topic, col(tables.Issue.published_at).is_not(None)
                )
                .order_by(col(tables.Issue.reported_at), col(tables.Issue.id))
            )
            return AnnouncedTopic(
                id=topic,
                community=row.community_id,
                entry=_entry(last.title, last.background, row.must),
                made_at=row.made_at,
                affected=await _affected(db, last),
                issues=await issue_lines(db, (await db.scalars(query)).all()),
                sessions=[Appearance(line, agenda.key) for agenda, line in agendas],
            )

    # At the desk

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
                    .order_by(col(tables.Issue.reported_at), col(tables.Issue.id))
                )
            ).all()
            return PreparedView(
                id=topic,
                entry=_entry(row.title, row.background, row.must),
                made_at=row.made_at,
                issues=[
                    LinkedIssue(issue.id or 0, issue.title, issue.place, issue.reported_at)
                    for issue in issues
                ],
                sessions=[Appearance(line, agenda.key) for agenda, line in await _agendas(db, [topic])],
                drafts=await _drafts(db, community, topic),
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


async def _agendas(db: AsyncSession, topics: Sequence[int]) -> list[tuple[tables.Topic, SessionLine]]:
    """Where these topics stand on an agenda that people were told of, the oldest session first."""
    query = (
        select(tables.Topic, tables.Session, tables.Community)
        .join(tables.Session, col(tables.Session.id) == col(tables.Topic.session_id))
        .join(tables.Community, col(tables.Community.id) == col(tables.Session.community_id))
        .where(col(tables.Topic.prepared_id).in_(topics))
        .order_by(col(tables.Session.planned_at), col(tables.Session.id))
    )
    return [(row, session_line(session, community)) for row, session, community in await db.execute(query)]


async def _affected(db: AsyncSession, agenda: tables.Topic) -> list[Affected]:
    """The groups that a session named as affected, in its order."""
    query = select(tables.InterestGroup).where(
        col(tables.InterestGroup.session_id) == agenda.session_id,
        col(tables.InterestGroup.key).in_(agenda.affected_groups),
    )
    groups = {row.key: Affected(row.label, row.seats) for row in (await db.scalars(query)).all()}
    return [groups[key] for key in agenda.affected_groups]


async def _drafts(db: AsyncSession, community: int, topic: int) -> list[PlannedFor]:
    """A community prepares a handful of sessions at a time: they are all read."""
    query = (
        select(SessionDraft).where(col(SessionDraft.community_id) == community).order_by(col(SessionDraft.id))
    )
    return [
        PlannedFor(row.id or 0, row.title, row.planned_at)
        for row in (await db.scalars(query)).all()
        if topic in row.topics
    ]


def _entry(title: str, background: str, must: str) -> TopicEntry:
    return msgspec.convert({"title": title, "background": background, "must": must}, TopicEntry)
