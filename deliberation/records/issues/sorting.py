"""What becomes of the issues that came in. Each method is one short transaction and a line of the trail."""

from collections.abc import Collection
from datetime import datetime
from typing import Final, Literal, get_args

from msgspec import Struct
from sqlalchemy import ColumnElement, func, update
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker
from sqlmodel import col, select

from deliberation.ledger.database import reading
from deliberation.records import tables
from deliberation.records.issues import reading as rows
from deliberation.records.issues.similar import ENOUGH, likeness, told
from deliberation.records.issues.views import DeskIssue, DeskLine, IssueStatus
from deliberation.records.paging import PAGE_ROWS, Page, offset
from deliberation.records.staff.audit import audit
from deliberation.records.staff.views import Who
from deliberation.records.topics.beginning import begin_topic
from deliberation.records.topics.tables import PreparedTopic

Decision = Literal["handled_directly", "escalated", "declined"]
"""What is decided without a session; who reported it reads why."""

DECISIONS: Final[tuple[Decision, ...]] = get_args(Decision)

COMPARED: Final = 400
"""The latest issues that one is compared with: about a year of a large community."""
MOST_ALIKE: Final = 3
LATEST: Final = 5


class AlreadySorted(Exception):
    """It does not wait any more: a colleague was quicker, or it stands on the agenda of a session."""


class Verdict(Struct, frozen=True):
    """What becomes of it and why; `office`: who deals with it, when it is escalated."""

    decision: Decision
    reply: str
    office: str = ""


class Alike(Struct, frozen=True):
    """An issue that may be about the same."""

    id: int
    title: str
    place: str
    status: IssueStatus
    reported_at: datetime


