"""A small disk: a file system in memory that a test can fill."""

import asyncio
import errno
import os
import shutil
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

BLOCK = 4096


def lacks() -> str | None:
    """Mounting needs root, and containers often forbid it to root, too."""
    if os.geteuid() != 0 or not shutil.which("mount"):
        return "only root can mount a small disk"
    return None


@asynccontextmanager
async def small_disk(folder: Path, megabytes: int) -> AsyncIterator[None]:
    """Mount a file system of this size on an empty folder."""
    await _run("mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=0777", "tmpfs", str(folder))
    try:
        yield
    finally:
        # Lazily: what a killed process still had open goes with it.
        await _run("umount", "--lazy", str(folder))


def fill(ballast: Path, spare: int) -> None:
    """Take up everything but `spare` bytes of the disk."""
    written = 0
    with ballast.open("wb", buffering=0) as file:
        for size in (1 << 20, BLOCK):
            try:
                while True:
                    written += file.write(b"\0" * size)
            except OSError as error:
                if error.errno != errno.ENOSPC:
                    raise
        file.truncate(max(0, written - spare))


async def _run(*command: str) -> None:
    await asyncio.to_thread(subprocess.run, command, check=True, capture_output=True)
