"""Where pictures are kept: on this machine's disk, or in a bucket that speaks S3."""

import asyncio
import os
import re
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from msgspec import Struct

from deliberation import ids

if TYPE_CHECKING:
    from obstore.store import S3Store

NAME: Final = re.compile(r"[^/.\\\0][^/\\\0]*(/[^/.\\\0][^/\\\0]*)*")
"""Folders and a file; none of them hidden, so that no name leads out of the store."""


class Store(Protocol):
    """Keeps files by name. A file is there as a whole or not at all."""

    async def put(self, name: str, content: bytes) -> None:
        """Keep it, in place of what had this name before; durable when this returns."""

    async def get(self, name: str) -> bytes | None:
        """The content; None when there is no such file, or when no file can have this name."""

    async def delete(self, name: str) -> None:
        """Forget it; not being there is fine."""


class DiskStore:
    """Files below a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def put(self, name: str, content: bytes) -> None:
        """Written beside its place, synced, then moved: a power cut leaves the old file or the new one."""
        await asyncio.to_thread(self._put, self._folder / checked(name), content)

    async def get(self, name: str) -> bytes | None:
        """The content, or None."""
        return await asyncio.to_thread(self._get, name)

    async def delete(self, name: str) -> None:
        """Remove it."""
        await asyncio.to_thread((self._folder / checked(name)).unlink, missing_ok=True)

    def _put(self, place: Path, content: bytes) -> None:
        place.parent.mkdir(parents=True, exist_ok=True)
        beside = place.with_name(f".{ids.opaque_id()}")
        try:
            with beside.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(place)
        finally:
            beside.unlink(missing_ok=True)
        _sync_folder(place.parent)

    def _get(self, name: str) -> bytes | None:
        if not NAME.fullmatch(name):
            return None
        with suppress(FileNotFoundError, IsADirectoryError, NotADirectoryError, OSError):
            return (self._folder / name).read_bytes()
        return None


def _sync_folder(folder: Path) -> None:
    """Make a rename last; Windows cannot, and does not need it."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


class BucketStore:
    """Objects in a bucket, below a prefix."""

    def __init__(self, bucket: "S3Store", prefix: str) -> None:
        self._bucket = bucket
        self._prefix = prefix

    async def put(self, name: str, content: bytes) -> None:
        """One request; the service keeps the whole object or nothing."""
        await self._bucket.put_async(f"{self._prefix}/{checked(name)}", content)

    async def get(self, name: str) -> bytes | None:
        """The content, or None."""
        if not NAME.fullmatch(name):
            return None
        try:
            found = await self._bucket.get_async(f"{self._prefix}/{name}")
            return bytes(await found.bytes_async())
        except FileNotFoundError:
            return None

    async def delete(self, name: str) -> None:
        """Remove it; S3 does not mind when it is not there."""
        with suppress(FileNotFoundError):
            await self._bucket.delete_async(f"{self._prefix}/{checked(name)}")


class Shelves(Struct, frozen=True):
    """The two places of pictures. What lies in the public one, anybody may fetch who knows its name."""

    public: Store
    private: Store


def on_disk(data: Path) -> Shelves:
    """Below the data folder."""
    return Shelves(public=DiskStore(data / "media"), private=DiskStore(data / "media-private"))


def in_bucket(url: str) -> Shelves:
    """Below s3://bucket/prefix; the library reads AWS_… variables. ValueError when it cannot be."""
    # Fifteen megabytes of code that a hall with a disk never needs.
    from obstore.exceptions import BaseError  # noqa: PLC0415
    from obstore.store import S3Store  # noqa: PLC0415

    try:
        bucket = S3Store.from_url(url)
    except BaseError as error:
        raise ValueError(str(error)) from error
    return Shelves(public=BucketStore(bucket, "public"), private=BucketStore(bucket, "private"))


def checked(name: str) -> str:
    """A name that we made ourselves; ValueError when it is not one."""
    if not NAME.fullmatch(name):
        raise ValueError(f"no file can be called {name!r}")
    return name
