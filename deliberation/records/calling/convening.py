"""From a called session's rows to the first fact of its ledger."""

from collections.abc import Sequence

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from deliberation import ids
from deliberation.records import tables
from deliberation.session import facts
from deliberation.session.names import Form, GroupId, IssueId, TopicId
from deliberation.session.rules import Ruleset

WHITEBOARD = ("邻里客厅", "协商共治")
"""The two mottoes on the board; proper names, the same in every language."""


async def setup_of(db: AsyncSession, code: str) -> facts.SessionConvened | None:
    """Everything that is settled before the first person comes in; None unless it was called, or is over."""
    query = (
        select(tables.Session, tables.Community, tables.RulesetVersion)
        .join(tables.Community, col(tables.Community.id) == col(tables.Session.community_id))
        .join(tables.RulesetVersion, col(tables.RulesetVersion.id) == col(tables.Session.ruleset_id))
        .where(col(tables.Session.code) == code, col(tables.Session.status).in_(("noticed", "check_in")))
    )
    found = (await db.execute(query)).one_or_none()
    if found is None:
        return None
    session, community, ruleset = found
    return facts.SessionConvened(
        code=session.code,
        title=session.title,
        form=msgspec.convert(session.form, Form),
        community=community.name,
        place=session.place,
        timezone=session.timezone,
        planned_at=session.planned_at,
        whiteboard=WHITEBOARD,
        ruleset=msgspec.convert(ruleset.body, Ruleset),
        seats=await _seats(db, session.id),
        groups=await _groups(db, session.id),
        topics=await _topics(db, session.id),
        box_secret=ids.secret_hex(),
    )


async def _seats(db: AsyncSession, session: int | None) -> list[facts.Seat]:
    query = (
        select(tables.Seat, tables.Person)
        .join(tables.Person)
        .where(col(tables.Seat.session_id) == session)
        .order_by(col(tables.Seat.number))
    )
    return [
        msgspec.convert(
            {
                "id": seat.key,
                "name": person.name,
                "public_name": person.public_name,
                "role": seat.role,
                "chamber": seat.chamber,
                "votes": seat.votes,
                "group": seat.group_key,
                "org": person.org,
                "table": seat.table_no,
                "has_phone": seat.has_phone,
            },
            facts.Seat,
        )
        for seat, person in await db.execute(query)
    ]


async def _groups(db: AsyncSession, session: int | None) -> dict[GroupId, facts.Group]:
    query = select(tables.InterestGroup).where(col(tables.InterestGroup.session_id) == session)
    return {
        GroupId(row.key): facts.Group(label=row.label, seats=row.seats)
        for row in (await db.scalars(query)).all()
    }


async def _topics(db: AsyncSession, session: int | None) -> list[facts.AgendaTopic]:
    query = (
        select(tables.Topic).where(col(tables.Topic.session_id) == session).order_by(col(tables.Topic.number))
    )
    topics = (await db.scalars(query)).all()
    issues = await _issues(db, [topic.id for topic in topics if topic.id is not None])
    return [
        facts.AgendaTopic(
            id=TopicId(topic.key),
            title=topic.title,
            affected_groups=[GroupId(key) for key in topic.affected_groups],
            issues=issues.get(topic.id or 0, []),
            notice_sent=topic.notice_sent,
        )
        for topic in topics
    ]


async def _issues(db: AsyncSession, topics: Sequence[int]) -> dict[int, list[facts.AgendaIssue]]:
    """What everybody may see: approved issues with approved pictures only. It is on record from now on."""
    query = (
        select(tables.Issue)
        .where(col(tables.Issue.topic_id).in_(topics), col(tables.Issue.published_at).is_not(None))
        .order_by(col(tables.Issue.id))
    )
    issues = (await db.scalars(query)).all()
    photos = (
        await db.scalars(
            select(tables.Photo)
            .where(col(tables.Photo.issue_id).in_([issue.id for issue in issues]), col(tables.Photo.public))
            .order_by(col(tables.Photo.id))
        )
    ).all()
    by_topic: dict[int, list[facts.AgendaIssue]] = {}
    for issue in issues:
        pictures = [
            facts.Photo(src=f"/media/{photo.path}", alt=photo.alt)
            for photo in photos
            if photo.issue_id == issue.id
        ]
        by_topic.setdefault(issue.topic_id or 0, []).append(
            facts.AgendaIssue(id=IssueId(issue.key), title=issue.title, photos=pictures)
        )
    return by_topic
