"""Fresh PostgreSQL databases for tests."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from uuid import uuid4

import asyncpg
import pytest

from deliberation.ledger.database import migrate
from tests.conftest import require_or_skip

SERVER = os.environ.get("TEST_POSTGRES_URL", "postgresql://postgres@127.0.0.1:5432/postgres")
"""A server on which databases may be made and dropped; the database in the address itself is left alone."""


@asynccontextmanager
async def fresh_postgres(at: str = SERVER, *, like: str = "template0") -> AsyncIterator[str]:
    """The address of an empty database, or a copy of one, dropped afterwards. Skips without a server."""
    name = f"deliberation_test_{uuid4().hex}"
    try:
        await _tell(at, f'CREATE DATABASE "{name}" TEMPLATE "{like}"')
    except (OSError, asyncpg.PostgresError) as error:
        require_or_skip("REQUIRE_POSTGRES", f"no PostgreSQL server at {at}: {error}")
        raise
    try:
        yield at.rpartition("/")[0] + "/" + name
    finally:
        await _tell(at, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


async def _tell(at: str, statement: str) -> None:
    # A connection for each: in between, a test may restart the server.
    server = await asyncpg.connect(at, timeout=60)
    try:
        await server.execute(statement)
    finally:
        await server.close()


@pytest.fixture(scope="session")
def shared_postgres() -> Iterator[str]:
    """One migrated database for the whole run, because making one is slow. Whoever uses it empties it."""
    with asyncio.Runner() as runner:
        database = fresh_postgres()
        url = runner.run(database.__aenter__())
        runner.run(migrate(url))
        yield url
        runner.run(database.__aexit__(None, None, None))


async def empty(url: str) -> None:
    """Remove all rows, as if the database had just been migrated."""
    connection = await asyncpg.connect(url)
    tables = await connection.fetch(
        "SELECT quote_ident(tablename) AS name FROM pg_tables "
        "WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
    )
    await connection.execute(f"TRUNCATE {', '.join(table['name'] for table in tables)} CASCADE")
    await connection.close()
