"""The records by their uses: each method is one short transaction and gives back plain views."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

import msgspec
from sqlalchemy import tuple_
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker
from sqlmodel import col, select

from deliberation.ledger.database import reading
from deliberation.records import tables
from deliberation.records.cards import Cards, fingerprint
from deliberation.records.staff.audit import audit
from deliberation.records.staff.views import Who
from deliberation.records.tickets import Ticket
from deliberation.records.views import OVER, Card, IssueView, PhotoView, SeatLine, SessionLine, TopicView
from deliberation.session.names import SeatId, SessionStatus


class Records:
    """Communities, sessions, seats and cards in the database."""

    def __init__(self, engine: AsyncEngine, cards: Cards) -> None:
        self._read = async_sessionmaker(reading(engine), expire_on_commit=False).begin
        self._write = async_sessionmaker(engine, expire_on_commit=False).begin
        self._cards = cards

    async def sessions(self, community: int | None = None) -> list[SessionLine]:
        """All sessions, or those of one community, the latest first."""
        async with self._read() as db:
            query = (
                select(tables.Session, tables.Community)
                .join(tables.Community)
                .order_by(col(tables.Session.planned_at).desc(), col(tables.Session.id).desc())
            )
            if community is not None:
                query = query.where(col(tables.Session.community_id) == community)
            return [session_line(session, community) for session, community in await db.execute(query)]

    async def session(self, code: str) -> SessionLine | None:
        """One session."""
        async with self._read() as db:
            query = (
                select(tables.Session, tables.Community)
                .join(tables.Community)
                .where(col(tables.Session.code) == code)
            )
            found = (await db.execute(query)).one_or_none()
            return session_line(*found) if found else None

    async def agenda(self, code: str) -> list[TopicView]:
        """今日议题 with their material, in order."""
        async with self._read() as db:
            session = await _session(db, code)
            groups = await _groups(db, session)
            topics = (
                await db.scalars(
                    select(tables.Topic)
                    .where(col(tables.Topic.session_id) == session.id)
                    .order_by(col(tables.Topic.number))
                )
            ).all()
            issues = await _issues(db, [topic.id for topic in topics if topic.id is not None])
            return [
                TopicView(
                    key=topic.key,
                    number=topic.number,
                    title=topic.title,
                    background=topic.background,
                    affected=[groups[key].label for key in topic.affected_groups],
                    notice_sent=topic.notice_sent,
                    prepared=topic.prepared_id,
                    issues=issues.get(topic.id or 0, []),
                )
                for topic in topics
            ]

    async def seats(self, code: str) -> list[SeatLine]:
        """Everyone with a place in the hall, as the list of participants has them."""
        async with self._read() as db:
            session = await _session(db, code)
            groups = await _groups(db, session)
            query = (
                select(tables.Seat, tables.Person)
                .join(tables.Person)
                .where(col(tables.Seat.session_id) == session.id)
                .order_by(col(tables.Seat.number))
            )
            return [_seat(seat, person, groups) for seat, person in await db.execute(query)]

    async def cards(self, code: str) -> list[Card]:
        """The session's cards: the seats' as the list of participants has them, then the wall's."""
        async with self._read() as db:
            session = await _session(db, code)
            query = (
                select(tables.SeatCard)
                .join(
                    tables.Seat,
                    (col(tables.Seat.session_id) == col(tables.SeatCard.session_id))
                    & (col(tables.Seat.key) == col(tables.SeatCard.holder)),
                    isouter=True,
                )
                .where(col(tables.SeatCard.session_id) == session.id)
                .order_by(col(tables.Seat.number).is_(None), col(tables.Seat.number))
            )
            return [card_view(code, row) for row in (await db.scalars(query)).all()]

    async def card(self, code: str, holder: str) -> Card | None:
        """The card of one seat, or of the wall."""
        async with self._read() as db:
            row = await _card_row(db, code, holder)
            return card_view(code, row) if row else None

    async def tickets_of(self, holders: Collection[tuple[str, str]]) -> set[Ticket]:
        """What the cards of these (session, holder) pairs are good for, as far as there are any."""
        async with self._read() as db:
            card = tables.SeatCard
            query = (
                select(col(tables.Session.code), col(card.holder), col(card.role), col(card.generation))
                .join(tables.Session)
                .where(tuple_(col(tables.Session.code), col(card.holder)).in_(holders))
            )
            return {card_of(*row).ticket for row in await db.execute(query)}

    async def card_for(self, token: str) -> Card | None:
        """The card that this link belongs to; None when there is none, or no longer."""
        async with self._read() as db:
            query = (
                select(tables.SeatCard, tables.Session)
                .join(tables.Session)
                .where(col(tables.SeatCard.fingerprint) == fingerprint(token))
            )
            found = (await db.execute(query)).one_or_none()
            return card_view(found[1].code, found[0]) if found else None

    async def replace_card(self, code: str, holder: str, *, who: Who) -> Card | None:
        """Make the card, its digits and what was opened with it worthless; the next print is the new one."""
        async with self._write() as db:
            row = await _card_row(db, code, holder)
            if row is None:
                return None
            row.generation += 1
            row.fingerprint = fingerprint(self._cards.token(code, holder, row.generation))
            db.add(row)
            audit(db, who, "card.replaced", f"session:{code}", {"card": holder})
            return card_view(code, row)

    async def mirrored(self) -> dict[str, int]:
        """The sessions that are not over, and up to which seq of the ledger their status is known."""
        async with self._read() as db:
            query = select(tables.Session.code, tables.Session.status_seq).where(
                col(tables.Session.status).not_in(OVER)
            )
            return {row.code: row.status_seq for row in await db.execute(query)}

    async def set_status(
        self, code: str, status: SessionStatus, seq: int, *, came: Collection[SeatId] | None = None
    ) -> None:
        """Mirror the ledger as it is at this seq; `came`: once it is over, the seats that were there."""
        async with self._write() as db:
            session = await _session(db, code)
            session.status, session.status_seq = status, seq
            db.add(session)
            if came is not None:
                query = select(tables.Seat).where(col(tables.Seat.session_id) == session.id)
                for seat in (await db.scalars(query)).all():
                    seat.attended = seat.key in came
                    db.add(seat)

    async def open_from(self, source: str) -> SessionLine | None:
        """The latest session imported from this scenario that is not over."""
        lines = await self.sessions()
        async with self._read() as db:
            codes = set(
                (
                    await db.scalars(select(tables.Session.code).where(col(tables.Session.source) == source))
                ).all()
            )
        return next((line for line in lines if line.code in codes and not line.is_over), None)

    def new_card_row(self, session_id: int, code: str, holder: str, role: str) -> tables.SeatCard:
        """A first card, to be stored with its session."""
        token = self._cards.token(code, holder, 1)
        return tables.SeatCard(
            session_id=session_id, holder=holder, role=role, generation=1, fingerprint=fingerprint(token)
        )