class Sorting:
    """The pile of new issues, and where each one goes."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._read = async_sessionmaker(reading(engine), expire_on_commit=False).begin
        self._write = async_sessionmaker(engine, expire_on_commit=False).begin

    async def waiting(self, community: int, number: int = 1) -> Page[DeskLine]:
        """A page of those that nobody has sorted yet; who waits longest stands first."""
        where = _waiting(community)
        async with self._read() as db:
            total = (await db.scalar(select(func.count()).select_from(tables.Issue).where(*where))) or 0
            number, before = offset(number, total)
            query = select(tables.Issue).where(*where).order_by(*_BY_AGE).limit(PAGE_ROWS).offset(before)
            return Page(await rows.desk_lines(db, (await db.scalars(query)).all()), number, total)

    async def next_after(self, community: int, issue: int) -> int | None:
        """The one that waits next after this one; at the end of the pile, the first."""
        async with self._read() as db:
            here = await db.get(tables.Issue, issue)
            query = select(tables.Issue.id).where(*_waiting(community), col(tables.Issue.id) != issue)
            if here is not None:
                later = (col(tables.Issue.reported_at) > here.reported_at) | (
                    (col(tables.Issue.reported_at) == here.reported_at) & (col(tables.Issue.id) > issue)
                )
                following: int | None = await db.scalar(query.where(later).order_by(*_BY_AGE).limit(1))
                if following is not None:
                    return following
            first: int | None = await db.scalar(query.order_by(*_BY_AGE).limit(1))
            return first

    async def alike(self, community: int, issue: DeskIssue) -> list[Alike]:
        """Those that it may belong to, the likeliest first."""
        query = (
            select(tables.Issue)
            .where(
                col(tables.Issue.community_id) == community,
                col(tables.Issue.id) != issue.id,
                col(tables.Issue.status).not_in(["merged", "declined"]),
            )
            .order_by(col(tables.Issue.reported_at).desc(), col(tables.Issue.id).desc())
            .limit(COMPARED)
        )
        async with self._read() as db:
            others = (await db.scalars(query)).all()
        this = told(issue.title, issue.place)
        scored = [(likeness(this, told(other.title, other.place)), other) for other in others]
        scored.sort(key=lambda each: -each[0])
        return [_alike(other) for score, other in scored[:MOST_ALIKE] if score >= ENOUGH]

    async def latest(self, community: int) -> list[DeskLine]:
        """The last few that were sorted and can be put back."""
        query = (
            select(tables.Issue)
            .where(
                col(tables.Issue.community_id) == community,
                col(tables.Issue.status) != "collected",
                col(tables.Issue.topic_id).is_(None),
            )
            .order_by(col(tables.Issue.status_at).desc(), col(tables.Issue.id).desc())
            .limit(LATEST)
        )
        async with self._read() as db:
            return await rows.desk_lines(db, (await db.scalars(query)).all())

    async def word(self, community: int, issue: int, title: str, place: str, *, who: Who) -> bool:
        """Say it in other words; what was told stays as it was told."""
        async with self._write() as db:
            row = await _row(db, community, issue)
            if row is None:
                return False
            row.title, row.place = title, place
            db.add(row)
            audit(db, who, "issue.worded", f"issue:{issue}")
            return True

    async def merge(self, community: int, issue: int, into: int, *, at: datetime, who: Who) -> bool:
        """The same matter as another: from now on it shares that one's fate. Raises AlreadySorted."""
        async with self._write() as db:
            found = await _rows(db, community, {issue, into})
            row, main = found.get(issue), found.get(into)
            if main is not None and main.merged_into_id is not None:
                main = await _row(db, community, main.merged_into_id)
            if row is None or main is None or main.id == issue:
                return False
            _sort(row, "merged", at=at)
            row.merged_into_id = main.id
            db.add(row)
            # What was merged with this one before goes with it: one step leads to the main issue, always.
            await db.execute(
                update(tables.Issue)
                .where(col(tables.Issue.merged_into_id) == issue)
                .values(merged_into_id=main.id)
            )
            audit(db, who, "issue.merged", f"issue:{issue}", {"into": main.id or 0})
            return True

    async def decide(self, community: int, issue: int, verdict: Verdict, *, at: datetime, who: Who) -> bool:
        """Without a session. Raises AlreadySorted."""
        async with self._write() as db:
            row = await _row(db, community, issue)
            if row is None:
                return False
            _sort(row, verdict.decision, at=at)
            row.reply, row.office = verdict.reply, verdict.office
            db.add(row)
            audit(db, who, "issue.decided", f"issue:{issue}", {"decision": verdict.decision})
            return True

    async def make_topic(
        self, community: int, issue: int, title: str, *, at: datetime, who: Who
    ) -> int | None:
        """A new topic that begins with it; gives the topic's id. Raises AlreadySorted."""
        async with self._write() as db:
            row = await _row(db, community, issue)
            if row is None:
                return None
            topic = await begin_topic(db, community, title, who=who, at=at, detail={"issue": issue})
            _put_on(row, topic, at=at)
            db.add(row)
            return topic.id

    async def add_to_topic(self, community: int, issue: int, topic: int, *, at: datetime, who: Who) -> bool:
        """One more reason for a topic that is there. Raises AlreadySorted."""
        async with self._write() as db:
            row, known = await _row(db, community, issue), await db.get(PreparedTopic, topic)
            if row is None or known is None or known.community_id != community:
                return False
            _put_on(row, known, at=at)
            db.add(row)
            audit(db, who, "issue.on_topic", f"issue:{issue}", {"topic": topic})
            return True

    async def put_back(self, community: int, issue: int, *, at: datetime, who: Who) -> bool:
        """On the pile again, whatever was decided. Raises AlreadySorted when a session was told of it."""
        async with self._write() as db:
            row = await _row(db, community, issue)
            if row is None:
                return False
            if row.topic_id is not None:
                raise AlreadySorted
            row.status, row.status_at, row.reply, row.office = "collected", at, "", ""
            row.merged_into_id = row.prepared_topic_id = None
            db.add(row)
            audit(db, who, "issue.put_back", f"issue:{issue}")
            return True


_BY_AGE: Final = (col(tables.Issue.reported_at), col(tables.Issue.id))


def _waiting(community: int) -> list[ColumnElement[bool]]:
    return [col(tables.Issue.community_id) == community, col(tables.Issue.status) == "collected"]


def _put_on(row: tables.Issue, topic: PreparedTopic, *, at: datetime) -> None:
    _sort(row, "on_agenda", at=at)
    row.prepared_topic_id = topic.id


def _sort(row: tables.Issue, status: IssueStatus, *, at: datetime) -> None:
    if row.status != "collected":
        raise AlreadySorted
    row.status, row.status_at = status, at


def _alike(row: tables.Issue) -> Alike:
    return Alike(rows.number(row.id), row.title, row.place, rows.status_of(row), row.reported_at)


async def _row(db: AsyncSession, community: int, issue: int) -> tables.Issue | None:
    return (await _rows(db, community, {issue})).get(issue)


async def _rows(db: AsyncSession, community: int, issues: Collection[int]) -> dict[int, tables.Issue]:
    """Held until the end of the transaction: of two colleagues, the second sees what the first did."""
    query = (
        select(tables.Issue)
        .where(col(tables.Issue.community_id) == community, col(tables.Issue.id).in_(issues))
        .order_by(col(tables.Issue.id))
        .with_for_update()
    )
    return {rows.number(row.id): row for row in (await db.scalars(query)).all()}
