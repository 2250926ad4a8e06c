"""A ledger of each kind, empty and ready."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from deliberation.ledger.database import make_engine, migrate
from deliberation.ledger.memory import MemoryLedger
from deliberation.ledger.sql import SqlLedger
from deliberation.ledger.store import Ledger
from tests.support.postgres import empty, shared_postgres

__all__ = ["shared_postgres"]

POSTGRES = pytest.param("postgres", marks=pytest.mark.postgres)


def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where the database of a parameter is, or `memory`."""
    match request.param:
        case "sqlite":
            return f"sqlite:///{tmp_path / 'hall.db'}"
        case "postgres":
            return str(request.getfixturevalue("shared_postgres"))
        case other:
            return str(other)


database = pytest.fixture(place, params=["sqlite", POSTGRES], name="database")
anywhere = pytest.fixture(place, params=["memory", "sqlite", POSTGRES], name="anywhere")


async def prepare(url: str) -> None:
    """Give a new database its tables, or empty the shared one."""
    await (migrate(url) if url.startswith("sqlite") else empty(url))


@pytest_asyncio.fixture
async def address(database: str) -> str:
    """An empty database of each kind."""
    await prepare(database)
    return database


@pytest_asyncio.fixture
async def sql_ledger(address: str) -> AsyncIterator[SqlLedger]:
    ledger = SqlLedger(make_engine(address))
    yield ledger
    await ledger.close()


@pytest_asyncio.fixture
async def ledger(anywhere: str) -> AsyncIterator[Ledger]:
    """An empty ledger of each kind."""
    if anywhere == "memory":
        yield MemoryLedger()
        return
    await prepare(anywhere)
    store = SqlLedger(make_engine(anywhere))
    yield store
    await store.close()
