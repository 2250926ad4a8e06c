"""Where uploaded pictures are decoded: in processes with limits, a few at once, never in the server."""

import asyncio
import os
import subprocess
import sys
from typing import IO, Final

import msgspec

from deliberation.media.pictures import MAX_BYTES, Developed, Order, Refused, Result, Shape, Spoiled

AT_ONCE: Final = 2
"""Darkrooms at work in this process. Each may take 1 GB and one core; a hall's laptop has 4 GB and two."""

WAITING: Final = 12
"""Pictures that may wait for one; a darkroom needs about a second each."""

SECONDS: Final = 120
"""After this, a darkroom is ended. It works for a third of that; the rest is for a busy machine."""

DARKROOM: Final = (sys.executable, "-I", "-B", "-m", "deliberation.media.darkroom")

ENVIRONMENT: Final = {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}
"""What Windows needs to start a process. The server's secrets stay with the server."""


class Studio:
    """Develops pictures; used within one event loop."""

    def __init__(self) -> None:
        self._rooms = asyncio.Semaphore(AT_ONCE)
        self._there = 0

    async def develop(self, file: IO[bytes], cover: list[Shape] | None = None) -> Developed:
        """The picture of this file in its sizes, these places covered. Raises Refused."""
        if self._there >= AT_ONCE + WAITING:
            raise Refused("busy")
        self._there += 1
        try:
            async with self._rooms:
                # Read only now: who waits holds no more than a file.
                return await asyncio.to_thread(_develop, file, cover or [])
        finally:
            self._there -= 1


def _develop(file: IO[bytes], cover: list[Shape]) -> Developed:
    content = file.read(MAX_BYTES + 1)
    if not content:
        raise Refused("empty")
    if len(content) > MAX_BYTES:
        raise Refused("too_many_bytes")
    if not begins_like_a_picture(content):
        # What is none from its first bytes on is not worth a process.
        raise Refused("not_a_picture")
    order = msgspec.msgpack.encode(Order(content, cover))
    try:
        done = subprocess.run(  # noqa: S603 - our own program, nothing of it from outside
            DARKROOM,
            input=order,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=ENVIRONMENT,
            timeout=SECONDS,
            check=True,
        )
    except subprocess.SubprocessError as error:
        # Ended by one of its limits, or by a fault in a decoder.
        raise Refused("broken") from error
    result: Result = msgspec.msgpack.decode(done.stdout, type=Result)
    if isinstance(result, Spoiled):
        raise Refused(result.code)
    return result


def begins_like_a_picture(content: bytes) -> bool:
    """Whether the first bytes are those of a JPEG, PNG, WebP, or of the container of HEIC."""
    return (
        content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"))
        or (content.startswith(b"RIFF") and content[8:12] == b"WEBP")
        or content[4:8] == b"ftyp"
    )
