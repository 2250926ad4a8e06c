"""Backups of a hall, put back elsewhere."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, closing
from importlib.resources import as_file, files
from pathlib import Path

import pytest
import pytest_asyncio
import socketio
from msgspec import Struct

from deliberation.backup import databases
from deliberation.backup.databases import copy_sqlite, libpq
from deliberation.backup.errors import BackupError
from deliberation.backup.restoring import Restored, restore
from deliberation.backup.saving import save
from deliberation.clock import utc_now
from deliberation.console.bringing import Brought, bring_in
from deliberation.ledger.database import make_engine, migrate
from deliberation.ledger.sql import SqlLedger
from tests.support.postgres import fresh_postgres
from tests.support.prepared import CopyHall
from tests.support.server import Server
from web.app import open_services
from web.settings import Settings, read_settings


def ignore(_done: int, _total: int) -> None: ...


def put_back(file: Path, settings: Settings, *, force: bool = False) -> Restored:
    return restore(
        file, data=settings.data, database=settings.database, force=force, at=utc_now(), tell=ignore
    )


def take(out: Path, settings: Settings) -> None:
    save(out, data=settings.data, database=settings.database, at=utc_now(), tell=ignore)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


class Place(Struct, frozen=True):
    """A hall, another place to restore it to, and what a server needs to know of the first."""

    here: Settings
    there: Settings
    brought: Brought
    environment: dict[str, str]


@pytest_asyncio.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
async def place(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Place]:
    async with AsyncExitStack() as stack:
        environments: list[dict[str, str]] = [{}, {}]
        if request.param == "postgres":
            environments = [
                {"DATABASE_URL": await stack.enter_async_context(fresh_postgres())} for _ in range(2)
            ]
            await migrate(environments[0]["DATABASE_URL"])
        here, there = (
            read_settings(environment, data=tmp_path / name)
            for environment, name in zip(environments, ("here", "there"), strict=True)
        )
        async with open_services(here) as services:
            with as_file(files("deliberation.demo")) as folder:
                brought = await bring_in(services, folder / "liuhe-yard.yaml", base="http://127.0.0.1")
        yield Place(here, there, brought, environments[0])


@pytest.mark.asyncio
async def test_what_was_acknowledged_before_a_backup_is_in_it(place: Place, tmp_path: Path) -> None:
    server = Server(place.here.data, place.environment)
    code = place.brought.session
    acknowledged: list[str] = []
    over = asyncio.Event()
    several = asyncio.Event()

    async def write(phone: socketio.AsyncClient) -> None:
        while not over.is_set():
            command = f"note-{len(acknowledged)}"
            wish = {"id": command, "do": "note", "text": "边开会边备份"}
            answer = await phone.call("command", wish, namespace="/live")
            if answer["ok"]:
                acknowledged.append(command)
            if len(acknowledged) > 10:
                several.set()

    await asyncio.to_thread(server.start)
    phone = socketio.AsyncClient(reconnection=False)
    try:
        ticket = place.brought.tickets["recorder"]
        await phone.connect(
            f"{server.url}?session={code}",
            auth={"session": code, "ticket": ticket, "have": None},
            namespaces=["/live"],
            transports=["websocket"],
            wait_timeout=60,
        )
        writing = asyncio.create_task(write(phone))
        await several.wait()
        before = set(acknowledged)
        await asyncio.to_thread(take, tmp_path / "backup", place.here)
        over.set()
        await writing
    finally:
        await phone.disconnect()
        await phone.shutdown()
        await asyncio.to_thread(server.kill)

    assert (tmp_path / "backup").stat().st_mode & 0o777 == 0o600
    restored = await asyncio.to_thread(put_back, tmp_path / "backup", place.there)
    assert restored == Restored(sessions=1, broken={}, replaced=None)
    ledger = SqlLedger(make_engine(place.there.database))
    entries = await ledger.read(code)
    await ledger.close()
    assert before <= {entry.command_id for entry in entries}
    for folder in ("media", "keys"):
        assert contents(place.there.data / folder) == contents(place.here.data / folder)


@pytest.mark.asyncio
async def test_what_is_there_is_only_replaced_when_asked_for_and_kept(place: Place, tmp_path: Path) -> None:
    await asyncio.to_thread(take, tmp_path / "backup", place.here)
    media = contents(place.here.data / "media")

    with pytest.raises(BackupError, match="--force"):
        await asyncio.to_thread(put_back, tmp_path / "backup", place.here)
    (place.here.data / "media" / "later.svg").write_text("later")
    restored = await asyncio.to_thread(put_back, tmp_path / "backup", place.here, force=True)

    assert restored.sessions == 1
    assert contents(place.here.data / "media") == media
    assert restored.replaced is not None
    kept = contents(restored.replaced)
    assert kept["media/later.svg"] == b"later"
    assert "keys/ticket.key" in kept
    assert len(kept["hall.sqlite3" if place.here.embedded else "database"]) > 1000
    assert not (place.here.data / ".restoring").exists()


@pytest.mark.asyncio
async def test_a_running_server_is_not_pulled_away_from_under_a_session(place: Place, tmp_path: Path) -> None:
    await asyncio.to_thread(take, tmp_path / "backup", place.here)
    engine = make_engine(place.here.database)
    ledger = SqlLedger(engine)
    try:
        assert await ledger.ready()
        with pytest.raises(BackupError, match="服务还开着"):
            await asyncio.to_thread(put_back, tmp_path / "backup", place.here, force=True)
    finally:
        await ledger.close()


def test_the_copy_is_of_one_moment_though_others_write_at_every_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(databases, "PAGES", 1)
    steps: list[int] = []
    with closing(sqlite3.connect(tmp_path / "busy", isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("CREATE TABLE line (number INTEGER PRIMARY KEY, text)")
        other.executemany("INSERT INTO line VALUES (?, ?)", [(number, "x" * 3000) for number in range(50)])

        def write(done: int, _total: int) -> None:
            steps.append(done)
            other.execute("INSERT INTO line (text) VALUES ('late')")
            other.execute("UPDATE line SET text = 'changed' WHERE number = ?", (len(steps) % 50,))

        copy_sqlite(tmp_path / "busy", tmp_path / "copy", write)

    assert len(steps) > 10, "others wrote between many steps"
    with closing(sqlite3.connect(tmp_path / "copy")) as copy:
        assert copy.execute("SELECT count(*), count(DISTINCT text) FROM line").fetchone() == (50, 1)
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_nothing_is_overwritten_and_nothing_half_done_stays(copy_hall: CopyHall, tmp_path: Path) -> None:
    settings, _ = copy_hall(tmp_path / "hall")
    out = tmp_path / "out" / "backup"
    out.parent.mkdir()
    out.write_text("mine")

    with pytest.raises(BackupError, match="不会覆盖"):
        take(out, settings)
    with pytest.raises(BackupError, match="数据目录里"):
        take(settings.data / "backup", settings)
    (settings.data / "hall.sqlite3").write_bytes(b"no database" * 1000)
    with pytest.raises(Exception, match="database"):
        take(tmp_path / "out" / "other", settings)

    assert contents(out.parent) == {"backup": b"mine"}


def test_a_broken_database_can_be_replaced(copy_hall: CopyHall, tmp_path: Path) -> None:
    settings, _ = copy_hall(tmp_path / "hall")
    take(tmp_path / "backup", settings)
    (settings.data / "hall.sqlite3").write_bytes(b"no database" * 1000)

    assert put_back(tmp_path / "backup", settings, force=True).sessions == 1


def test_a_record_that_was_changed_before_the_backup_is_found(copy_hall: CopyHall, tmp_path: Path) -> None:
    settings, code = copy_hall(tmp_path / "hall")
    with closing(sqlite3.connect(settings.data / "hall.sqlite3")) as database:
        changed = "UPDATE entries SET body = replace(body, '\"deliberation\"', '\"talk\"') WHERE seq = 1"
        assert database.execute(changed).rowcount == 1
        database.commit()
    take(tmp_path / "backup", settings)

    assert put_back(tmp_path / "backup", read_settings({}, data=tmp_path / "there")).broken == {code: 1}


def test_a_backup_of_one_database_does_not_fit_the_other(copy_hall: CopyHall, tmp_path: Path) -> None:
    settings, _ = copy_hall(tmp_path / "hall")
    take(tmp_path / "backup", settings)
    there = read_settings({"DATABASE_URL": "postgresql://db.invalid/hall"}, data=tmp_path / "there")

    with pytest.raises(BackupError, match="DATABASE_URL"):
        put_back(tmp_path / "backup", there)
    assert not there.data.exists()


def test_without_postgresqls_tools_a_sentence_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(BackupError, match="没有找到"):
        databases.dump_postgres("postgresql://db.invalid/hall", tmp_path / "dump")


def test_the_address_of_a_database_reaches_its_tools_by_their_environment() -> None:
    assert libpq("postgresql://user:p%40ss@db.example.org:5433/hall?sslmode=require") == {
        "PGHOST": "db.example.org",
        "PGPORT": "5433",
        "PGUSER": "user",
        "PGPASSWORD": "p@ss",
        "PGDATABASE": "hall",
        "PGSSLMODE": "require",
    }
