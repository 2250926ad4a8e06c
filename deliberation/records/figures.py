"""汇总: what communities did, counted; for whoever may not, or need not, read the single cases."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import Executable, case, func, select
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker
from sqlmodel import col

from deliberation.ledger.database import reading
from deliberation.records import tables


class Period(Struct, frozen=True):
    """From `since` on, up to `before`."""

    since: datetime
    before: datetime


class CommunityFigures(Struct, frozen=True):
    """Of one community in one period; `waiting` is as of now."""

    community: int
    reported: int
    waiting: int
    on_agenda: int
    handled: int
    escalated: int
    declined: int
    sessions: int
    """That took place."""
    called_off: int
    expected: int
    came: int
    """Seats that were expected at, and that came to, sessions that are over."""


class Figures:
    """Counts over several communities, with a constant number of questions."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._read = async_sessionmaker(reading(engine), expire_on_commit=False).begin

    async def of(self, communities: Collection[int], period: Period) -> list[CommunityFigures]:
        """One line for each of them, in their order."""
        async with self._read() as db:
            issues = _by_community(await db.execute(_issues(communities, period)))
            sessions = _by_community(await db.execute(_sessions(communities, period)))
            seats = _by_community(await db.execute(_seats(communities, period)))
        return [
            CommunityFigures(
                each,
                *issues.get(each, (0,) * 6),
                *sessions.get(each, (0,) * 2),
                *seats.get(each, (0,) * 2),
            )
            for each in communities
        ]


def _issues(communities: Collection[int], period: Period) -> Executable:
    issue = tables.Issue
    arrived = _within(col(issue.reported_at), period)
    decided = _within(col(issue.status_at), period)

    def became(status: str) -> Any:  # noqa: ANN401 - SQLAlchemy's
        return _count((col(issue.status) == status) & decided)

    return (
        select(
            col(issue.community_id),
            _count(arrived),
            _count(col(issue.status) == "collected"),
            became("on_agenda"),
            became("handled_directly"),
            became("escalated"),
            became("declined"),
        )
        .where(col(issue.community_id).in_(communities))
        .group_by(col(issue.community_id))
    )


def _sessions(communities: Collection[int], period: Period) -> Executable:
    session = tables.Session
    return (
        select(
            col(session.community_id),
            _count(col(session.status).in_(["closed", "in_progress", "recess"])),
            _count(col(session.status).in_(["cancelled", "inquorate"])),
        )
        .where(col(session.community_id).in_(communities), _within(col(session.planned_at), period))
        .group_by(col(session.community_id))
    )


def _seats(communities: Collection[int], period: Period) -> Executable:
    session, seat = tables.Session, tables.Seat
    return (
        select(col(session.community_id), func.count(), _count(col(seat.attended).is_(True)))
        .join(seat, col(seat.session_id) == col(session.id))
        .where(
            col(session.community_id).in_(communities),
            _within(col(session.planned_at), period),
            col(seat.votes).is_(True),
            col(seat.attended).is_not(None),
        )
        .group_by(col(session.community_id))
    )


def _within(moment: Any, period: Period) -> Any:  # noqa: ANN401 - SQLAlchemy's
    return (moment >= period.since) & (moment < period.before)


def _count(which: Any) -> Any:  # noqa: ANN401 - SQLAlchemy's
    return func.coalesce(func.sum(case((which, 1), else_=0)), 0)


def _by_community(rows: Iterable[Any]) -> dict[int, tuple[int, ...]]:
    return {row[0]: tuple(row[1:]) for row in rows}
