"""Entries as they are hashed and kept: canonical JSON, each line bound to the one before it.

The format is documented in docs/ledger.md, so that it can be verified without this program.
"""

from collections.abc import Collection, Iterable, Sequence
from hashlib import sha256

import msgspec
import rfc8785
from msgspec import Struct

from deliberation.ledger.sealing import Openings, seal, unseal
from deliberation.session.facts import BallotCast, Entry

GENESIS = "0" * 64
"""What the first entry is bound to."""

FORMAT = 1
"""The version of the body's layout. Only `Line.entry` reads it; there an older one is brought up to date."""


class Line(Struct, frozen=True):
    """One entry as it is stored."""

    seq: int
    body: str
    """Canonical JSON (RFC 8785) of the entry, with a commitment in place of every personal text."""
    openings: Openings
    hash: str
    """SHA-256 over the previous line's hash (32 bytes) and the body in UTF-8, as hex."""
    command_id: str | None = None

    def entry(self) -> Entry:
        """Read the entry. ValueError when it does not match its openings, or comes from a newer program."""
        content = msgspec.json.decode(self.body)
        if (version := content.pop("v")) != FORMAT:
            raise ValueError(f"Entry {self.seq} has format {version}; this program reads format {FORMAT}")
        unseal(content, self.openings)
        return msgspec.convert(content, Entry)


def chain(previous: str, entries: Iterable[Entry]) -> list[Line]:
    """Seal the entries, each bound to the one before, the first to the hash `previous`."""
    lines = []
    for entry in entries:
        if isinstance(entry.fact, BallotCast):
            raise ValueError("A ballot goes into the ballot box, never into the ledger")  # noqa: TRY004 - a wrong fact
        if entry.at.utcoffset() is None:
            raise ValueError("An entry's time needs its zone")
        content = msgspec.to_builtins(entry)
        openings = seal(content)
        body = rfc8785.dumps({**content, "v": FORMAT}).decode()
        previous = linked(previous, body)
        lines.append(Line(entry.seq, body, openings, previous, entry.command_id))
    return lines


def linked(previous: str, body: str) -> str:
    """The hash of a line that follows the line with the hash `previous`."""
    return sha256(bytes.fromhex(previous) + body.encode()).hexdigest()


def first_broken(lines: Sequence[Line], *, seq: int, root: str) -> int | None:
    """The first seq that does not hold in a ledger that ought to end with `seq` and `root`, or None."""
    previous = GENESIS
    for expected, line in enumerate(lines, start=1):
        previous = linked(previous, line.body)
        if line.hash != previous or not _reads_back(line, expected):
            return expected
    if len(lines) != seq:
        return min(len(lines), seq) + 1
    return None if previous == root else seq


def erased(line: Line, pointers: Collection[str]) -> Line:
    """The line without the texts and salts at these pointers. KeyError where none was sealed."""
    if unknown := set(pointers) - line.openings.keys():
        raise KeyError(f"Entry {line.seq} has no personal text at {sorted(unknown)}")
    return msgspec.structs.replace(line, openings=line.openings | dict.fromkeys(pointers))


def _reads_back(line: Line, seq: int) -> bool:
    """Whether the body is a readable entry that says the same as the columns beside it."""
    try:
        entry = line.entry()
    except (ValueError, LookupError, TypeError):
        return False
    return line.seq == entry.seq == seq and line.command_id == entry.command_id
