"""Ledgers and halls over them."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from deliberation.ledger.database import make_engine, migrate
from deliberation.ledger.memory import MemoryLedger
from deliberation.ledger.sql import SqlLedger
from deliberation.ledger.store import Ledger
from tests.live.hall import Hall
from tests.support.halls import ManualClock, convene


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest_asyncio.fixture(params=["memory", "sqlite"])
async def ledger(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Ledger]:
    """A ledger of each kind that a single hall may run on, with one session in it."""
    if request.param == "memory":
        store: Ledger = MemoryLedger()
    else:
        url = f"sqlite:///{tmp_path / 'hall.db'}"
        await migrate(url)
        store = SqlLedger(make_engine(url))
    await convene(store)
    yield store
    await store.close()


@pytest_asyncio.fixture
async def hall(ledger: Ledger, clock: ManualClock) -> AsyncIterator[Hall]:
    """A running process over it."""
    process = Hall(ledger, clock)
    process.start()
    yield process
    await process.stop()
