"""Drafts of sessions, and what becomes of them: called, moved, called off, and at last opened."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker
from sqlmodel import col, select

from deliberation.ledger.database import reading
from deliberation.ledger.store import Ledger
from deliberation.records import tables
from deliberation.records.calling.checklist import Finding, check, may_call
from deliberation.records.calling.convening import setup_of
from deliberation.records.calling.seating import seating
from deliberation.records.calling.tables import SessionDraft
from deliberation.records.calling.views import DraftEntry, DraftView, Plan, PlannedTopic
from deliberation.records.cards import WALL
from deliberation.records.codes import free_code
from deliberation.records.people.committee import Committee
from deliberation.records.people.groups import Groups
from deliberation.records.people.store import known_person
from deliberation.records.people.views import KnownPerson
from deliberation.records.rulebook.store import Rulebook, ensure_ruleset
from deliberation.records.staff.audit import audit
from deliberation.records.staff.views import CommunityView, Who
from deliberation.records.store import Records
from deliberation.records.topics.tables import PreparedTopic
from deliberation.session.facts import Actor, Entry


class NotReady(Exception):
    """Something on the checklist is missing; the notice cannot go out."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("the session is not ready to be called")
        self.findings = findings


class Calling:
    """Sessions before they begin."""

    def __init__(
        self,
        engine: AsyncEngine,
        records: Records,
        ledger: Ledger,
        *,
        committee: Committee,
        groups: Groups,
        rulebook: Rulebook,
    ) -> None:
        self._read = async_sessionmaker(reading(engine), expire_on_commit=False).begin
        self._write = async_sessionmaker(engine, expire_on_commit=False).begin
        self._records = records
        self._ledger = ledger
        self._committee = committee
        self._groups = groups
        self._rulebook = rulebook

    # Drafts --------------------------------------------------------------------------------------------

    async def drafts(self, community: int) -> list[DraftView]:
        """All drafts, the latest first."""
        async with self._read() as db:
            query = (
                select(SessionDraft)
                .where(col(SessionDraft.community_id) == community)
                .order_by(col(SessionDraft.id).desc())
            )
            return [_draft(row) for row in (await db.scalars(query)).all()]

    async def draft(self, community: int, draft: int) -> DraftView | None:
        """One draft."""
        async with self._read() as db:
            row = await _row(db, community, draft)
            return _draft(row) if row else None

    async def add(self, community: int, entry: DraftEntry, *, who: Who, at: datetime) -> int:
        """Begin a draft; gives its id."""
        async with self._write() as db:
            row = SessionDraft(
                community_id=community, form=entry.form, title="", place="", topics=[], made_at=at
            )
            await _write(db, row, entry)
            await db.flush()
            audit(db, who, "session.drafted", f"draft:{row.id}")
            return row.id or 0

    async def change(self, community: int, draft: int, entry: DraftEntry, *, who: Who) -> bool:
        """Keep what was written; people and topics of other communities are left out."""
        async with self._write() as db:
            row = await _row(db, community, draft)
            if row is None:
                return False
            await _write(db, row, entry)
            audit(db, who, "session.redrafted", f"draft:{draft}")
            return True

    async def remove(self, community: int, draft: int, *, who: Who) -> bool:
        """Throw a draft away; nobody was told of it."""
        async with self._write() as db:
            row = await _row(db, community, draft)
            if row is None:
                return False
            await db.delete(row)
            audit(db, who, "session.draft_removed", f"draft:{draft}")
            return True

    async def plan(self, community: CommunityView, draft: DraftView) -> Plan:
        """Everything that the checklist looks at."""
        entry = draft.entry
        async with self._read() as db:
            rows = await _topics(db, community.id, entry.topics)
            people = await _people(db, community.id, [entry.chair, entry.recorder, entry.supervisor])
        seated = await self._groups.for_session(community.id, entry.topics)
        day = (entry.planned_at or draft.made_at).astimezone(ZoneInfo(community.timezone)).date()
        return Plan(
            entry=entry,
            timezone=community.timezone,
            rules=await self._rulebook.current(community.id),
            topics=[
                PlannedTopic(
                    id=row.id or 0,
                    title=row.title,
                    background=row.background,
                    groups=[
                        group for group in seated.groups if any(row.id == topic for topic, _ in group.topics)
                    ],
                )
                for row in rows
            ],
            standing=await self._committee.seated_on(community.id, day),
            twice=seated.twice,
            chair=people.get(entry.chair or 0),
            recorder=people.get(entry.recorder or 0),
            supervisor=people.get(entry.supervisor or 0),
        )

    # The notice, and after it --------------------------------------------------------------------------

    async def call(self, community: CommunityView, draft: DraftView, *, who: Who, at: datetime) -> str:
        """Send the notice: the session gets its code, seats and cards. Raises NotReady."""
        plan = await self.plan(community, draft)
        findings = check(plan, now=at)
        if not may_call(findings) or plan.entry.planned_at is None:
            raise NotReady(findings)
        code = await free_code(self._records, self._ledger)
        async with self._write() as db:
            row = await _row(db, community.id, draft.id)
            if row is None:
                raise NotReady([])
            ruleset = await ensure_ruleset(db, community.id)
            session = tables.Session(
                community_id=community.id,
                ruleset_id=ruleset.id or 0,
                code=code,
                source="",
                title={"zh": plan.entry.title},
                form=plan.entry.form,
                planned_at=plan.entry.planned_at,
                timezone=community.timezone,
                place=plan.entry.place,
                status="noticed",
                status_seq=0,
            )
            db.add(session)
            await db.flush()
            await self._add_seats(db, session, plan)
            await _add_topics(db, session, plan, at=at)
            await db.delete(row)
            audit(db, who, "session.called", f"session:{code}", {"topics": len(plan.topics)})
        return code

    async def _add_seats(self, db: AsyncSession, session: tables.Session, plan: Plan) -> None:
        session_id = session.id or 0
        db.add_all(
            tables.InterestGroup(session_id=session_id, key=group.key, label=group.label, seats=group.seats)
            for group in plan.groups
        )
        await db.flush()
        for number, seat in enumerate(seating(plan), start=1):
            db.add(
                tables.Seat(
                    session_id=session_id,
                    key=seat.key,
                    number=number,
                    person_id=seat.person.id,
                    role=seat.role,
                    chamber=seat.chamber,
                    votes=seat.votes,
                    group_key=seat.group,
                    has_phone=seat.person.entry.has_phone,
                )
            )
            db.add(self._records.new_card_row(session_id, session.code, seat.key, seat.role))
        db.add(self._records.new_card_row(session_id, session.code, WALL, "wall"))

    async def move(self, community: int, code: str, to: datetime, place: str, why: str, *, who: Who) -> bool:
        """Postpone a session that was called and has not begun; False when it cannot be moved any more."""
        async with self._write() as db:
            row = await _called(db, community, code)
            if row is None:
                return False
            row.moved_from = row.moved_from or row.planned_at
            row.planned_at, row.place, row.why = to, place, why
            db.add(row)
            audit(db, who, "session.moved", f"session:{code}", {"to": to.isoformat()})
            return True

    async def call_off(self, community: int, code: str, why: str, *, who: Who) -> bool:
        """Cancel a session that was called and has not begun; False when it cannot be any more."""
        async with self._write() as db:
            row = await _called(db, community, code)
            if row is None:
                return False
            row.status, row.why = "cancelled", why
            db.add(row)
            audit(db, who, "session.called_off", f"session:{code}")
            return True

    async def open_hall(self, code: str, *, who: Who, at: datetime) -> bool:
        """Begin the ledger: from now on people check in. True again when it was begun already."""
        async with self._read() as db:
            setup = await setup_of(db, code)
        if setup is None:
            return False
        async with self._ledger.turn([code]) as turn:
            if begins := (await turn.head(code)).seq == 0:
                await turn.append(code, [Entry(seq=1, at=at, actor=Actor(role="recorder"), fact=setup)])
        await self._records.set_status(code, "check_in", 1)
        if begins:
            async with self._write() as db:
                audit(db, who, "session.hall_opened", f"session:{code}")
        return True


