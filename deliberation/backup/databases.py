"""Copies of a database while others write to it, and putting one back."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Final

from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text
from sqlalchemy.ext.asyncio import AsyncConnection

from deliberation.backup.archive import Tell
from deliberation.backup.errors import BackupError
from deliberation.ledger.database import APPLICATION, MIGRATIONS, database_url, make_engine
from deliberation.session.phrases import phrase

PAGES: Final = 1000
"""Copied between two signs of life: 4 MB."""


def sqlite_file(database: str) -> Path | None:
    """The file of an SQLite database; None when the address is of PostgreSQL."""
    url = database_url(database)
    return Path(url.database or "") if url.get_backend_name() == "sqlite" else None


def copy_sqlite(source: Path, target: Path, tell: Tell) -> None:
    """One moment of a database, however many write to it meanwhile; raises BackupError."""
    try:
        with (
            closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=rw", uri=True)) as ours,
            closing(sqlite3.connect(target)) as copy,
        ):
            # Reading holds the moment: without it, each write of another process starts the copy anew.
            ours.execute("BEGIN")
            (size,) = ours.execute("PRAGMA page_size").fetchone()
            ours.execute("SELECT count(*) FROM sqlite_schema").fetchone()
            ours.backup(
                copy, pages=PAGES, progress=lambda _, left, all_: tell((all_ - left) * size, all_ * size)
            )
            copy.execute("PRAGMA journal_mode = DELETE")  # one file that stands for itself
    except sqlite3.Error as error:
        raise BackupError(
            phrase("数据库读不出来（{why}）。请检查 --data 和磁盘。", why=type(error).__name__)
        ) from error


def is_in_use(file: Path) -> bool:
    """Whether a server has this SQLite database open; only alone can one leave the WAL."""
    with closing(sqlite3.connect(file, timeout=0)) as connection:
        try:
            connection.execute("PRAGMA journal_mode = DELETE")
        except sqlite3.OperationalError:
            return True
        except sqlite3.DatabaseError:
            return False  # no database any more: the very reason to restore one
    return False


def dump_postgres(database: str, target: Path) -> None:
    """One moment of a database, by its own tools; raises BackupError."""
    _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target}", database=database)


def load_postgres(database: str, dump: Path) -> None:
    """Put a dump into an empty database, as a whole or not at all; raises BackupError."""
    name = database_url(database).database or ""
    options = ("--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges")
    _run("pg_restore", *options, f"--dbname={name}", str(dump), database=database)


def _run(tool: str, *arguments: str, database: str) -> None:
    program = shutil.which(tool)
    if program is None:
        raise BackupError(
            phrase(
                "没有找到 {tool}。请先装好 PostgreSQL 的客户端程序：apt-get install postgresql-client。",
                tool=tool,
            )
        )
    # Its address goes through the environment: everybody on this machine can read a command line.
    done = subprocess.run(  # noqa: S603 - a program of PostgreSQL, arguments of ours
        [program, "--no-password", *arguments],
        env={**os.environ, **libpq(database)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        why = (done.stderr.strip().splitlines() or [str(done.returncode)])[-1]
        raise BackupError(phrase("{tool} 没有成功：{why}", tool=tool, why=why))


def libpq(database: str) -> Mapping[str, str]:
    """The address of a database as PostgreSQL's own programs read it from their environment."""
    url = database_url(database)
    given = {
        "PGHOST": url.host or url.query.get("host"),
        "PGPORT": url.port,
        "PGUSER": url.username,
        "PGPASSWORD": url.password,
        "PGDATABASE": url.database,
        "PGSSLMODE": url.query.get("ssl"),
    }
    return {name: str(value) for name, value in given.items() if value}


async def revision(database: str) -> str:
    """The version of its tables; raises BackupError when it has none."""
    engine = make_engine(database)
    try:
        async with engine.connect() as connection:
            if "alembic_version" not in await _tables(connection):
                raise BackupError(phrase("这里还没有数据库。请检查 --data 和 DATABASE_URL。"))
            found: str = (
                await connection.execute(text("SELECT version_num FROM alembic_version"))
            ).scalar_one()
            return found
    finally:
        await engine.dispose()


def is_known(version: str) -> bool:
    """Whether this program knows this version of the tables, or a later one."""
    return version in {script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions()}


async def postgres_is_empty(database: str) -> bool:
    """Whether it has no tables."""
    engine = make_engine(database)
    try:
        async with engine.connect() as connection:
            return not await _tables(connection)
    finally:
        await engine.dispose()


async def postgres_is_in_use(database: str) -> bool:
    """Whether a server is connected to it."""
    engine = make_engine(database)
    statement = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
        "AND application_name = :name AND pid <> pg_backend_pid()"
    )
    try:
        async with engine.connect() as connection:
            return bool((await connection.execute(statement, {"name": APPLICATION})).scalar_one())
    finally:
        await engine.dispose()


async def empty_postgres(database: str) -> None:
    """Remove all its tables."""
    engine = make_engine(database)
    try:
        async with engine.begin() as connection:
            quote = engine.dialect.identifier_preparer.quote
            if names := await _tables(connection):
                await connection.execute(text(f"DROP TABLE {', '.join(map(quote, names))} CASCADE"))
    finally:
        await engine.dispose()


async def _tables(connection: AsyncConnection) -> list[str]:
    return await connection.run_sync(lambda plain: inspect(plain).get_table_names())
