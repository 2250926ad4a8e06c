"""The community's list of people. Each method is one short transaction and gives back plain views."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Final

import msgspec
from sqlalchemy import ColumnElement, func, or_
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker
from sqlmodel import col, select

from deliberation.ledger.database import reading
from deliberation.records import tables
from deliberation.records.paging import PAGE_ROWS, Page, offset
from deliberation.records.people.entries import PersonEntry
from deliberation.records.people.sheet import SheetLine, compare
from deliberation.records.people.tables import GroupSeat, StakeholderGroup, StandingCard, StandingSeat
from deliberation.records.people.views import KnownPerson, PersonLine, PersonView, SessionSeat, Term
from deliberation.records.staff.audit import audit
from deliberation.records.staff.views import Who

FOUND: Final = 20
"""So many are shown to choose from; whoever is not among them is looked for by more of the name."""


class AlreadyKnown(Exception):
    """Somebody of this name, from the same place, is in the list already."""

    def __init__(self, person: int | None) -> None:
        super().__init__("already known")
        self.person = person


class StillNeeded(Exception):
    """A record refers to them: they can leave, but not be removed."""


class People:
    """Everybody who takes part, and who took part."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._read = async_sessionmaker(reading(engine), expire_on_commit=False).begin
        self._write = async_sessionmaker(engine, expire_on_commit=False).begin

    async def page(
        self, community: int, *, search: str = "", number: int = 1, left: bool = False, on: date
    ) -> Page[PersonLine]:
        """A page of the list: those who take part, or those who left. `on`: today, for standing seats."""
        moment = col(tables.Person.left_at)
        where = [*_matching(community, search), moment.is_not(None) if left else moment.is_(None)]
        async with self._read() as db:
            total = (await db.scalar(select(func.count()).select_from(tables.Person).where(*where))) or 0
            number, before = offset(number, total)
            query = (
                select(tables.Person).where(*where).order_by(col(tables.Person.name), col(tables.Person.id))
            )
            rows = (await db.scalars(query.limit(PAGE_ROWS).offset(before))).all()
            return Page(await _lines(db, rows, on), number, total)

    async def find(self, community: int, search: str) -> list[KnownPerson]:
        """The first who match and take part; nobody without a search."""
        if not search.strip():
            return []
        async with self._read() as db:
            query = (
                select(tables.Person)
                .where(*_matching(community, search), col(tables.Person.left_at).is_(None))
                .order_by(col(tables.Person.name), col(tables.Person.id))
                .limit(FOUND)
            )
            return [known_person(row) for row in (await db.scalars(query)).all()]

    async def everybody(self, community: int) -> list[KnownPerson]:
        """The whole list, with those who left."""
        async with self._read() as db:
            return await _everybody(db, community)

    async def export(self, community: int, *, who: Who) -> list[PersonEntry]:
        """All who take part, for a file that leaves the house."""
        async with self._write() as db:
            people = [person.entry for person in await _everybody(db, community) if not person.left]
            audit(db, who, "people.exported", f"community:{community}", {"people": len(people)})
            return people

    async def person(self, community: int, person: int) -> PersonView | None:
        """Somebody, with all that refers to them."""
        async with self._read() as db:
            row = await _row(db, community, person)
            return await _view(db, row) if row else None

    async def add(self, community: int, entry: PersonEntry, *, who: Who) -> int:
        """A new person; gives the id. Raises AlreadyKnown."""
        row = tables.Person(community_id=community, **msgspec.structs.asdict(entry))
        try:
            async with self._write() as db:
                await _refuse_twin(db, community, entry, None)
                db.add(row)
                await db.flush()
                audit(db, who, "person.added", f"person:{row.id}")
        except IntegrityError as error:
            raise AlreadyKnown(None) from error
        return row.id or 0

    async def change(self, community: int, person: int, entry: PersonEntry, *, who: Who) -> bool:
        """Write down something else; False when there is no such person. Raises AlreadyKnown."""
        try:
            async with self._write() as db:
                row = await _row(db, community, person)
                if row is None:
                    return False
                await _refuse_twin(db, community, entry, person)
                changed = _take(row, entry)
                db.add(row)
                audit(db, who, "person.changed", f"person:{person}", {"fields": "、".join(changed)})
        except IntegrityError as error:
            raise AlreadyKnown(None) from error
        return True

    async def set_left(self, community: int, person: int, left_at: datetime | None, *, who: Who) -> bool:
        """Somebody takes no more part, or does again; False when there is no such person."""
        async with self._write() as db:
            row = await _row(db, community, person)
            if row is None:
                return False
            row.left_at = left_at
            db.add(row)
            audit(db, who, "person.left" if left_at else "person.returned", f"person:{person}")
            return True

    async def remove(self, community: int, person: int, *, who: Who) -> bool:
        """Forget somebody; False when there is no such person. Raises StillNeeded."""
        async with self._write() as db:
            row = await _row(db, community, person)
            if row is None:
                return False
            if not (await _view(db, row)).can_be_removed:
                raise StillNeeded
            card = await db.get(StandingCard, person)
            if card is not None:
                await db.delete(card)
                await db.flush()
            await db.delete(row)
            audit(db, who, "person.removed", f"person:{person}")
            return True

    async def bring_in(self, community: int, lines: Iterable[SheetLine], *, who: Who) -> tuple[int, int]:
        """Add and change what a table says, all or nothing; gives how many of each."""
        async with self._write() as db:
            query = select(tables.Person).where(col(tables.Person.community_id) == community)
            rows = {(row.name, row.org): row for row in (await db.scalars(query)).all()}
            plan = compare(lines, [known_person(row) for row in rows.values()])
            db.add_all(
                tables.Person(community_id=community, **msgspec.structs.asdict(line.entry))
                for line in plan.new
            )
            for line in plan.changed:
                row = rows[line.entry.who]
                _take(row, line.entry)
                row.left_at = None
                db.add(row)
            counts = {"added": len(plan.new), "changed": len(plan.changed)}
            audit(db, who, "people.imported", f"community:{community}", counts)
            return len(plan.new), len(plan.changed)


