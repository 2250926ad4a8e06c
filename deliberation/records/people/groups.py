"""利益相关方 of prepared topics: their seats, who speaks for them, and how those people were chosen."""

from collections.abc import Collection, Sequence
from datetime import datetime

import msgspec
from msgspec import Struct
from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker
from sqlmodel import col, select

from deliberation.ledger.database import reading
from deliberation.records import tables
from deliberation.records.paging import PAGE_ROWS, Page, offset
from deliberation.records.people.store import known_person
from deliberation.records.people.tables import GroupSeat, StakeholderGroup, TopicGroup
from deliberation.records.people.views import Choice, GroupView, KnownPerson, TopicLine
from deliberation.records.staff.audit import audit
from deliberation.records.staff.views import Who
from deliberation.records.topics.beginning import begin_topic
from deliberation.records.topics.tables import PreparedTopic


class AllSeatsTaken(Exception):
    """The group has as many people as seats."""


class SpeaksElsewhere(Exception):
    """They speak for another group of the same topic: a person has one vote. `group`: its label."""

    def __init__(self, group: dict[str, str]) -> None:
        super().__init__("speaks for another group")
        self.group = group


class Seated(Struct, frozen=True):
    """The groups of a session's topics; `twice`: people who were chosen for more than one of them."""

    groups: list[GroupView]
    twice: list[KnownPerson]


