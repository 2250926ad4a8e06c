"""A ledger in memory: for tests and rehearsals, with the same transactions as the database."""

import asyncio
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import asynccontextmanager

from msgspec import Struct
from msgspec.structs import replace

from deliberation.ledger.chain import Line, erased, first_broken
from deliberation.ledger.store import Ballot, Conflict, Head, continued
from deliberation.session.facts import Entry
from deliberation.session.names import SeatId, VoteId


class Book(Struct, frozen=True):
    """One session's ledger and boxes. Never changed, only replaced, so that one can go back to an old one."""

    head: Head = Head()
    lines: tuple[Line, ...] = ()
    command_ids: frozenset[str] = frozenset()
    ballots: Mapping[tuple[VoteId, SeatId], Ballot] = {}


class MemoryLedger:
    """See `store.Ledger`."""

    def __init__(self) -> None:
        self._books: dict[str, Book] = {}
        self._lock = asyncio.Lock()

    @asynccontextmanager
    async def turn(self, sessions: Collection[str]) -> AsyncIterator["MemoryTurn"]:
        """See `store.Ledger.turn`; one turn at a time."""
        async with self._lock:
            turn = MemoryTurn({session: self._book(session) for session in sessions})
            yield turn
            self._books |= turn.books

    @asynccontextmanager
    async def view(self, sessions: Collection[str]) -> AsyncIterator["MemoryTurn"]:
        """See `store.Ledger.view`."""
        yield MemoryTurn({session: self._book(session) for session in sessions})

    async def read(self, session: str, after: int = 0) -> list[Entry]:
        """See `store.Ledger.read`."""
        return [line.entry() for line in self._book(session).lines[after:]]

    async def lines(self, session: str) -> list[Line]:
        """See `store.Ledger.lines`."""
        return list(self._book(session).lines)

    async def head(self, session: str) -> Head:
        """See `store.Ledger.head`."""
        return self._book(session).head

    async def heads(self, sessions: Collection[str]) -> dict[str, Head]:
        """See `store.Ledger.heads`."""
        return {session: self._book(session).head for session in sessions}

    async def verify(self, session: str) -> int | None:
        """See `store.Ledger.verify`."""
        book = self._book(session)
        return first_broken(book.lines, seq=book.head.seq, root=book.head.root)

    async def erase(self, session: str, seq: int, pointers: Collection[str]) -> None:
        """See `store.Ledger.erase`."""
        async with self._lock:
            book = self._book(session)
            if not 1 <= seq <= len(book.lines):
                raise KeyError(f"Session {session} has no entry {seq}")
            line = erased(book.lines[seq - 1], pointers)
            self._books[session] = replace(book, lines=(*book.lines[: seq - 1], line, *book.lines[seq:]))

    async def ready(self) -> bool:
        """Always."""
        return True

    async def close(self) -> None:
        """Nothing to let go of."""

    def _book(self, session: str) -> Book:
        return self._books.get(session, Book())


class MemoryTurn:
    """See `store.Turn`."""

    def __init__(self, books: dict[str, Book]) -> None:
        self.books = books

    async def head(self, session: str) -> Head:
        """See `store.Turn.head`."""
        return self.books[session].head

    async def tail(self, session: str, after: int) -> list[Entry]:
        """See `store.Turn.tail`."""
        return [line.entry() for line in self.books[session].lines[after:]]

    async def append(self, session: str, entries: Sequence[Entry]) -> Head:
        """See `store.Turn.append`."""
        book = self.books[session]
        head, lines = continued(book.head, entries)
        new_ids = [line.command_id for line in lines if line.command_id is not None]
        command_ids = book.command_ids.union(new_ids)
        if len(command_ids) != len(book.command_ids) + len(new_ids):
            raise Conflict(f"A command id of {new_ids} is taken in session {session}")
        self.books[session] = replace(book, head=head, lines=(*book.lines, *lines), command_ids=command_ids)
        return head

    async def ballots(self, session: str, vote: VoteId) -> list[Ballot]:
        """See `store.Turn.ballots`."""
        boxes = self.books[session].ballots
        return [ballot for (box, _), ballot in sorted(boxes.items()) if box == vote]

    async def put_ballots(self, session: str, ballots: Sequence[Ballot]) -> Head:
        """See `store.Turn.put_ballots`."""
        book = self.books[session]
        head = replace(book.head, box_version=book.head.box_version + len(ballots))
        boxes = {**book.ballots, **{(ballot.vote, ballot.seat): ballot for ballot in ballots}}
        self.books[session] = replace(book, head=head, ballots=boxes)
        return head

    @asynccontextmanager
    async def savepoint(self) -> AsyncIterator[None]:
        """See `store.Turn.savepoint`."""
        before = dict(self.books)
        try:
            yield
        except BaseException:
            self.books = before
            raise