async def _session(db: AsyncSession, code: str) -> tables.Session:
    """The row; LookupError when there is none."""
    row = (await db.scalars(select(tables.Session).where(col(tables.Session.code) == code))).one_or_none()
    if row is None:
        raise LookupError(code)
    return row


async def _groups(db: AsyncSession, session: tables.Session) -> dict[str, tables.InterestGroup]:
    query = select(tables.InterestGroup).where(col(tables.InterestGroup.session_id) == session.id)
    return {row.key: row for row in (await db.scalars(query)).all()}


async def _card_row(db: AsyncSession, code: str, holder: str) -> tables.SeatCard | None:
    query = (
        select(tables.SeatCard)
        .join(tables.Session)
        .where(col(tables.Session.code) == code, col(tables.SeatCard.holder) == holder)
    )
    return (await db.scalars(query)).one_or_none()


async def _issues(db: AsyncSession, topics: Sequence[int]) -> dict[int, list[IssueView]]:
    """Issues that everybody may read, with their photos, by topic."""
    query = (
        select(tables.Issue)
        .where(col(tables.Issue.topic_id).in_(topics), col(tables.Issue.published_at).is_not(None))
        .order_by(col(tables.Issue.id))
    )
    issues = (await db.scalars(query)).all()
    photos = await _photos(db, [issue.id for issue in issues if issue.id is not None])
    by_topic: defaultdict[int, list[IssueView]] = defaultdict(list)
    for issue in issues:
        if issue.topic_id is not None and issue.id is not None:
            by_topic[issue.topic_id].append(
                IssueView(
                    key=issue.key,
                    title=issue.title,
                    origin=issue.origin,
                    status=issue.status,
                    photos=photos.get(issue.id, []),
                )
            )
    return by_topic


async def _photos(db: AsyncSession, issues: Iterable[int]) -> dict[int, list[PhotoView]]:
    query = (
        select(tables.Photo)
        .where(col(tables.Photo.issue_id).in_(issues), col(tables.Photo.public))
        .order_by(col(tables.Photo.id))
    )
    by_issue: defaultdict[int, list[PhotoView]] = defaultdict(list)
    for photo in (await db.scalars(query)).all():
        by_issue[photo.issue_id].append(
            PhotoView(src=f"/media/{photo.path}", alt=photo.alt, taken=photo.taken)
        )
    return by_issue


def session_line(session: tables.Session, community: tables.Community) -> SessionLine:
    """A stored session, and whose it is, as a view."""
    return msgspec.convert(
        {
            "code": session.code,
            "community": community.name,
            "community_id": community.id,
            "title": session.title,
            "form": session.form,
            "place": session.place,
            "planned_at": session.planned_at,
            "timezone": session.timezone,
            "status": session.status,
            "moved_from": session.moved_from,
            "why": session.why,
        },
        SessionLine,
    )


def _seat(seat: tables.Seat, person: tables.Person, groups: dict[str, tables.InterestGroup]) -> SeatLine:
    return msgspec.convert(
        {
            "key": seat.key,
            "name": person.name,
            "public_name": person.public_name,
            "org": person.org,
            "role": seat.role,
            "chamber": seat.chamber,
            "group_key": seat.group_key,
            "group": groups[seat.group_key].label if seat.group_key else None,
            "table": seat.table_no,
            "has_phone": seat.has_phone,
            "large_print": person.large_print,
        },
        SeatLine,
    )


def card_view(code: str, row: tables.SeatCard) -> Card:
    """A stored row as a view."""
    return card_of(code, row.holder, row.role, row.generation)


def card_of(session: str, holder: str, role: str, generation: int) -> Card:
    """A card from its columns."""
    return msgspec.convert(
        {"session": session, "holder": holder, "role": role, "generation": generation}, Card
    )