class Groups:
    """Groups, by the topics that touch them."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._read = async_sessionmaker(reading(engine), expire_on_commit=False).begin
        self._write = async_sessionmaker(engine, expire_on_commit=False).begin

    async def topics(self, community: int, *, number: int = 1) -> Page[TopicLine]:
        """Prepared topics, the latest first, and how far their groups are."""
        where = col(PreparedTopic.community_id) == community
        async with self._read() as db:
            total = (await db.scalar(select(func.count()).select_from(PreparedTopic).where(where))) or 0
            number, before = offset(number, total)
            query = select(PreparedTopic).where(where).order_by(col(PreparedTopic.id).desc())
            rows = (await db.scalars(query.limit(PAGE_ROWS).offset(before))).all()
            titles = {row.id: row.title for row in rows if row.id is not None}
            groups = await _groups_of(db, list(titles))
            return Page([_line(topic, title, groups) for topic, title in titles.items()], number, total)

    async def of_topic(self, community: int, topic: int) -> tuple[str, list[GroupView]] | None:
        """A topic's title and its groups."""
        async with self._read() as db:
            row = await _topic(db, community, topic)
            return (row.title, await _groups_of(db, [topic])) if row else None

    async def others(self, community: int, topic: int) -> list[GroupView]:
        """The latest groups that this topic does not touch yet, to choose from."""
        async with self._read() as db:
            touched = select(TopicGroup.group_id).where(col(TopicGroup.topic_id) == topic)
            query = (
                select(StakeholderGroup)
                .where(
                    col(StakeholderGroup.community_id) == community,
                    col(StakeholderGroup.id).not_in(touched),
                )
                .order_by(col(StakeholderGroup.id).desc())
                .limit(PAGE_ROWS)
            )
            return await _views(db, (await db.scalars(query)).all())

    async def group(self, community: int, group: int) -> GroupView | None:
        """One group."""
        async with self._read() as db:
            row = await _row(db, community, group)
            return (await _views(db, [row]))[0] if row else None

    async def for_session(self, community: int, topics: Collection[int]) -> Seated:
        """The groups that a session on these topics needs, and who would sit for two of them."""
        async with self._read() as db:
            query = select(PreparedTopic.id).where(
                col(PreparedTopic.community_id) == community, col(PreparedTopic.id).in_(topics)
            )
            own = [topic for topic in (await db.scalars(query)).all() if topic is not None]
            groups = await _groups_of(db, own)
        times: dict[KnownPerson, int] = {}
        for member in (member for group in groups for member in group.members):
            times[member] = times.get(member, 0) + 1
        return Seated(groups, [person for person, count in times.items() if count > 1])

    async def add_topic(self, community: int, title: str, *, who: Who, at: datetime) -> int:
        """A prepared topic of this title; gives its id."""
        async with self._write() as db:
            return (await begin_topic(db, community, title, who=who, at=at)).id or 0

    async def add(
        self, community: int, topic: int, label: dict[str, str], seats: int, *, who: Who
    ) -> int | None:
        """A new group that this topic touches; gives its id, None when there is no such topic."""
        async with self._write() as db:
            if await _topic(db, community, topic) is None:
                return None
            row = StakeholderGroup(community_id=community, label=label, seats=seats)
            db.add(row)
            await db.flush()
            db.add(TopicGroup(topic_id=topic, group_id=row.id or 0))
            audit(db, who, "group.made", f"group:{row.id}", {"topic": topic, "seats": seats})
            return row.id

    async def touch(self, community: int, topic: int, group: int, *, who: Who) -> bool:
        """This topic touches that group, too. Raises SpeaksElsewhere."""
        async with self._write() as db:
            row = await _row(db, community, group)
            if row is None or await _topic(db, community, topic) is None:
                return False
            if await db.get(TopicGroup, (topic, group)) is None:
                members = (await _views(db, [row]))[0].members
                _refuse_second(await _groups_of(db, [topic]), [member.id for member in members], group)
                db.add(TopicGroup(topic_id=topic, group_id=group))
                audit(db, who, "group.touched", f"group:{group}", {"topic": topic})
            return True

    async def let_go(self, community: int, topic: int, group: int, *, who: Who) -> bool:
        """This topic does not touch that group; a group that no topic touches is removed with its record."""
        async with self._write() as db:
            row = await _row(db, community, group)
            link = await db.get(TopicGroup, (topic, group))
            if row is None or link is None:
                return False
            await db.delete(link)
            await db.flush()
            left = await db.scalar(select(func.count()).where(col(TopicGroup.group_id) == group))
            if not left:
                for seat in (
                    await db.scalars(select(GroupSeat).where(col(GroupSeat.group_id) == group))
                ).all():
                    await db.delete(seat)
                await db.flush()
                await db.delete(row)
            audit(db, who, "group.let_go", f"group:{group}", {"topic": topic})
            return True

    async def change(
        self, community: int, group: int, label: dict[str, str], seats: int, *, who: Who
    ) -> bool:
        """Another name or number of seats. Raises AllSeatsTaken when more people sit there already."""
        async with self._write() as db:
            row = await _row(db, community, group)
            if row is None:
                return False
            if await _taken(db, group) > seats:
                raise AllSeatsTaken
            row.label, row.seats = label, seats
            db.add(row)
            audit(db, who, "group.changed", f"group:{group}", {"seats": seats})
            return True

    async def seat(self, community: int, group: int, person: int, *, who: Who) -> bool:
        """Somebody speaks for the group. Raises AllSeatsTaken or SpeaksElsewhere."""
        async with self._write() as db:
            row = await _row(db, community, group)
            holder = await db.get(tables.Person, person)
            if row is None or holder is None or holder.community_id != community or holder.left_at:
                return False
            if await db.get(GroupSeat, (group, person)) is None:
                if await _taken(db, group) >= row.seats:
                    raise AllSeatsTaken
                topics = select(TopicGroup.topic_id).where(col(TopicGroup.group_id) == group)
                _refuse_second(await _groups_of(db, list((await db.scalars(topics)).all())), [person], group)
                db.add(GroupSeat(group_id=group, person_id=person))
                audit(db, who, "group.seated", f"group:{group}", {"person": person})
            return True

    async def unseat(self, community: int, group: int, person: int, *, who: Who) -> bool:
        """Somebody speaks for the group no more."""
        async with self._write() as db:
            found = await db.get(GroupSeat, (group, person))
            if found is None or await _row(db, community, group) is None:
                return False
            await db.delete(found)
            audit(db, who, "group.unseated", f"group:{group}", {"person": person})
            return True

    async def record_choice(self, community: int, group: int, choice: Choice, *, who: Who) -> bool:
        """推选记录: keep when and how they were chosen; the former record is replaced."""
        async with self._write() as db:
            row = await _row(db, community, group)
            if row is None:
                return False
            row.chosen_on, row.way, row.asked, row.note = choice.on, choice.way, choice.asked, choice.note
            db.add(row)
            audit(db, who, "group.chosen", f"group:{group}", {"way": choice.way, "on": choice.on.isoformat()})
            return True


