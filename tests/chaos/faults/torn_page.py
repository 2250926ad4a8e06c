"""The disk as it is when the power goes in the middle of a write: the end of the last file is torn.

SQLite writes to the end of its WAL and brings it to the disk at every commit. So the server is held for
an instant, its data folder is copied, and of the copy's WAL everything that was not yet known to be on
the disk is cut off somewhere, in the middle of a page most of the time; what is cut off is missing, or
zeros, or rubbish. A new server is started on the copy. PostgreSQL's WAL cannot be treated like that from
outside: to cut off what it has brought to the disk is what no database survives. There, all of its
processes are killed at once, and it recovers from what they had written.
"""

import asyncio
import shutil
import signal
import struct
from pathlib import Path
from typing import Final

from tests.chaos.checker import Act, survived, wrong_screens
from tests.chaos.hall import Hall
from tests.chaos.phone import Person, Phone
from tests.chaos.scene import Scene

FILE = "hall.sqlite3"
WAL_HEADER: Final = 32
FRAME_HEADER: Final = 24
PAGE_SIZE_AT, SALT_AT = 8, 16
CHECKPOINTED_AT: Final = 128
"""In the WAL index: how many frames a checkpoint may have begun to bring over into the database."""


async def strike(scene: Scene) -> None:
    """Copy and cut; then hold the copy against what was promised before, and against the original."""
    if scene.on_postgres:
        await scene.cluster.kill()
        await scene.cluster.recover()
        return
    (server,) = scene.servers
    known = [act for act in scene.acts if act.done is not None]
    # Read after `known`: all of that was brought to the disk before it was promised.
    salt, safe = await asyncio.to_thread(_written, scene.hall.data)
    await scene.moment()
    copy = scene.hall.data.with_name(scene.hall.data.name + "-copy")
    server.signal(signal.SIGSTOP)
    try:
        await asyncio.to_thread(shutil.copytree, scene.hall.data, copy)
    finally:
        server.signal(signal.SIGCONT)
    try:
        await asyncio.to_thread(_tear, scene, copy, salt, safe)
        await _open(scene, copy, known)
    finally:
        shutil.rmtree(copy)


def _written(data: Path) -> tuple[bytes, int]:
    """The salt of the WAL, and up to which byte it holds frames of this salt."""
    wal = (data / f"{FILE}-wal").read_bytes()
    if len(wal) < WAL_HEADER:
        return b"", 0
    (page_size,) = struct.unpack_from(">I", wal, PAGE_SIZE_AT)
    salt = wal[SALT_AT : SALT_AT + 8]
    end = WAL_HEADER
    while wal[end + 8 : end + 16] == salt and end + FRAME_HEADER + page_size <= len(wal):
        end += FRAME_HEADER + page_size
    return salt, end


def _tear(scene: Scene, copy: Path, salt: bytes, safe: int) -> None:
    now, end = _written(copy)
    # Another salt: all of the earlier WAL was brought over into the database, and this one began afterwards.
    safe = safe if now == salt else 0
    wal, index = copy / f"{FILE}-wal", copy / f"{FILE}-shm"
    content = wal.read_bytes()
    if len(content) >= WAL_HEADER:
        (page_size,) = struct.unpack_from(">I", content, PAGE_SIZE_AT)
        (checkpointed,) = struct.unpack_from("=I", index.read_bytes(), CHECKPOINTED_AT)
        if checkpointed:  # a checkpoint brings the WAL to the disk before it begins
            safe = max(safe, WAL_HEADER + checkpointed * (FRAME_HEADER + page_size))
    cut = scene.random.randint(min(safe, end), end)
    rest = {
        "missing": b"",
        "zeros": bytes(len(content) - cut),
        "rubbish": scene.random.randbytes(len(content) - cut),
    }[scene.random.choice(("missing", "zeros", "rubbish"))]
    wal.write_bytes(content[:cut] + rest)
    index.unlink(missing_ok=True)  # shared memory: it is gone with the power


async def _open(scene: Scene, folder: Path, known: list[Act]) -> None:
    """Start a server on the copy, look at it through a phone, and write on."""
    hall = Hall(folder, None, scene.hall.code, scene.hall.tickets, scene.hall.prepared)
    server = scene.server_on(hall)
    # By another name: its commands are not those that the recorder gave before.
    person = Person("heir", "recorder", hall.tickets["recorder"])
    phone = Phone(person, hall.code, [server], scene.random)
    await server.start()
    try:
        phone.start()
        await phone.until(lambda it: it.seq is not None)
        copy = await hall.kept()
        scene.extra += survived(copy, await scene.hall.kept(), known)
        scene.extra += wrong_screens([line.entry() for line in copy.lines], copy.box, [phone.screen])
        await phone.say("note", text="继续")
        await phone.until(lambda it: (it.seq or 0) > copy.seq)
    finally:
        await phone.stop()
        await server.kill()
