"""What only a database can do: keep, notice tampering, and be away."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import asyncpg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, event, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlmodel import SQLModel

from deliberation.ledger import tables
from deliberation.ledger.database import database_url, make_engine, migrate
from deliberation.ledger.pieces import Threads
from deliberation.ledger.sql import SqlLedger
from deliberation.ledger.store import Head, Ledger, LedgerUnavailable
from tests.ledger.building import HALL, append, ballot, entry, notes
from tests.support.postgres import fresh_postgres


@pytest.mark.parametrize(
    "given, complete",
    [
        ("sqlite:///data/hall.db", "sqlite+aiosqlite:///data/hall.db"),
        ("sqlite+aiosqlite:////srv/hall.db", "sqlite+aiosqlite:////srv/hall.db"),
        ("postgres://host/hall", "postgresql+asyncpg://host/hall"),
        ("postgresql://host:5433/hall?sslmode=require", "postgresql+asyncpg://host:5433/hall?ssl=require"),
    ],
)
def test_an_address_is_completed_by_its_driver(given: str, complete: str) -> None:
    assert database_url(given).render_as_string() == complete


def test_an_unknown_database_is_refused() -> None:
    with pytest.raises(ValueError, match="mysql"):
        database_url("mysql://host/hall")


@pytest.mark.asyncio
async def test_the_migrations_make_the_tables_that_the_program_knows(address: str) -> None:
    await migrate(address)  # a second time changes nothing

    def difference(connection: Connection) -> object:
        return compare_metadata(MigrationContext.configure(connection), SQLModel.metadata)

    engine = make_engine(address)
    async with engine.connect() as connection:
        assert await connection.run_sync(difference) == []
    await engine.dispose()


@pytest.mark.asyncio
async def test_what_was_committed_is_seen_by_a_second_engine(address: str, sql_ledger: SqlLedger) -> None:
    async with sql_ledger.turn([HALL]) as turn:
        await turn.append(HALL, notes("一"))
        await turn.put_ballots(HALL, [ballot("S1", "for")])

    other = SqlLedger(make_engine(address))
    assert await other.read(HALL) == notes("一")
    assert await other.head(HALL) == await sql_ledger.head(HALL)
    await other.close()


@pytest.mark.asyncio
async def test_sqlite_syncs_every_commit_to_the_disk(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'hall.db'}")
    async with engine.connect() as connection:
        settings = {
            name: (await connection.execute(text(f"PRAGMA {name}"))).scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        }
    await engine.dispose()

    assert settings == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}


@pytest.mark.asyncio
async def test_sqlite_readers_do_not_wait_for_a_turn(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'hall.db'}"
    await migrate(url)
    ledger = SqlLedger(make_engine(url))
    async with ledger.turn([HALL]) as turn:
        await turn.append(HALL, notes("一"))
        assert await ledger.read(HALL) == []
    await ledger.close()


TAMPERING = {
    "a changed body": ("UPDATE entries SET body = replace(body, 'recorder', 'chair') WHERE seq = 2", 2),
    "a changed text": (
        "UPDATE entries SET sealed = replace(CAST(sealed AS TEXT), '二', '两')::json WHERE seq = 2",
        2,
    ),
    "a text without its place": ("UPDATE entries SET sealed = '{}' WHERE seq = 3", 3),
    "a changed hash": ("UPDATE entries SET hash = (SELECT hash FROM entries WHERE seq = 1) WHERE seq = 2", 2),
    "another command id": ("UPDATE entries SET command_id = 'other' WHERE seq = 1", 1),
    "a removed entry": ("DELETE FROM entries WHERE seq = 2", 2),
    "a removed end": ("DELETE FROM entries WHERE seq = 3", 3),
    "another head": ("UPDATE heads SET root = (SELECT hash FROM entries WHERE seq = 2)", 3),
    "a head set back": ("UPDATE heads SET seq = 2", 3),
}


@pytest.mark.asyncio
@pytest.mark.parametrize("statement, broken", TAMPERING.values(), ids=TAMPERING.keys())
async def test_tampering_is_found(address: str, sql_ledger: SqlLedger, statement: str, broken: int) -> None:
    await append(sql_ledger, [entry(1, "一", "c1"), *notes("二", "三", after=1)])
    engine = make_engine(address)
    if engine.dialect.name == "sqlite":
        statement = statement.replace("::json", "")
    async with engine.begin() as connection:
        await connection.exec_driver_sql(statement)
    await engine.dispose()

    assert await sql_ledger.verify(HALL) == broken


@pytest.mark.asyncio
async def test_the_box_has_no_column_that_keeps_time_or_order(address: str) -> None:
    assert set(tables.ballots.columns.keys()) == {"session", "vote", "seat", "choice", "command_ids"}
    engine = make_engine(address)
    if engine.dialect.name == "sqlite":
        async with engine.connect() as connection:
            made = await connection.execute(text("SELECT sql FROM sqlite_master WHERE name = 'ballots'"))
            assert "WITHOUT ROWID" in made.scalar_one()
    await engine.dispose()


@pytest.mark.asyncio
async def test_without_its_file_sqlite_is_unavailable(tmp_path: Path) -> None:
    ledger = SqlLedger(make_engine(f"sqlite:///{tmp_path / 'missing' / 'hall.db'}"))

    assert not await ledger.ready()
    with pytest.raises(LedgerUnavailable):
        await ledger.read(HALL)
    with pytest.raises(LedgerUnavailable):
        await append(ledger, notes("一"))
    await ledger.close()


@pytest.mark.asyncio
async def test_a_database_without_tables_is_not_ready(tmp_path: Path) -> None:
    ledger = SqlLedger(make_engine(f"sqlite:///{tmp_path / 'hall.db'}"))
    assert not await ledger.ready()
    await ledger.close()


@pytest.mark.postgres
@pytest.mark.asyncio
async def test_a_postgres_without_tables_is_not_ready() -> None:
    async with fresh_postgres() as url:
        ledger = SqlLedger(make_engine(url))
        assert not await ledger.ready()
        await ledger.close()


@pytest.mark.asyncio
async def test_a_sqlite_that_stays_locked_is_unavailable(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'hall.db'}"
    await migrate(url)
    holder, impatient = SqlLedger(make_engine(url)), SqlLedger(make_engine(url))

    def never_wait(connection: DBAPIConnection, _record: object) -> None:
        connection.cursor().execute("PRAGMA busy_timeout = 0")

    assert isinstance(impatient.place, Threads)
    event.listen(impatient.place.engine, "connect", never_wait)

    async with holder.turn([HALL]) as turn:
        with pytest.raises(LedgerUnavailable, match="locked"):
            await append(impatient, notes("一"))
        await turn.append(HALL, notes("二"))

    assert await impatient.read(HALL) == notes("二")
    await holder.close()
    await impatient.close()


@pytest.mark.postgres
@pytest.mark.asyncio
async def test_without_a_server_postgres_is_unavailable() -> None:
    ledger = SqlLedger(make_engine("postgresql://nobody@127.0.0.1:1/hall"))  # nothing listens on port 1

    assert not await ledger.ready()
    with pytest.raises(LedgerUnavailable):
        await append(ledger, notes("一"))
    await ledger.close()


async def cut_connections(url: str) -> None:
    """End every other connection to this database, as a restart would."""
    connection = await asyncpg.connect(url)
    await connection.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    await connection.close()


async def cut_before_append(ledger: Ledger, url: str) -> None:
    async with ledger.turn([HALL]) as turn:
        await cut_connections(url)
        await turn.append(HALL, notes("二", after=1))


async def cut_before_commit(ledger: Ledger, url: str) -> None:
    async with ledger.turn([HALL]) as turn:
        await turn.append(HALL, notes("二", after=1))
        await cut_connections(url)


async def cut_inside_savepoint(ledger: Ledger, url: str) -> None:
    async with ledger.turn([HALL]) as turn, turn.savepoint():
        await cut_connections(url)
        await turn.put_ballots(HALL, [ballot("S1", "for")])


@pytest.mark.postgres
@pytest.mark.asyncio
@pytest.mark.parametrize("cut", [cut_before_append, cut_before_commit, cut_inside_savepoint])
async def test_a_cut_connection_loses_the_turn_and_the_next_one_works(
    cut: Callable[[Ledger, str], Awaitable[None]],
) -> None:
    async with fresh_postgres() as url:
        await migrate(url)
        ledger = SqlLedger(make_engine(url))
        await append(ledger, notes("一"))

        with pytest.raises(LedgerUnavailable):
            await cut(ledger, url)

        assert await ledger.read(HALL) == notes("一")
        assert (await ledger.head(HALL)).box_version == 0
        await append(ledger, notes("二", after=1))
        assert await ledger.verify(HALL) is None
        await ledger.close()


@pytest.mark.postgres
@pytest.mark.asyncio
async def test_a_dropped_postgres_is_unavailable() -> None:
    async with fresh_postgres() as url:
        await migrate(url)
        ledger = SqlLedger(make_engine(url))
        assert await ledger.head(HALL) == Head()
        name = url.rpartition("/")[2]
        server = await asyncpg.connect(url.removesuffix(name) + "postgres")
        await server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
        await server.close()

        assert not await ledger.ready()
        with pytest.raises(LedgerUnavailable):
            await append(ledger, notes("一"))
        await ledger.close()
