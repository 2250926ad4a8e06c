"""Somebody sets the server's clock back by an hour, in the middle of a vote.

With libfaketime: the processes are told another time of day from a file, while the machine's count of
seconds goes on as it does when a real clock is set.
"""

import asyncio
import os
from collections.abc import Mapping
from datetime import timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from tempfile import gettempdir

from deliberation.clock import utc_now
from tests.chaos.nursery import Server
from tests.chaos.scene import Scene

FILE = Path(gettempdir()) / f"deliberation-clock-{os.getpid()}"
HOUR = timedelta(hours=1)
BACK = "-1h"


def library() -> Path | None:
    """Where Debian's `faketime` puts it, for whichever machine this is."""
    return next(iter(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1")), None)


def lacks() -> str | None:
    """Another time of day takes libfaketime."""
    return None if library() else "libfaketime is not installed (Debian: faketime)"


def environment() -> Mapping[str, str]:
    """Of processes that take the time of day from the file, as long as it is there."""
    return {
        "LD_PRELOAD": str(library()),
        "FAKETIME_TIMESTAMP_FILE": str(FILE),
        "FAKETIME_NO_CACHE": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    }


async def strike(scene: Scene) -> None:
    """Set it back; in every second round, restart the server in the hour that comes for the second time."""
    (server,) = scene.servers
    FILE.write_text(BACK)
    try:
        await scene.moment()
        # Its answers carry the time of their second; the next one's shows what the clock says now.
        while await _behind(server) < HOUR - timedelta(minutes=1):  # noqa: ASYNC110 - nobody would tell us
            await asyncio.sleep(0.1)
        if scene.random.random() < 0.5:
            await server.kill()
            await server.start()
            await scene.moment()
        scene.rest()
        await scene.converge()
    finally:
        FILE.unlink()


async def _behind(server: Server) -> timedelta:
    """By how much the server's time of day is behind, by its answer to a page."""
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    writer.write(b"GET /healthz HTTP/1.1\r\nHost: hall\r\nConnection: close\r\n\r\n")
    headers = (await reader.read()).decode().lower().splitlines()
    writer.close()
    await writer.wait_closed()
    date = next(line for line in headers if line.startswith("date:"))
    return utc_now() - parsedate_to_datetime(date.removeprefix("date:").strip())
