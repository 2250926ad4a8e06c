"""Standing cards: one card for all sessions of a standing member's terms.

It opens no seat of its own: it leads to the seat that its holder has in the session that is on, or nearest in
time. Only to a member's: who chairs or records a session gets that session's card for it.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker
from sqlmodel import col, select

from deliberation.ledger.database import reading
from deliberation.records import tables
from deliberation.records.cards import STANDING, Cards, fingerprint
from deliberation.records.people.store import known_person, term_of
from deliberation.records.people.tables import StandingCard, StandingSeat
from deliberation.records.people.views import PrintedTerm
from deliberation.records.staff.audit import audit
from deliberation.records.staff.views import Who
from deliberation.records.store import card_view
from deliberation.records.views import OVER, RUNNING, Card


class Held(Struct, frozen=True):
    """Whose standing card it is, and the seat card that it stands for now, if there is any."""

    community: str
    card: Card | None


class StandingCards:
    """Makes, finds and replaces standing cards."""

    def __init__(self, engine: AsyncEngine, cards: Cards) -> None:
        self._read = async_sessionmaker(reading(engine), expire_on_commit=False).begin
        self._write = async_sessionmaker(engine, expire_on_commit=False).begin
        self._cards = cards

    async def of(self, community: int, on: date) -> list[PrintedTerm]:
        """The cards of all who sit on the committee this day."""
        async with self._read() as db:
            query = (
                select(tables.Person, StandingSeat, StandingCard)
                .join(StandingSeat, col(StandingSeat.person_id) == col(tables.Person.id))
                .join(StandingCard, col(StandingCard.person_id) == col(tables.Person.id))
                .where(col(StandingSeat.community_id) == community)
                .order_by(col(StandingSeat.id))
            )
            return [
                PrintedTerm(card.person_id, known_person(person).entry, term.source, card.generation)
                for person, seat, card in await db.execute(query)
                if (term := term_of(seat)).holds_on(on)
            ]

    async def find(self, token: str, *, at: datetime) -> Held | None:
        """What a standing card opens now; None when the token is none, or the term is over."""
        async with self._read() as db:
            query = (
                select(StandingCard.person_id, tables.Community, StandingSeat)
                .join(StandingSeat, col(StandingSeat.person_id) == col(StandingCard.person_id))
                .join(tables.Community, col(tables.Community.id) == col(StandingSeat.community_id))
                .where(col(StandingCard.fingerprint) == fingerprint(token))
            )
            for person, community, seat in await db.execute(query):
                if term_of(seat).holds_on(at.astimezone(ZoneInfo(community.timezone)).date()):
                    return Held(community.name, await _nearest(db, person, at))
            return None

    async def replace(self, community: int, person: int, *, who: Who) -> bool:
        """The card was lost: it opens nothing any more, nor do sign-ins that were made with it."""
        async with self._write() as db:
            row = await db.get(StandingCard, person)
            holder = await db.get(tables.Person, person)
            if row is None or holder is None or holder.community_id != community:
                return False
            renewed = standing_card(self._cards, person, row.generation + 1)
            row.generation, row.fingerprint = renewed.generation, renewed.fingerprint
            db.add(row)
            for card, session in await _open_cards(db, person):
                card.generation += 1
                card.fingerprint = fingerprint(self._cards.token(session.code, card.holder, card.generation))
                db.add(card)
            audit(db, who, "standing_card.replaced", f"person:{person}")
            return True


def standing_card(cards: Cards, person: int, generation: int) -> StandingCard:
    """A card, to be stored with the seat or in the place of an older one."""
    token = cards.token(STANDING, str(person), generation)
    return StandingCard(person_id=person, generation=generation, fingerprint=fingerprint(token))


async def _nearest(db: AsyncSession, person: int, at: datetime) -> Card | None:
    """The card of their seat in the session that is on, else in the one nearest in time."""
    found = await _open_cards(db, person)
    if not found:
        return None
    card, session = min(found, key=lambda one: (one[1].status not in RUNNING, abs(one[1].planned_at - at)))
    return card_view(session.code, card)


async def _open_cards(db: AsyncSession, person: int) -> list[tuple[tables.SeatCard, tables.Session]]:
    """Their cards as a member in sessions that are not over."""
    query = (
        select(tables.SeatCard, tables.Session)
        .join(tables.Session, col(tables.Session.id) == col(tables.SeatCard.session_id))
        .join(
            tables.Seat,
            (col(tables.Seat.session_id) == col(tables.SeatCard.session_id))
            & (col(tables.Seat.key) == col(tables.SeatCard.holder)),
        )
        .where(
            col(tables.Seat.person_id) == person,
            col(tables.Seat.role) == "member",
            col(tables.Session.status).not_in(OVER),
        )
    )
    return [(card, session) for card, session in await db.execute(query)]
