"""Everything that a hall keeps, to be compared before and after something that must change nothing."""

import sqlite3
from contextlib import closing
from typing import Final

from web.settings import Settings

NOT_COMPARED: Final = {"staff_sign_ins": "seen_at"}
"""A sign-in notes once a minute that somebody is there, whatever they were refused."""


def contents(settings: Settings) -> dict[str, object]:
    """Table to its rows, the ledger's among them; file of the data folder to its size and time of writing.

    For the embedded database only.
    """
    kept: dict[str, object] = {}
    path = settings.database.removeprefix("sqlite:///")
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
        names = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for name in names:
            columns = [row[1] for row in db.execute(f"PRAGMA table_info({name})")]
            compared = ", ".join(each for each in columns if each != NOT_COMPARED.get(name))
            rows = db.execute(f"SELECT {compared} FROM {name}").fetchall()  # noqa: S608 - our own names
            kept[name] = sorted(rows, key=repr)
    for file in settings.data.rglob("*"):
        if file.is_file() and not file.name.startswith("hall.sqlite3"):
            about = file.stat()
            kept[str(file.relative_to(settings.data))] = (about.st_size, about.st_mtime_ns)
    return kept


def changed(before: dict[str, object], after: dict[str, object]) -> list[str]:
    """The tables and files that are not what they were."""
    return [name for name in sorted(before.keys() | after.keys()) if before.get(name) != after.get(name)]
