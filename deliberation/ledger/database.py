"""Reaching the database: addresses, engines, migrations. SQLite in one hall, PostgreSQL in a city."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import msgspec
from alembic import command
from alembic.config import Config
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from deliberation.ledger.store import Conflict, LedgerUnavailable

AnyEngine = TypeVar("AnyEngine", Engine, AsyncEngine)

_HERE = Path(__file__)
MIGRATIONS = next(
    each / "migrations" for each in (_HERE.parents[1], _HERE.parents[2]) if (each / "migrations").is_dir()
)
"""Inside the package when it was installed from a wheel, beside it in the checkout."""

BUSY_SECONDS = 5
"""How long to wait for somebody else's lock or for a connection; a turn takes milliseconds."""

ABANDONED_SECONDS = 30
"""After this, PostgreSQL ends a transaction whose process has fallen silent, so that its locks come free."""

APPLICATION = "deliberation"
"""What PostgreSQL calls our connections: who looks at them there sees whose they are."""

_DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
}

_PASSING = ("08", "25P03", "28", "3D", "40", "53", "55P03", "57", "58")
"""PostgreSQL's errors that say nothing about the statement: connection, idle too long, login, no such
database, deadlock, resources, lock, shutdown, disk."""

_PRAGMAS = (
    f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}",  # first: switching to WAL needs the lock, too
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",  # an acknowledged command survives a power cut
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",  # an erased text is overwritten in the file, not only forgotten by it
)


def database_url(text: str) -> URL:
    """Add the driver to an address: sqlite:///data/hall.db, postgresql://host/name. ValueError for others."""
    url = make_url(text)
    drivername = _DRIVERS.get(url.drivername, url.drivername)
    if drivername not in _DRIVERS.values():
        raise ValueError(
            f"{url.drivername} is not a database this program knows: use sqlite:/// or postgresql://"
        )
    if "sslmode" in url.query:
        # libpq's word, as hosting providers give it; asyncpg says `ssl` and takes the same values.
        url = url.difference_update_query(["sslmode"]).update_query_dict({"ssl": url.query["sslmode"]})
    return url.set(drivername=drivername)


def make_engine(text: str) -> AsyncEngine:
    """Make an engine. On SQLite its transactions take the write lock at once; to only read, use `reading`."""
    url = database_url(text)
    if url.get_backend_name() == "sqlite":
        engine = create_async_engine(url, json_serializer=_to_json, json_deserializer=msgspec.json.decode)
        _listen_sqlite(engine.sync_engine)
        return engine
    return create_async_engine(
        url,
        json_serializer=_to_json,
        json_deserializer=msgspec.json.decode,
        pool_size=5,
        max_overflow=5,
        pool_timeout=BUSY_SECONDS,
        pool_pre_ping=True,  # a connection that a restart or a firewall has cut is replaced, not handed out
        connect_args={
            "timeout": BUSY_SECONDS,
            "server_settings": {
                "application_name": APPLICATION,
                "lock_timeout": f"{BUSY_SECONDS}s",
                "idle_in_transaction_session_timeout": f"{ABANDONED_SECONDS}s",
            },
        },
    )


def threaded(engine: AsyncEngine, *, connections: int) -> Engine:
    """Another engine for the same embedded database, for threads of ours; see `pieces`."""
    made = create_engine(
        engine.url.set(drivername="sqlite"),
        json_serializer=_to_json,
        json_deserializer=msgspec.json.decode,
        pool_size=connections,
        max_overflow=0,
    )
    _listen_sqlite(made)
    return made


def _listen_sqlite(engine: Engine) -> None:
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)


def reading(engine: AnyEngine) -> AnyEngine:
    """The same engine for transactions that only read: they see one moment, and hold up nobody."""
    if engine.dialect.name == "sqlite":
        return engine.execution_options(sqlite_begin="DEFERRED")
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


@contextmanager
def trouble() -> Iterator[None]:
    """Tell a taken key and an absent database from our own mistakes, which pass as they are."""
    try:
        yield
    except IntegrityError as error:
        raise Conflict(str(error.orig)) from error
    except (OperationalError, PoolTimeout, OSError) as error:
        raise LedgerUnavailable(str(error)) from error
    except DBAPIError as error:
        if error.connection_invalidated or str(getattr(error.orig, "sqlstate", "")).startswith(_PASSING):
            raise LedgerUnavailable(str(error.orig)) from error
        raise


async def migrate(text: str) -> None:
    """Bring the database to the newest tables."""
    engine = make_engine(text)
    try:
        async with engine.begin() as connection:
            await connection.run_sync(_upgrade)
    finally:
        await engine.dispose()


def _upgrade(connection: Connection) -> None:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(MIGRATIONS))
    command.upgrade(config, "head")


def _to_json(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _set_up_sqlite(connection: DBAPIConnection, _record: object) -> None:
    # Python's sqlite3 begins a transaction late, and not for DDL or SAVEPOINT; `_begin_sqlite` does it.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that reads first and then writes cannot wait for the lock, it fails: so take it at once.
    mode = connection.get_execution_options().get("sqlite_begin", "IMMEDIATE")
    connection.exec_driver_sql(f"BEGIN {mode}")
