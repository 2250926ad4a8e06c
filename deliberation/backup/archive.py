"""The file of a backup: a ZIP with a manifest that has the length and the SHA-256 of everything in it."""

import hashlib
import os
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Final, Literal, TypeAlias

import msgspec
from msgspec import Struct

from deliberation.backup.errors import BackupError, Damaged
from deliberation.session.phrases import phrase

FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
MAX_MANIFEST: Final = 64 * 1024 * 1024
"""Bytes; a hundred per picture, so half a million pictures."""
CHUNK: Final = 1 << 20

Kind = Literal["sqlite", "postgresql"]

Tell: TypeAlias = Callable[[int, int], None]
"""How far it is: bytes done, bytes in all."""


class Member(Struct, frozen=True, forbid_unknown_fields=True):
    """One file in the archive."""

    size: int
    sha256: str


class Manifest(Struct, frozen=True, forbid_unknown_fields=True):
    """What the archive is made of. `revision`: the version of the database's tables."""

    format: int
    made_at: str
    database: Kind
    revision: str
    members: dict[str, Member]


class Packing:
    """Writes an archive."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._zip = zipfile.ZipFile(stream, "w", allowZip64=True)
        self._members: dict[str, Member] = {}

    def add(self, name: str, source: Path, *, compress: bool) -> Iterator[int]:
        """Put a file in; yields how many bytes went in since the last time."""
        digest, size = hashlib.sha256(), 0
        with (
            source.open("rb") as file,
            self._zip.open(_entry(name, compress=compress), "w", force_zip64=True) as to,
        ):
            while chunk := file.read(CHUNK):
                to.write(chunk)
                digest.update(chunk)
                size += len(chunk)
                yield len(chunk)
        self._members[name] = Member(size, digest.hexdigest())

    def finish(self, *, made_at: str, database: Kind, revision: str) -> None:
        """Write the manifest and the end of the file."""
        manifest = Manifest(FORMAT, made_at, database, revision, self._members)
        self._zip.writestr(_entry(MANIFEST, compress=True), msgspec.json.encode(manifest))
        self._zip.close()


def _entry(name: str, *, compress: bool) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)  # without a time: the manifest has it
    entry.compress_type = zipfile.ZIP_DEFLATED if compress else zipfile.ZIP_STORED
    entry.external_attr = 0o600 << 16
    return entry


class Archive:
    """An archive that was opened to be read; its manifest is read, its contents are not looked at yet."""

    def __init__(self, opened: zipfile.ZipFile) -> None:
        self._zip = opened
        self.manifest = _manifest(opened)
        self.size = sum(member.size for member in self.manifest.members.values())
        """Bytes of everything in it."""

    def check(self, tell: Tell) -> None:
        """Whether everything is as it was written; raises Damaged."""
        done = 0
        for name in self.manifest.members:
            for chunk in self._read(name):
                done += len(chunk)
                tell(done, self.size)

    def unpack(self, folder: Path, tell: Tell) -> None:
        """Write everything below a folder, for its owner only, safe from a power cut. Raises Damaged."""
        done = 0
        for name in self.manifest.members:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                for chunk in self._read(name):
                    file.write(chunk)
                    done += len(chunk)
                    tell(done, self.size)
                file.flush()
                os.fsync(file.fileno())

    def _read(self, name: str) -> Iterator[bytes]:
        """The content in pieces; raises Damaged, at the latest after the last piece."""
        member, digest, size = self.manifest.members[name], hashlib.sha256(), 0
        with _trouble(), self._zip.open(name) as file:
            while chunk := file.read(CHUNK):
                size += len(chunk)
                if size > member.size:
                    break
                digest.update(chunk)
                yield chunk
        if size != member.size or digest.hexdigest() != member.sha256:
            raise Damaged(phrase("备份文件里的“{name}”和当初写下的不一样，不能用。请换一份备份。", name=name))


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """Open an archive. Raises Damaged, or BackupError when there is no such file or it is too new."""
    try:
        file = zipfile.ZipFile(path)
    except (FileNotFoundError, IsADirectoryError) as error:
        raise BackupError(phrase("没有 {file} 这个文件。请检查文件名。", file=str(path))) from error
    except zipfile.BadZipFile as error:
        raise _no_backup() from error
    with file:
        yield Archive(file)


def _manifest(archive: zipfile.ZipFile) -> Manifest:
    with _trouble():
        if archive.getinfo(MANIFEST).file_size > MAX_MANIFEST:
            raise _no_backup()
        text = archive.read(MANIFEST)
    try:
        version = msgspec.json.decode(text, type=dict[str, msgspec.Raw]).get("format")
        if version is not None and bytes(version) != str(FORMAT).encode():
            raise BackupError(phrase("这份备份是更新的版本写的。请先升级程序，再恢复。"))
        manifest = msgspec.json.decode(text, type=Manifest)
    except msgspec.MsgspecError as error:
        raise _no_backup() from error
    names = [entry.filename for entry in archive.infolist()]
    as_listed = len(names) == len(set(names)) and set(names) == {MANIFEST, *manifest.members}
    if not as_listed or not all(map(_is_safe, manifest.members)):
        raise _no_backup()
    if any(archive.getinfo(name).file_size != member.size for name, member in manifest.members.items()):
        raise _no_backup()
    return manifest


def _is_safe(name: str) -> bool:
    """Whether a name leads to a place below the folder it is unpacked to, on every system."""
    parts = PurePosixPath(name).parts
    return "/".join(parts) == name and not any(
        part in {"", ".", ".."} or any(each in part for each in "\\:\0") for part in parts
    )


@contextmanager
def _trouble() -> Iterator[None]:
    """Whatever the library finds wrong with a file, in one word of ours."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError, RuntimeError) as error:
        raise _no_backup() from error


def _no_backup() -> Damaged:
    return Damaged(phrase("这个文件不是完整的备份，不能用。请换一份备份。"))
