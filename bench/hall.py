"""The real server with invented sessions, to be measured: `python -m bench.hall FOLDER DATABASE PORT`."""

import asyncio
import os
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from deliberation import ids
from deliberation.console.bringing import Brought
from deliberation.console.server import listen
from deliberation.ledger.database import migrate
from deliberation.rehearsal.hall import new_session, serve
from web.settings import Settings, read_settings

POSTGRES = os.environ.get("BENCH_POSTGRES_URL", "postgresql://postgres@127.0.0.1:5432/postgres")
"""A server on which a database may be made and dropped; without one, those figures are left out."""


@dataclass
class Halls:
    """Where sessions lie, and the keys to them."""

    folder: Path
    database: str
    keys: list[Brought]

    @property
    def settings(self) -> Settings:
        """Of this folder and database; nothing else from the environment."""
        return settings_of(self.folder, self.database)

    @property
    def command(self) -> list[str]:
        """What serves them."""
        return [sys.executable, "-m", "bench.hall", str(self.folder), self.database]


def settings_of(folder: Path, database: str) -> Settings:
    """An empty database name stands for the embedded one."""
    return read_settings({"DATABASE_URL": database}, data=folder)


@contextmanager
def prepared(phones: int, *, halls: int = 1, database: str = "") -> Iterator[Halls]:
    """New sessions with a seat for each phone."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        made = Halls(Path(folder), database, [])

        async def bring_in() -> None:
            if database:
                await migrate(database)
            for _ in range(halls):
                made.keys.append(await new_session(made.settings, phones, base=""))

        asyncio.run(bring_in())
        yield made


@asynccontextmanager
async def _database(server: str) -> AsyncIterator[str]:
    connection = await asyncpg.connect(server, timeout=5)
    name = f"bench_{ids.opaque_id()}"
    try:
        await connection.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
        yield server.rpartition("/")[0] + "/" + name
    finally:
        await connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        await connection.close()


@contextmanager
def databases() -> Iterator[dict[str, str]]:
    """What the hall is measured on: the embedded database, and PostgreSQL where there is one."""
    with asyncio.Runner() as runner:
        postgres = _database(POSTGRES)
        try:
            url = runner.run(postgres.__aenter__())
        except (OSError, asyncpg.PostgresError):
            yield {"sqlite": ""}
            return
        try:
            yield {"sqlite": "", "postgres": url}
        finally:
            runner.run(postgres.__aexit__(None, None, None))


if __name__ == "__main__":
    serve(settings_of(Path(sys.argv[1]), sys.argv[2]), listen("127.0.0.1", int(sys.argv[3])))
