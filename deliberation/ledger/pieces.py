"""Work on the database in pieces: what is between two decisions of ours is done in one go.

A piece is a function of an ordinary SQLAlchemy connection. For SQLite, SQLAlchemy's own asynchronous engine
goes from the event loop to a thread and back for each cursor that is made, executed, read and closed, some 25
times for a turn of the writer, and waits each time until the busy loop lets the thread run. A piece goes
there and back once, whatever it does: three times for a turn, which took a third of the computing time.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Concatenate, Final, ParamSpec, Protocol, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.ext.asyncio import AsyncEngine

from deliberation.ledger.database import reading, threaded, trouble

P = ParamSpec("P")
T = TypeVar("T")

AT_ONCE: Final = 4
"""Transactions on SQLite at the same time, each with its thread: one that writes, and readers."""


class Work(Protocol):
    """Does one piece after another in the same transaction. Raises Conflict or LedgerUnavailable."""

    async def __call__(
        self, piece: Callable[Concatenate[Connection, P], T], /, *args: P.args, **options: P.kwargs
    ) -> T:
        """What the piece returned."""
        ...


class Workplace(Protocol):
    """A database to work on."""

    def transaction(self, *, read_only: bool = False) -> AbstractAsyncContextManager[Work]:
        """Leaving it commits, an exception rolls back."""
        ...

    async def close(self) -> None:
        """Let go of all connections."""
        ...


def workplace(engine: AsyncEngine) -> Workplace:
    """The quickest way to work on the database of this engine. Closing it closes the engine."""
    return Threads(engine) if engine.dialect.name == "sqlite" else Loop(engine)


class Loop:
    """PostgreSQL: its driver belongs to the event loop."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._reading = reading(engine)

    @asynccontextmanager
    async def transaction(self, *, read_only: bool = False) -> AsyncIterator[Work]:
        """See `Workplace`."""
        with trouble():
            connection = await (self._reading if read_only else self._engine).connect()
        try:

            async def work(
                piece: Callable[Concatenate[Connection, P], T], /, *args: P.args, **options: P.kwargs
            ) -> T:
                with trouble():
                    return await connection.run_sync(piece, *args, **options)

            await work(_begin)
            yield work
            await work(_commit)
        finally:
            with trouble():
                await connection.close()  # rolls back what was not committed

    async def close(self) -> None:
        """See `Workplace`."""
        await self._engine.dispose()


class Threads:
    """SQLite: each transaction in a thread."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._asynchronous = engine
        self.engine = threaded(engine, connections=AT_ONCE)
        self._reading = reading(self.engine)
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="ledger")
        # Whoever waits for a connection waits in the loop, not in a thread that its owner needs.
        self._places = asyncio.Semaphore(AT_ONCE)

    @asynccontextmanager
    async def transaction(self, *, read_only: bool = False) -> AsyncIterator[Work]:
        """See `Workplace`. Nothing is opened before the first piece."""
        seat = Seat(self._threads, self._reading if read_only else self.engine)
        async with self._places:
            try:
                yield seat.work
                await seat.leave(commit=True)
            finally:
                await seat.leave(commit=False)

    async def close(self) -> None:
        """See `Workplace`."""
        self._threads.shutdown()
        self.engine.dispose()
        await self._asynchronous.dispose()


class Seat:
    """One transaction on SQLite."""

    def __init__(self, threads: ThreadPoolExecutor, engine: Engine) -> None:
        self._threads = threads
        self._engine = engine
        self._connection: Connection | None = None

    async def work(
        self, piece: Callable[Concatenate[Connection, P], T], /, *args: P.args, **options: P.kwargs
    ) -> T:
        """See `Work`."""

        def begun() -> T:
            if self._connection is None:
                self._connection = self._engine.connect()
                _begin(self._connection)
            return piece(self._connection, *args, **options)

        with trouble():
            return await self._in_thread(begun)

    async def leave(self, *, commit: bool) -> None:
        """End it, if it was begun and not ended."""
        connection, self._connection = self._connection, None
        if connection is None:
            return

        def end() -> None:
            with connection:  # rolls back what was not committed
                if commit:
                    _commit(connection)

        with trouble():
            await self._in_thread(end)

    async def _in_thread(self, act: Callable[[], T]) -> T:
        """Run it to its end, also when nobody waits any more: no connection is used by two threads."""
        future = asyncio.get_running_loop().run_in_executor(self._threads, act)
        cancelled: asyncio.CancelledError | None = None
        while not future.done():
            try:
                await asyncio.wait([future])
            except asyncio.CancelledError as error:
                cancelled = error
        if cancelled is not None:
            raise cancelled
        return future.result()


def _begin(connection: Connection) -> None:
    connection.begin()


def _commit(connection: Connection) -> None:
    connection.commit()
