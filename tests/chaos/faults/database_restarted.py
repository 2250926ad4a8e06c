"""The database is restarted under the running server.

PostgreSQL is stopped in the `immediate` mode, without a checkpoint, so that its start has to recover.
SQLite is a file and has no server; what a restart does to its users, that nobody gets at it for a while
and a transaction is torn off, is done by another program: it takes the file's lock, writes into the
middle of the ledger, and is killed before it commits. In a campaign it often keeps the lock for longer
than the server waits.
"""

import asyncio
import subprocess
import sys
from pathlib import Path

from tests.chaos.scene import Scene

RESTS = (0, 1)
"""Seconds that PostgreSQL stays down, besides its recovery."""

HELD, HELD_IN_CAMPAIGN = (0.2, 1.0), (0.2, 8.0)
"""Seconds that the lock is held; the server waits for five (`deliberation.ledger.database.BUSY_SECONDS`)."""

INTRUDER = """
import sqlite3, sys
database = sqlite3.connect(sys.argv[1], timeout=60, isolation_level=None)
database.execute("PRAGMA cache_size = 1")  # so that what is written reaches the WAL before a commit
database.execute("BEGIN EXCLUSIVE")
database.execute("UPDATE entries SET hash = 'forged'")
print("held", flush=True)
sys.stdin.read()
"""


async def strike(scene: Scene) -> None:
    """Take it away, and give it back."""
    if scene.on_postgres:
        await scene.cluster.stop("immediate")
        await asyncio.sleep(scene.random.uniform(*RESTS))
        await scene.cluster.recover()
    else:
        held = scene.random.uniform(*(HELD_IN_CAMPAIGN if scene.full else HELD))
        await _intrude(scene.hall.data / "hall.sqlite3", held)


async def _intrude(database: Path, seconds: float) -> None:
    intruder = await asyncio.create_subprocess_exec(
        *(sys.executable, "-I", "-S", "-c", INTRUDER, str(database)),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert intruder.stdout is not None
    assert await intruder.stdout.readline() == b"held\n"
    await asyncio.sleep(seconds)
    intruder.kill()
    await intruder.wait()