def known_person(row: tables.Person) -> KnownPerson:
    """A stored row as a view."""
    if row.id is None:
        raise ValueError("the row is not stored yet")
    return KnownPerson(row.id, _entry(row), row.left_at is not None)


def _entry(row: tables.Person) -> PersonEntry:
    return PersonEntry(
        name=row.name,
        public_name=row.public_name,
        org=row.org,
        has_phone=row.has_phone,
        large_print=row.large_print,
        interpreter=row.interpreter,
    )


def _take(row: tables.Person, entry: PersonEntry) -> list[str]:
    """Write an entry into its row; gives the names of the fields that changed."""
    changed = [name for name, value in msgspec.structs.asdict(entry).items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, getattr(entry, name))
    return changed


def _matching(community: int, search: str) -> list[ColumnElement[bool]]:
    """Every word of the search stands in the name, the public name, or whom they come from."""
    fields = (col(tables.Person.name), col(tables.Person.public_name), col(tables.Person.org))
    return [
        col(tables.Person.community_id) == community,
        *(or_(*(field.icontains(word, autoescape=True) for field in fields)) for word in search.split()),
    ]


async def _row(db: AsyncSession, community: int, person: int) -> tables.Person | None:
    """The row, if it is this community's."""
    row = await db.get(tables.Person, person)
    return row if row is not None and row.community_id == community else None


async def _everybody(db: AsyncSession, community: int) -> list[KnownPerson]:
    query = (
        select(tables.Person)
        .where(col(tables.Person.community_id) == community)
        .order_by(col(tables.Person.name), col(tables.Person.id))
    )
    return [known_person(row) for row in (await db.scalars(query)).all()]


async def _refuse_twin(db: AsyncSession, community: int, entry: PersonEntry, person: int | None) -> None:
    """Raises AlreadyKnown when somebody else is the same by name and place."""
    query = select(tables.Person.id).where(
        col(tables.Person.community_id) == community,
        col(tables.Person.name) == entry.name,
        col(tables.Person.org) == entry.org,
    )
    twin = await db.scalar(query)
    if twin is not None and twin != person:
        raise AlreadyKnown(twin)


async def _lines(db: AsyncSession, rows: Sequence[tables.Person], on: date) -> list[PersonLine]:
    """People with their sessions and standing seats, in two questions for the whole page."""
    people = [row.id for row in rows if row.id is not None]
    counting = (
        select(tables.Seat.person_id, func.count())
        .where(col(tables.Seat.person_id).in_(people))
        .group_by(col(tables.Seat.person_id))
    )
    sessions = {found[0]: found[1] for found in await db.execute(counting)}
    terms = select(StandingSeat).where(col(StandingSeat.person_id).in_(people))
    standing = {
        row.person_id: term.source
        for row in (await db.scalars(terms)).all()
        if (term := term_of(row)).holds_on(on)
    }
    return [
        PersonLine(person.id, person.entry, person.left, sessions.get(person.id, 0), standing.get(person.id))
        for person in map(known_person, rows)
    ]


def term_of(row: StandingSeat) -> Term:
    """The term of a stored standing seat."""
    return msgspec.convert({"source": row.source, "begins_on": row.begins_on, "ends_on": row.ends_on}, Term)


async def _view(db: AsyncSession, row: tables.Person) -> PersonView:
    person = known_person(row)
    seats = (
        select(tables.Seat, tables.Session, tables.InterestGroup)
        .join(tables.Session, col(tables.Session.id) == col(tables.Seat.session_id))
        .join(
            tables.InterestGroup,
            (col(tables.InterestGroup.session_id) == col(tables.Seat.session_id))
            & (col(tables.InterestGroup.key) == col(tables.Seat.group_key)),
            isouter=True,
        )
        .where(col(tables.Seat.person_id) == person.id)
        .order_by(col(tables.Session.planned_at).desc())
    )
    terms = (
        select(StandingSeat)
        .where(col(StandingSeat.person_id) == person.id)
        .order_by(col(StandingSeat.begins_on).desc())
    )
    groups = (
        select(StakeholderGroup)
        .join(GroupSeat, col(GroupSeat.group_id) == col(StakeholderGroup.id))
        .where(col(GroupSeat.person_id) == person.id)
        .order_by(col(StakeholderGroup.id))
    )
    return PersonView(
        id=person.id,
        entry=person.entry,
        left=person.left,
        sessions=[_session_seat(*found) for found in await db.execute(seats)],
        terms=[term_of(found) for found in (await db.scalars(terms)).all()],
        groups=[(found.id or 0, found.label) for found in (await db.scalars(groups)).all()],
    )


def _session_seat(
    seat: tables.Seat, session: tables.Session, group: tables.InterestGroup | None
) -> SessionSeat:
    return msgspec.convert(
        {
            "code": session.code,
            "title": session.title,
            "planned_at": session.planned_at,
            "timezone": session.timezone,
            "role": seat.role,
            "group": group.label if group else None,
            "status": session.status,
            "attended": seat.attended,
        },
        SessionSeat,
    )
