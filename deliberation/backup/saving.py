"""Making a backup while the hall is in session."""

import asyncio
import os
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from msgspec import Struct

from deliberation.backup.archive import Packing, Tell
from deliberation.backup.databases import copy_sqlite, dump_postgres, revision, sqlite_file
from deliberation.backup.errors import BackupError
from deliberation.session.phrases import phrase

DATABASE: Final = "database"
FILES: Final = "files"
"""The folders of an archive's members: the one file of the database, and the data folder's folders."""

REPLACED: Final = "replaced-"
"""What the folders are called that a restore puts the data into which were there before."""


class Saved(Struct, frozen=True):
    """What was written."""

    size: int
    files: int
    has_key: bool
    """Whether the key of the seat cards is in it; otherwise it is in the environment."""


def save(out: Path, *, data: Path, database: str, at: datetime, tell: Tell) -> Saved:
    """Write everything into one new file, readable by its owner only. Raises BackupError or OSError.

    First the database, then the pictures: whatever the database speaks of was there before it.
    """
    if out.exists():
        raise BackupError(phrase("{file} 已经有了，不会覆盖它。请换一个文件名。", file=str(out)))
    if out.resolve().is_relative_to(data.resolve()):
        raise BackupError(phrase("备份不要放在数据目录里，坏了会一起坏。请放到别的盘上。"))
    source = sqlite_file(database)
    if source is not None and not source.is_file():
        raise BackupError(phrase("这里还没有数据库。请检查 --data 和 DATABASE_URL。"))
    version = asyncio.run(revision(database))
    # Beside the result: there is room for it there, and renaming it is one step.
    with TemporaryDirectory(prefix=f".{out.name}.", dir=out.parent) as folder:
        dump = Path(folder) / "dump"
        if source is not None:
            copy_sqlite(source, dump, tell)
        else:
            dump_postgres(database, dump)
        unfinished = Path(folder) / "unfinished"
        with os.fdopen(os.open(unfinished, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as stream:
            packing = Packing(stream)
            kept = _files(data)
            total = dump.stat().st_size + sum(path.stat().st_size for path in kept)
            done = 0
            for size in packing.add(DATABASE, dump, compress=source is not None):
                tell(done := done + size, total)
            for path in kept:
                for size in packing.add(f"{FILES}/{path.relative_to(data).as_posix()}", path, compress=False):
                    tell(done := done + size, total)
            packing.finish(
                made_at=at.isoformat(timespec="seconds"),
                database="postgresql" if source is None else "sqlite",
                revision=version,
            )
            stream.flush()
            os.fsync(stream.fileno())
        unfinished.rename(out)
    sync_folder(out.parent)
    return Saved(out.stat().st_size, len(kept), has_key=any(path.parent.name == "keys" for path in kept))


def _files(data: Path) -> list[Path]:
    """Everything in the data folder's own folders; the database lies beside them."""
    folders = [
        each
        for each in sorted(data.iterdir())
        if each.is_dir() and not each.is_symlink() and not each.name.startswith((".", REPLACED))
    ]
    return [path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()]


def sync_folder(folder: Path) -> None:
    """Make the names in a folder survive a power cut, where the system can."""
    if hasattr(os, "O_DIRECTORY"):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