async def _row(db: AsyncSession, community: int, draft: int) -> SessionDraft | None:
    row = await db.get(SessionDraft, draft)
    return row if row is not None and row.community_id == community else None


async def _called(db: AsyncSession, community: int, code: str) -> tables.Session | None:
    """The row of a session that was called and whose hall was not opened; locked."""
    query = (
        select(tables.Session)
        .where(
            col(tables.Session.community_id) == community,
            col(tables.Session.code) == code,
            col(tables.Session.status) == "noticed",
        )
        .with_for_update()
    )
    return (await db.scalars(query)).one_or_none()


async def _topics(db: AsyncSession, community: int, topics: Sequence[int]) -> list[PreparedTopic]:
    """The community's topics of these, in this order."""
    query = select(PreparedTopic).where(
        col(PreparedTopic.community_id) == community, col(PreparedTopic.id).in_(topics)
    )
    known = {row.id: row for row in (await db.scalars(query)).all()}
    return [known[topic] for topic in topics if topic in known]


async def _people(db: AsyncSession, community: int, people: Sequence[int | None]) -> dict[int, KnownPerson]:
    query = select(tables.Person).where(
        col(tables.Person.community_id) == community,
        col(tables.Person.id).in_([each for each in people if each is not None]),
    )
    return {row.id: known_person(row) for row in (await db.scalars(query)).all() if row.id is not None}


async def _write(db: AsyncSession, row: SessionDraft, entry: DraftEntry) -> None:
    """Put what was written into the draft's row; people and topics only of its own community."""
    people = await _people(db, row.community_id, [entry.chair, entry.recorder, entry.supervisor])
    topics = await _topics(db, row.community_id, entry.topics)

    def own(person: int | None) -> int | None:
        return person if person in people else None

    row.form, row.title, row.place, row.planned_at = entry.form, entry.title, entry.place, entry.planned_at
    row.chair_id = own(entry.chair)
    row.recorder_id = own(entry.recorder)
    row.supervisor_id = own(entry.supervisor)
    row.topics = [topic.id for topic in topics if topic.id is not None]
    db.add(row)


async def _add_topics(db: AsyncSession, session: tables.Session, plan: Plan, *, at: datetime) -> None:
    """The agenda, announced today; the issues behind it are on it from now on."""
    today = at.astimezone(ZoneInfo(plan.timezone)).date()
    for number, topic in enumerate(plan.topics, start=1):
        row = tables.Topic(
            session_id=session.id or 0,
            prepared_id=topic.id,
            key=f"t{topic.id}",
            number=number,
            title=topic.title,
            background=topic.background,
            affected_groups=[group.key for group in topic.groups],
            notice_sent=today,
        )
        db.add(row)
        await db.flush()
        query = select(tables.Issue).where(col(tables.Issue.prepared_topic_id) == topic.id)
        for issue in (await db.scalars(query)).all():
            issue.topic_id = row.id
            db.add(issue)


def _draft(row: SessionDraft) -> DraftView:
    return msgspec.convert(
        {
            "id": row.id,
            "made_at": row.made_at,
            "entry": {
                "form": row.form,
                "title": row.title,
                "place": row.place,
                "planned_at": row.planned_at,
                "chair": row.chair_id,
                "recorder": row.recorder_id,
                "supervisor": row.supervisor_id,
                "topics": row.topics,
            },
        },
        DraftView,
    )
