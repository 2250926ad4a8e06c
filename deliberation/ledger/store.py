"""What a ledger promises, whichever store is behind it.

The live layer gives it facts and reads facts; hashes, salts and tables stay below this line.
"""

from collections.abc import Collection, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from deliberation.ledger.chain import GENESIS, Line, chain
from deliberation.session.facts import Entry
from deliberation.session.names import Choice, SeatId, VoteId


class LedgerUnavailable(Exception):
    """The database cannot be reached or is too busy; try again later.

    Nothing was written, unless the connection broke during COMMIT itself: then nobody can know yet, and the
    next turn's `head` and `tail` tell.
    """


class Conflict(Exception):
    """A seq or a command id is taken: another process was first.

    It has to leave the savepoint, or the turn: what was half appended is undone there.
    """


class Head(Struct, frozen=True):
    """Where a session's ledger ends."""

    seq: int = 0
    root: str = GENESIS
    """The last entry's hash, 64 hex digits."""
    box_version: int = 0
    """How many ballots were ever written. A process that knows an older number reads the open boxes again."""


class Ballot(Struct, frozen=True):
    """One voter's choice in one vote. Neither time nor order is kept."""

    vote: VoteId
    seat: SeatId
    choice: Choice
    command_ids: tuple[str, ...]
    """Every command id with which this seat voted in this vote, so that a repeated command is recognised."""


class Turn(Protocol):
    """One transaction over the sessions it was opened for; another session's name raises KeyError."""

    async def head(self, session: str) -> Head:
        """The head as this turn sees it, its own appends included."""
        ...

    async def tail(self, session: str, after: int) -> list[Entry]:
        """The entries with a seq greater than `after`, in order."""
        ...

    async def append(self, session: str, entries: Sequence[Entry]) -> Head:
        """Continue the ledger; the first seq is the head's plus one. A BallotCast raises ValueError."""
        ...

    async def ballots(self, session: str, vote: VoteId) -> list[Ballot]:
        """The box of one vote, sorted by seat."""
        ...

    async def put_ballots(self, session: str, ballots: Sequence[Ballot]) -> Head:
        """Write each ballot over what that seat had in that vote."""
        ...

    def savepoint(self) -> AbstractAsyncContextManager[None]:
        """What happens inside is undone when an exception leaves it; what the turn did before stays."""
        ...


class Ledger(Protocol):
    """The append-only log of all sessions, and their ballot boxes."""

    def turn(self, sessions: Collection[str]) -> AbstractAsyncContextManager[Turn]:
        """Open a transaction, lock these sessions. Leaving it commits durably, an exception rolls back."""
        ...

    def view(self, sessions: Collection[str]) -> AbstractAsyncContextManager[Turn]:
        """A transaction that only reads: everything as it was at one moment, and nobody is held up."""
        ...

    async def read(self, session: str, after: int = 0) -> list[Entry]:
        """The committed entries with a seq greater than `after`, in order."""
        ...

    async def lines(self, session: str) -> list[Line]:
        """The committed entries as they are stored and hashed, for an archive or a proof."""
        ...

    async def head(self, session: str) -> Head:
        """The committed head; of a session that nothing is known of, the empty one."""
        ...

    async def heads(self, sessions: Collection[str]) -> dict[str, Head]:
        """The committed head of each of them, asked for at once."""
        ...

    async def verify(self, session: str) -> int | None:
        """Recompute the whole chain: the first seq that does not hold, or None when all do."""
        ...

    async def erase(self, session: str, seq: int, pointers: Collection[str]) -> None:
        """Forget personal texts of one entry for good, named by JSON Pointers such as `/fact/reason`.

        The chain still verifies. KeyError when there is no such entry, or no personal text there.
        """
        ...

    async def ready(self) -> bool:
        """Whether the store answers and has its tables."""
        ...

    async def close(self) -> None:
        """Let go of all connections; the ledger is not used afterwards."""
        ...


def continued(head: Head, entries: Sequence[Entry]) -> tuple[Head, list[Line]]:
    """Chain entries to a head: the new head, and the lines to store. Conflict when they do not follow it."""
    if [entry.seq for entry in entries] != list(range(head.seq + 1, head.seq + 1 + len(entries))):
        raise Conflict(f"Entries {[entry.seq for entry in entries]} do not follow entry {head.seq}")
    lines = chain(head.root, entries)
    if not lines:
        return head, []
    return replace(head, seq=lines[-1].seq, root=lines[-1].hash), lines
