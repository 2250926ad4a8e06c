"""From a scenario to a hall that is ready: rows, pictures, cards, and the ledger's first entry."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker
from sqlmodel import SQLModel, col, select

from deliberation import ids
from deliberation.ledger.store import Ledger
from deliberation.media.library import Library
from deliberation.records import scenario as file
from deliberation.records import tables
from deliberation.records.cards import WALL
from deliberation.records.codes import NoFreeCode, free_code
from deliberation.records.rulebook.store import packaged
from deliberation.records.scenario import Scenario, ScenarioError
from deliberation.records.scenario_pictures import Hung, hang_pictures
from deliberation.records.store import Records
from deliberation.session import facts
from deliberation.session.names import GroupId, IssueId, SeatId, TopicId
from deliberation.session.phrases import phrase
from deliberation.session.rules import Ruleset


def packaged_ruleset(version: str) -> Ruleset:
    """The rules of order that come with the program; raises ScenarioError for another id."""
    ruleset = packaged()
    if ruleset.id != version:
        raise ScenarioError(
            phrase("没有编号为“{version}”的议事规则，现有的是“{known}”。", version=version, known=ruleset.id)
        )
    return ruleset


def postponed(scenario: Scenario, days: int, *, start: time | None = None) -> Scenario:
    """The same session, and its notice, so many days later; `start` in hall time, if it changes, too."""
    meeting = scenario.session
    later = timedelta(days=days)
    return msgspec.structs.replace(
        scenario,
        session=msgspec.structs.replace(
            meeting,
            date=meeting.date + later,
            start=f"{start:%H:%M:%S}" if start else meeting.start,
            notice_sent=meeting.notice_sent + later if meeting.notice_sent else None,
        ),
    )


class Importer:
    """Brings scenarios into the database, the media folder and the ledger."""

    def __init__(
        self, engine: AsyncEngine, records: Records, ledger: Ledger, *, library: Library, timezone: str
    ) -> None:
        self._begin = async_sessionmaker(engine, expire_on_commit=False).begin
        self._records = records
        self._ledger = ledger
        self._library = library
        self._timezone = timezone

    async def bring_in(self, scenario: Scenario, folder: Path, *, at: datetime) -> str:
        """Import a scenario whose pictures lie in `folder`; gives the session's code. Raises ScenarioError.

        The ledger comes first: if the rows then fail, a ledger is left that no list shows and no card opens,
        never a session that everybody sees and nobody can enter.
        """
        ruleset = packaged_ruleset(scenario.session.ruleset)
        try:
            code = await free_code(self._records, self._ledger)
        except NoFreeCode as error:
            raise ScenarioError(phrase("会议码快用完了，请换一个数据目录。")) from error
        pictures = await hang_pictures(scenario, folder, code, self._library)
        setup = convened(scenario, code, ruleset, pictures, timezone=self._timezone)
        async with self._ledger.turn([code]) as turn:
            recorder = facts.Actor(role="recorder", seat=_seat_of(scenario, "recorder"))
            await turn.append(code, [facts.Entry(seq=1, at=at, actor=recorder, fact=setup)])
        async with self._begin() as db:
            await self._add_rows(db, scenario, setup, pictures, at=at)
        return code

    async def _add_rows(
        self,
        db: AsyncSession,
        scenario: Scenario,
        setup: facts.SessionConvened,
        pictures: Mapping[str, Hung],
        *,
        at: datetime,
    ) -> None:
        community = await _community(db, setup.community, setup.timezone)
        ruleset = await _ruleset(db, community, setup.ruleset)
        session = await _added(
            db,
            tables.Session(
                community_id=_id(community.id),
                ruleset_id=_id(ruleset.id),
                code=setup.code,
                source=scenario.id,
                title=setup.title,
                form=setup.form,
                planned_at=setup.planned_at,
                timezone=setup.timezone,
                place=setup.place,
                status="check_in",
                status_seq=1,
            ),
        )
        session_id = _id(session.id)
        db.add_all(
            tables.InterestGroup(session_id=session_id, key=key, label=group.label, seats=group.seats)
            for key, group in setup.groups.items()
        )
        await db.flush()
        for number, seat in enumerate(setup.seats, start=1):
            person = await _person(db, _id(community.id), seat)
            db.add(
                tables.Seat(
                    session_id=session_id,
                    key=seat.id,
                    number=number,
                    person_id=_id(person.id),
                    role=seat.role,
                    chamber=seat.chamber,
                    votes=seat.votes,
                    group_key=seat.group,
                    table_no=seat.table,
                    has_phone=seat.has_phone,
                )
            )
            db.add(self._records.new_card_row(session_id, setup.code, seat.id, seat.role))
        db.add(self._records.new_card_row(session_id, setup.code, WALL, "wall"))
        topics = await _add_topics(db, scenario, session_id)
        await _add_issues(db, scenario, _id(community.id), topics, pictures, at)


def convened(
    scenario: Scenario, code: str, ruleset: Ruleset, pictures: Mapping[str, Hung], *, timezone: str
) -> facts.SessionConvened:
    """The ledger's first fact."""
    meeting = scenario.session
    start = datetime.combine(meeting.date, time.fromisoformat(meeting.start), tzinfo=ZoneInfo(timezone))
    return facts.SessionConvened(
        code=code,
        title=scenario.title.by_language(),
        form=scenario.form_code,
        community=scenario.community,
        place=scenario.place,
        timezone=timezone,
        planned_at=start.astimezone(ZoneInfo("UTC")),
        whiteboard=(scenario.whiteboard.left, scenario.whiteboard.right),
        ruleset=ruleset,
        seats=[_seat(person) for person in scenario.participants],
        groups={
            GroupId(key): facts.Group(label={"zh": group.zh, "en": group.en}, seats=group.seats)
            for key, group in scenario.groups.items()
        },
        topics=[
            facts.AgendaTopic(
                id=TopicId(topic.id),
                title=topic.title,
                affected_groups=[GroupId(key) for key in topic.affected_groups],
                issues=[
                    facts.AgendaIssue(
                        id=IssueId(issue.id),
                        title=issue.title,
                        photos=[
                            facts.Photo(src=f"/media/{pictures[photo.file].path}", alt=_alt(issue, photo))
                            for photo in issue.photos
                            if photo.file in pictures
                        ],
                    )
                    for issue in scenario.issues
                    if issue.topic == topic.id
                ],
                notice_sent=meeting.notice_sent,
            )
            for topic in scenario.topics
        ],
        box_secret=ids.secret_hex(),
    )