async def _topic(db: AsyncSession, community: int, topic: int) -> PreparedTopic | None:
    row = await db.get(PreparedTopic, topic)
    return row if row is not None and row.community_id == community else None


async def _row(db: AsyncSession, community: int, group: int) -> StakeholderGroup | None:
    row = await db.get(StakeholderGroup, group)
    return row if row is not None and row.community_id == community else None


async def _taken(db: AsyncSession, group: int) -> int:
    """Locks the group's row, so that two people are not given the last seat at once."""
    await db.execute(select(StakeholderGroup.id).where(col(StakeholderGroup.id) == group).with_for_update())
    return (await db.scalar(select(func.count()).where(col(GroupSeat.group_id) == group))) or 0


def _refuse_second(groups: Sequence[GroupView], people: Collection[int], group: int) -> None:
    """Raises SpeaksElsewhere when one of these people speaks for another of these groups."""
    for other in groups:
        if other.id != group and any(member.id in people for member in other.members):
            raise SpeaksElsewhere(other.label)


async def _groups_of(db: AsyncSession, topics: Sequence[int]) -> list[GroupView]:
    """The groups that these topics touch, in the order in which they were made."""
    query = (
        select(StakeholderGroup)
        .where(
            col(StakeholderGroup.id).in_(
                select(TopicGroup.group_id).where(col(TopicGroup.topic_id).in_(topics))
            )
        )
        .order_by(col(StakeholderGroup.id))
    )
    return await _views(db, (await db.scalars(query)).all())


async def _views(db: AsyncSession, rows: Sequence[StakeholderGroup]) -> list[GroupView]:
    """Groups with their topics and people, in two questions however many there are."""
    ids = [row.id for row in rows if row.id is not None]
    topics: dict[int, list[tuple[int, str]]] = {}
    titles = (
        select(TopicGroup.group_id, PreparedTopic.id, PreparedTopic.title)
        .join(PreparedTopic, col(PreparedTopic.id) == col(TopicGroup.topic_id))
        .where(col(TopicGroup.group_id).in_(ids))
        .order_by(col(PreparedTopic.id))
    )
    for group, topic, title in await db.execute(titles):
        topics.setdefault(group, []).append((topic or 0, title))
    members: dict[int, list[KnownPerson]] = {}
    seats = (
        select(GroupSeat.group_id, tables.Person)
        .join(tables.Person, col(tables.Person.id) == col(GroupSeat.person_id))
        .where(col(GroupSeat.group_id).in_(ids))
        .order_by(col(tables.Person.name), col(tables.Person.id))
    )
    for group, person in await db.execute(seats):
        members.setdefault(group, []).append(known_person(person))
    return [
        GroupView(
            id=row.id or 0,
            label=row.label,
            seats=row.seats,
            topics=topics.get(row.id or 0, []),
            members=members.get(row.id or 0, []),
            choice=_choice(row),
        )
        for row in rows
    ]


def _choice(row: StakeholderGroup) -> Choice | None:
    if row.chosen_on is None:
        return None
    return msgspec.convert(
        {"on": row.chosen_on, "way": row.way, "asked": row.asked, "note": row.note}, Choice
    )


def _line(topic: int, title: str, groups: Sequence[GroupView]) -> TopicLine:
    own = [group for group in groups if any(topic == touched for touched, _ in group.topics)]
    return TopicLine(
        id=topic,
        title=title,
        groups=len(own),
        seats=sum(group.seats for group in own),
        taken=sum(len(group.members) for group in own),
        chosen=sum(group.choice is not None for group in own),
    )
