"""The ledger in a database: SQLite or PostgreSQL. The database is the only referee between processes."""

from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from typing import Any

from msgspec.structs import asdict, replace
from sqlalchemy import update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from deliberation.ledger import statements, tables
from deliberation.ledger.chain import Line, erased, first_broken
from deliberation.ledger.pieces import Work, workplace
from deliberation.ledger.statements import ByDialect
from deliberation.ledger.store import Ballot, Head, LedgerUnavailable, continued
from deliberation.session.facts import Entry
from deliberation.session.names import VoteId


class SqlLedger:
    """See `store.Ledger`. Closing it closes the engine."""

    def __init__(self, engine: AsyncEngine) -> None:
        self.place = workplace(engine)

    @asynccontextmanager
    async def turn(self, sessions: Collection[str]) -> AsyncIterator["SqlTurn"]:
        """See `store.Ledger.turn`."""
        async with self.place.transaction() as work:
            yield SqlTurn(work, await work(statements.heads, sessions, lock=True))

    @asynccontextmanager
    async def view(self, sessions: Collection[str]) -> AsyncIterator["SqlTurn"]:
        """See `store.Ledger.view`."""
        async with self.place.transaction(read_only=True) as work:
            yield SqlTurn(work, await work(statements.heads, sessions))

    async def read(self, session: str, after: int = 0) -> list[Entry]:
        """See `store.Ledger.read`."""
        async with self.place.transaction(read_only=True) as work:
            return await work(statements.entries, session, after)

    async def lines(self, session: str) -> list[Line]:
        """See `store.Ledger.lines`."""
        async with self.place.transaction(read_only=True) as work:
            return await work(statements.lines, session)

    async def head(self, session: str) -> Head:
        """See `store.Ledger.head`."""
        return (await self.heads([session]))[session]

    async def heads(self, sessions: Collection[str]) -> dict[str, Head]:
        """See `store.Ledger.heads`."""
        async with self.place.transaction(read_only=True) as work:
            return await work(statements.heads, sessions)

    async def verify(self, session: str) -> int | None:
        """See `store.Ledger.verify`."""
        async with self.place.transaction(read_only=True) as work:
            head = (await work(statements.heads, [session]))[session]
            lines = await work(statements.lines, session)
        return first_broken(lines, seq=head.seq, root=head.root)

    async def erase(self, session: str, seq: int, pointers: Collection[str]) -> None:
        """See `store.Ledger.erase`."""
        async with self.place.transaction() as work:
            lines = await work(statements.lines, session, seq - 1, limit=1)
            if not lines or lines[0].seq != seq:
                raise KeyError(f"Session {session} has no entry {seq}")
            entry = tables.entries.c.session == session, tables.entries.c.seq == seq
            openings = erased(lines[0], pointers).openings
            await work(statements.execute, update(tables.entries).where(*entry).values(sealed=openings))

    async def ready(self) -> bool:
        """See `store.Ledger.ready`."""
        try:
            await self.head("")
        except (LedgerUnavailable, DBAPIError):
            return False
        return True

    async def close(self) -> None:
        """See `store.Ledger.close`."""
        await self.place.close()


class SqlTurn:
    """See `store.Turn`."""

    def __init__(self, work: Work, heads: dict[str, Head]) -> None:
        self._work = work
        self._heads = heads
        self._marks = 0
        """Savepoints that were made so far."""
        self._mark_due = False
        """Whether the next write has to make one first."""

    async def head(self, session: str) -> Head:
        """See `store.Turn.head`."""
        return self._heads[session]

    async def tail(self, session: str, after: int) -> list[Entry]:
        """See `store.Turn.tail`."""
        if after >= self._heads[session].seq:
            return []
        return await self._work(statements.entries, session, after)

    async def append(self, session: str, entries: Sequence[Entry]) -> Head:
        """See `store.Turn.append`."""
        head, lines = continued(self._heads[session], entries)
        if lines:
            rows = [
                {
                    "session": session,
                    "seq": line.seq,
                    "command_id": line.command_id,
                    "body": line.body,
                    "sealed": line.openings,
                    "hash": line.hash,
                }
                for line in lines
            ]
            await self._write(session, head, statements.ADD_ENTRY, rows)
        return head

    async def ballots(self, session: str, vote: VoteId) -> list[Ballot]:
        """See `store.Turn.ballots`."""
        self._heads[session]
        return await self._work(statements.ballots, session, vote)

    async def put_ballots(self, session: str, ballots: Sequence[Ballot]) -> Head:
        """See `store.Turn.put_ballots`."""
        head = self._heads[session]
        if ballots:
            head = replace(head, box_version=head.box_version + len(ballots))
            rows = [{"session": session} | asdict(ballot) for ballot in ballots]
            await self._write(session, head, statements.PUT_BALLOT, rows)
        return head

    @asynccontextmanager
    async def savepoint(self) -> AsyncIterator[None]:
        """See `store.Turn.savepoint`. The first write makes it: most parts of a turn only read."""
        before, marks = dict(self._heads), self._marks
        self._mark_due = True
        try:
            yield
        except BaseException:
            self._heads = before
            if self._marks > marks:
                await self._work(statements.go_back)
            raise
        finally:
            self._mark_due = False

    async def _write(
        self, session: str, head: Head, statement: ByDialect, rows: list[dict[str, Any]]
    ) -> None:
        """The rows, and the head that says that they are there, in one piece."""
        mark, self._mark_due = self._mark_due, False
        self._marks += mark
        await self._work(
            statements.write,
            session,
            head,
            statement,
            rows,
            first=self._heads[session] == Head(),
            mark=self._marks if mark else None,
        )
        self._heads[session] = head
