"""The stores of people on both databases, with two communities in them."""

from collections.abc import AsyncIterator

import pytest_asyncio
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker

from deliberation.ledger.database import make_engine
from deliberation.records.cards import Cards
from deliberation.records.people.committee import Committee
from deliberation.records.people.entries import PersonEntry, tidied
from deliberation.records.people.groups import Groups
from deliberation.records.people.standing_cards import StandingCards
from deliberation.records.people.store import People
from deliberation.records.staff.views import Who
from deliberation.records.tables import Community
from tests.ledger.conftest import address, database
from tests.support.postgres import shared_postgres

__all__ = ["address", "database", "shared_postgres"]

WHO = Who("测试")


class Town(Struct, frozen=True):
    """Two communities, and the stores over their database."""

    here: int
    elsewhere: int
    engine: AsyncEngine
    cards: Cards
    people: People
    committee: Committee
    groups: Groups
    standing_cards: StandingCards

    async def person(self, name: str, org: str = "") -> int:
        """Somebody new in this community."""
        return await self.people.add(self.here, tidied(PersonEntry(name, org=org)), who=WHO)


@pytest_asyncio.fixture
async def town(address: str) -> AsyncIterator[Town]:
    engine = make_engine(address)
    async with async_sessionmaker(engine, expire_on_commit=False).begin() as db:
        here = Community(name="江滩社区", slug="jt", timezone="Asia/Shanghai")
        elsewhere = Community(name="河东社区", slug="hd", timezone="Asia/Shanghai")
        db.add_all([here, elsewhere])
    cards = Cards(b"k" * 32)
    assert here.id is not None
    assert elsewhere.id is not None
    yield Town(
        here=here.id,
        elsewhere=elsewhere.id,
        engine=engine,
        cards=cards,
        people=People(engine),
        committee=Committee(engine, cards),
        groups=Groups(engine),
        standing_cards=StandingCards(engine, cards),
    )
    await engine.dispose()
