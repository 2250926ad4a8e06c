"""社区协商委员会: the standing seats, whose terms they are, and how often their holders came."""

from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker
from sqlmodel import col, select

from deliberation.ledger.database import reading
from deliberation.records import tables
from deliberation.records.cards import Cards
from deliberation.records.people.names import PlanName, missing
from deliberation.records.people.standing_cards import standing_card
from deliberation.records.people.store import known_person, term_of
from deliberation.records.people.tables import Committee as CommitteeRow
from deliberation.records.people.tables import StandingCard, StandingSeat
from deliberation.records.people.views import CommitteeView, KnownPerson, StandingMember, Term
from deliberation.records.staff.audit import audit
from deliberation.records.staff.views import Who
from deliberation.records.views import OVER


class TermsMeet(Exception):
    """They sit on the committee already in a part of this time: one person, one standing seat."""


class TermCounts(Exception):
    """Sessions were held in this term: it can end, but not be removed."""


class Committee:
    """Who sits on the committee, for whom and how long."""

    def __init__(self, engine: AsyncEngine, cards: Cards) -> None:
        self._cards = cards
        self._read = async_sessionmaker(reading(engine), expire_on_commit=False).begin
        self._write = async_sessionmaker(engine, expire_on_commit=False).begin

    async def view(self, community: int, on: date) -> CommitteeView:
        """The committee as it is on this day, and what its plan misses."""
        async with self._read() as db:
            row = await db.get(CommitteeRow, community)
            plan = msgspec.convert(row.plan if row else "free", PlanName)
            everyone = await _members(db, community)
            members = [member for member in everyone if member.term.holds_on(on)]
            return CommitteeView(
                plan=plan,
                members=members,
                former=[member for member in everyone if not member.term.holds_on(on)],
                missing=missing(plan, [member.term.source for member in members]),
            )

    async def member(self, community: int, seat: int) -> StandingMember | None:
        """One term."""
        async with self._read() as db:
            return next((one for one in await _members(db, community) if one.id == seat), None)

    async def seated_on(self, community: int, day: date) -> list[KnownPerson]:
        """The standing members of a day, for a session that is called for it."""
        async with self._read() as db:
            return [person for person, term in await _terms(db, community) if term.holds_on(day)]

    async def set_plan(self, community: int, plan: PlanName, *, who: Who) -> None:
        """After which plan the committee is put together."""
        async with self._write() as db:
            row = await db.get(CommitteeRow, community) or CommitteeRow(community_id=community, plan=plan)
            row.plan = plan
            db.add(row)
            audit(db, who, "committee.planned", f"community:{community}", {"plan": plan})

    async def give(self, community: int, person: int, term: Term, *, who: Who) -> bool:
        """Give somebody who takes part a standing seat; False when there is nobody. Raises TermsMeet."""
        async with self._write() as db:
            holder = await db.get(tables.Person, person)
            if holder is None or holder.community_id != community or holder.left_at is not None:
                return False
            await _refuse_meeting(db, person, term, None)
            row = StandingSeat(community_id=community, person_id=person, **msgspec.structs.asdict(term))
            db.add(row)
            if await db.get(StandingCard, person) is None:
                db.add(standing_card(self._cards, person, 1))
            await db.flush()
            audit(db, who, "committee.seat_given", f"standing_seat:{row.id}", {"source": term.source})
            return True

    async def change(self, community: int, seat: int, term: Term, *, who: Who) -> bool:
        """Another source or other days; False when there is no such seat. Raises TermsMeet."""
        async with self._write() as db:
            row = await _row(db, community, seat)
            if row is None:
                return False
            await _refuse_meeting(db, row.person_id, term, seat)
            row.source, row.begins_on, row.ends_on = term.source, term.begins_on, term.ends_on
            db.add(row)
            ends = {"ends": term.ends_on.isoformat()} if term.ends_on else {}
            audit(db, who, "committee.seat_changed", f"standing_seat:{seat}", {"source": term.source, **ends})
            return True

    async def remove(self, community: int, seat: int, *, who: Who) -> bool:
        """Take back what was written by mistake; False when there is no such seat. Raises TermCounts."""
        async with self._write() as db:
            row = await _row(db, community, seat)
            if row is None:
                return False
            if any(one.id == seat and one.expected for one in await _members(db, community)):
                raise TermCounts
            await db.delete(row)
            audit(db, who, "committee.seat_removed", f"standing_seat:{seat}")
            return True


async def _row(db: AsyncSession, community: int, seat: int) -> StandingSeat | None:
    row = await db.get(StandingSeat, seat)
    return row if row is not None and row.community_id == community else None


async def _terms(db: AsyncSession, community: int) -> list[tuple[KnownPerson, Term]]:
    query = (
        select(tables.Person, StandingSeat)
        .join(StandingSeat, col(StandingSeat.person_id) == col(tables.Person.id))
        .where(col(StandingSeat.community_id) == community)
        .order_by(col(StandingSeat.id))
    )
    return [(known_person(person), term_of(row)) for person, row in await db.execute(query)]


async def _refuse_meeting(db: AsyncSession, person: int, term: Term, seat: int | None) -> None:
    """Raises TermsMeet when another of their terms has a day in common with this one."""
    rows = (await db.scalars(select(StandingSeat).where(col(StandingSeat.person_id) == person))).all()
    if any(row.id != seat and term_of(row).meets(term) for row in rows):
        raise TermsMeet


async def _members(db: AsyncSession, community: int) -> list[StandingMember]:
    """All terms with their holders, the present ones in the order in which they were given."""
    query = (
        select(StandingSeat, tables.Person)
        .join(tables.Person)
        .where(col(StandingSeat.community_id) == community)
        .order_by(col(StandingSeat.ends_on).is_not(None), col(StandingSeat.id))
    )
    rows = [(row, known_person(person)) for row, person in await db.execute(query)]
    past = await _attendance(db, [person.id for _, person in rows])
    members = []
    for row, person in rows:
        term = term_of(row)
        counted = [came for day, came in past.get(person.id, []) if term.holds_on(day)]
        members.append(StandingMember(row.id or 0, person.id, person.entry, term, len(counted), sum(counted)))
    return members


async def _attendance(db: AsyncSession, people: Sequence[int]) -> dict[int, list[tuple[date, bool]]]:
    """For each person: the days of past sessions with a standing seat for them, and whether they came.

    Sessions that ended before this was recorded say nothing, and are not counted.
    """
    query = (
        select(
            tables.Seat.person_id, tables.Session.planned_at, tables.Session.timezone, tables.Seat.attended
        )
        .join(tables.Session, col(tables.Session.id) == col(tables.Seat.session_id))
        .where(
            col(tables.Seat.person_id).in_(people),
            col(tables.Seat.chamber) == "standing",
            col(tables.Seat.attended).is_not(None),
            col(tables.Session.status).in_(OVER),
        )
    )
    past: dict[int, list[tuple[date, bool]]] = {}
    for person, planned_at, timezone, attended in await db.execute(query):
        day = planned_at.astimezone(ZoneInfo(timezone)).date()
        past.setdefault(person, []).append((day, bool(attended)))
    return past