def _seat(person: file.Participant) -> facts.Seat:
    return facts.Seat(
        id=SeatId(person.id),
        name=person.name,
        public_name=person.public_name,
        role=person.role,
        chamber=person.chamber,
        votes=person.voting and person.chamber != "none",
        group=GroupId(person.group) if person.group else None,
        org=person.org,
        table=person.table,
        has_phone=person.device == "phone",
    )


def _seat_of(scenario: Scenario, role: str) -> SeatId:
    """The first seat with this role; the file was checked to have one."""
    return SeatId(next(person.id for person in scenario.participants if person.role == role))


def _alt(issue: file.Issue, photo: file.Photo) -> str:
    """What the picture shows, for who cannot see it."""
    return f"{issue.title}（{photo.place}）" if photo.place else issue.title


async def _community(db: AsyncSession, name: str, timezone: str) -> tables.Community:
    query = select(tables.Community).where(col(tables.Community.name) == name)
    known = (await db.scalars(query)).one_or_none()
    return known or await _added(db, tables.Community(name=name, slug=ids.slug(), timezone=timezone))


async def _ruleset(db: AsyncSession, community: tables.Community, ruleset: Ruleset) -> tables.RulesetVersion:
    query = select(tables.RulesetVersion).where(
        col(tables.RulesetVersion.community_id) == community.id,
        col(tables.RulesetVersion.version) == ruleset.id,
    )
    known = (await db.scalars(query)).one_or_none()
    return known or await _added(
        db,
        tables.RulesetVersion(
            community_id=_id(community.id), version=ruleset.id, body=msgspec.to_builtins(ruleset)
        ),
    )


async def _person(db: AsyncSession, community_id: int, seat: facts.Seat) -> tables.Person:
    """The same name in the same capacity is the same person."""
    query = select(tables.Person).where(
        col(tables.Person.community_id) == community_id,
        col(tables.Person.name) == seat.name,
        col(tables.Person.org) == seat.org,
    )
    known = (await db.scalars(query)).first()
    return known or await _added(
        db,
        tables.Person(
            community_id=community_id,
            name=seat.name,
            public_name=seat.public_name,
            org=seat.org,
            has_phone=seat.has_phone,
        ),
    )


async def _add_topics(db: AsyncSession, scenario: Scenario, session_id: int) -> dict[str, int]:
    """Topic key to row id."""
    topics: dict[str, int] = {}
    for number, topic in enumerate(scenario.topics, start=1):
        row = await _added(
            db,
            tables.Topic(
                session_id=session_id,
                key=topic.id,
                number=number,
                title=topic.title,
                background=topic.background,
                affected_groups=list(topic.affected_groups),
                notice_sent=scenario.session.notice_sent,
            ),
        )
        topics[topic.id] = _id(row.id)
    return topics


async def _add_issues(
    db: AsyncSession,
    scenario: Scenario,
    community_id: int,
    topics: Mapping[str, int],
    pictures: Mapping[str, Hung],
    at: datetime,
) -> None:
    rows: dict[str, tables.Issue] = {}
    for issue in scenario.issues:
        row = await _added(
            db,
            tables.Issue(
                community_id=community_id,
                topic_id=topics[issue.topic] if issue.topic else None,
                key=issue.id,
                title=issue.title,
                origin=issue.source,
                status=issue.status,
                reported_at=at,
                status_at=at,
                published_at=at,
            ),
        )
        rows[issue.id] = row
        db.add_all(
            tables.Photo(
                issue_id=_id(row.id),
                **msgspec.structs.asdict(pictures[photo.file]),
                public=True,
                alt=_alt(issue, photo),
                taken=photo.taken,
            )
            for photo in issue.photos
            if photo.file in pictures
        )
    for issue in scenario.issues:
        if issue.merged_into:
            rows[issue.id].merged_into_id = rows[issue.merged_into].id


Row = TypeVar("Row", bound=SQLModel)


async def _added(db: AsyncSession, row: Row) -> Row:
    """Store a row now, so that it has its id."""
    db.add(row)
    await db.flush()
    return row


def _id(value: int | None) -> int:
    """A stored row's id."""
    if value is None:
        raise ValueError("the row is not stored yet")
    return value
