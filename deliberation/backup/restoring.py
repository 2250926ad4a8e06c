"""Putting a backup back: everything is checked before anything is touched, and nothing old is thrown away."""

import asyncio
import shutil
from datetime import datetime
from pathlib import Path
from typing import Final

from msgspec import Struct
from sqlalchemy import select

from deliberation.backup.archive import Archive, Tell, opened
from deliberation.backup.databases import (
    dump_postgres,
    empty_postgres,
    is_in_use,
    is_known,
    load_postgres,
    postgres_is_empty,
    postgres_is_in_use,
    sqlite_file,
)
from deliberation.backup.errors import BackupError
from deliberation.backup.saving import DATABASE, FILES, REPLACED, sync_folder
from deliberation.ledger import tables
from deliberation.ledger.database import make_engine, migrate
from deliberation.ledger.sql import SqlLedger
from deliberation.session.phrases import phrase

STAGE: Final = ".restoring"
"""Where everything is unpacked to, within the data folder; what a broken attempt left there is removed."""

SIDE_FILES: Final = ("", "-wal", "-shm", "-journal")
"""What SQLite's files are called after the database."""


class Restored(Struct, frozen=True):
    """What came of it. `broken`: sessions whose record does not hold, with the first entry that does not."""

    sessions: int
    broken: dict[str, int]
    replaced: Path | None
    """Where that lies which was here before."""


def restore(file: Path, *, data: Path, database: str, force: bool, at: datetime, tell: Tell) -> Restored:
    """Put a backup into an empty place; with `force`, in place of what is there.

    Raises BackupError or OSError.
    """
    with opened(file) as archive:
        _fits(archive, database)
        is_empty = _look_around(data, database, force=force)
        data.mkdir(parents=True, exist_ok=True)
        if archive.size > shutil.disk_usage(data).free:
            raise BackupError(
                phrase("磁盘放不下这份备份。请腾出 {size} MB。", size=archive.size // 10**6 + 1)
            )
        archive.check(tell)
        stage = data / STAGE
        shutil.rmtree(stage, ignore_errors=True)
        archive.unpack(stage, tell)
    aside = None if is_empty else data / f"{REPLACED}{at:%Y%m%d-%H%M%S}"
    _put_in_place(stage, data, database, aside)
    sync_folder(data)
    sessions, broken = asyncio.run(_verified(database))
    return Restored(sessions, broken, aside)


def _fits(archive: Archive, database: str) -> None:
    """Whether this program can put it into this kind of database."""
    ours = "postgresql" if sqlite_file(database) is None else "sqlite"
    if archive.manifest.database != ours:
        raise BackupError(
            phrase(
                "备份来自 {theirs}，这里用的是 {ours}。请按备份的种类设 DATABASE_URL。",
                theirs=archive.manifest.database,
                ours=ours,
            )
        )
    if not is_known(archive.manifest.revision):
        raise BackupError(phrase("这份备份是更新的版本写的。请先升级程序，再恢复。"))


def _look_around(data: Path, database: str, *, force: bool) -> bool:
    """Whether nothing is here yet; raises BackupError when something is that must not be replaced."""
    file = sqlite_file(database)
    empty_database = not file.exists() if file is not None else asyncio.run(postgres_is_empty(database))
    if empty_database and not _folders(data):
        return True
    if not force:
        raise BackupError(
            phrase(
                "这里已经有数据了，不会覆盖它。请换一个 --data，或者加上 --force：旧的会挪到一边，不删除。"
            )
        )
    in_use = is_in_use(file) if file is not None else asyncio.run(postgres_is_in_use(database))
    if not empty_database and in_use:
        raise BackupError(phrase("服务还开着。请先停下它，再恢复。"))
    return False


def _folders(data: Path) -> list[Path]:
    if not data.is_dir():
        return []
    return [each for each in data.iterdir() if each.is_dir() and not each.name.startswith((".", REPLACED))]


def _put_in_place(stage: Path, data: Path, database: str, aside: Path | None) -> None:
    """Move what is there aside, and the unpacked files to where they belong."""
    file = sqlite_file(database)
    if aside is not None:
        aside.mkdir(mode=0o700)
        for folder in _folders(data):
            folder.rename(aside / folder.name)
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
        for each in (file.with_name(file.name + ending) for ending in SIDE_FILES):
            if aside is not None and each.exists():
                shutil.move(each, aside / each.name)
        shutil.move(stage / DATABASE, file)
        sync_folder(file.parent)
    else:
        if aside is not None and not asyncio.run(postgres_is_empty(database)):
            dump_postgres(database, aside / DATABASE)
            asyncio.run(empty_postgres(database))
        load_postgres(database, stage / DATABASE)
    if (stage / FILES).is_dir():
        for folder in (stage / FILES).iterdir():
            folder.rename(data / folder.name)
    shutil.rmtree(stage)


async def _verified(database: str) -> tuple[int, dict[str, int]]:
    """Bring the tables up to date and recompute each session's chain: how many, and which do not hold."""
    await migrate(database)
    engine = make_engine(database)
    ledger = SqlLedger(engine)
    try:
        async with engine.connect() as connection:
            sessions = list(await connection.scalars(select(tables.heads.c.session)))
        found = {session: await ledger.verify(session) for session in sessions}
    finally:
        await ledger.close()
    return len(sessions), {session: seq for session, seq in found.items() if seq is not None}
