"""The one writer of a process: it drains the inboxes, decides, commits, and only then lets anybody know.

One transaction carries the commands of all rooms that had something, so that a thousand ballots cost a
handful of commits; each room has its own savepoint, so that one room's trouble does not touch the others.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Hashable, Iterable, Sequence
from time import perf_counter
from typing import Final, Literal, TypeAlias, TypeVar

import structlog
from msgspec import Struct

from deliberation.ledger.store import Conflict, Ledger, LedgerUnavailable, Turn
from deliberation.live.bus import Mark
from deliberation.live.clock import Clock
from deliberation.live.draft import Draft, first_draft
from deliberation.live.logs import log_defect
from deliberation.live.messages import Answer, Request
from deliberation.live.refusals import refused
from deliberation.live.room import Room
from deliberation.session.facts import Actor

log = structlog.get_logger()

T = TypeVar("T")

ATTEMPTS: Final = 3
"""A turn that lost a race against another process reads again; with the heads locked, even one is rare."""

RESTART_SECONDS: Final = 0.5
"""Pause after the writer failed in a way nobody foresaw, so that a lasting defect does not spin."""

Vouch: TypeAlias = Callable[[Collection[Hashable]], Awaitable[Collection[Hashable]]]
"""Which of these credentials still count. Asked once a turn, so that a card taken back ends at once."""

Tell: TypeAlias = Callable[[str, Mark], None]
"""Told after a commit how far a session has come that the turn wrote to; never waits."""

Visit = Literal["here", "unknown", "unavailable"]
"""How an attempt to bring a room up to date ended."""

NoteTurn: TypeAlias = Callable[[int, float], None]
"""Told after each committed turn how many commands it decided, and how many seconds it took."""


class Figures(Struct):
    """What went wrong since the process started, for the operator."""

    failed_turns: int = 0
    restarts: int = 0


class Command(Struct, frozen=True, eq=False):
    """A request in an inbox. Without a credential it comes from this process itself."""

    request: Request
    actor: Actor
    credential: Hashable
    answer: "asyncio.Future[Answer]"


class Batch(Struct, frozen=True):
    """What waits for the next turn, by session code."""

    inbox: dict[str, list[Command]] = {}
    visits: "dict[str, list[asyncio.Future[Visit]]]" = {}

    @property
    def codes(self) -> list[str]:
        """Every session this turn is about."""
        return sorted(self.inbox.keys() | self.visits.keys())

    def __bool__(self) -> bool:
        return bool(self.inbox or self.visits)


class Part(Struct, frozen=True, eq=False):
    """One room's part of a turn. Without a draft nothing is known of the session, or its part failed."""

    code: str
    draft: Draft | None
    visit: Visit
    answers: list[tuple[Command, Answer]]


class Writer:
    """Takes turns until it is stopped. `rooms` is shared with whoever shows them; it grows only here."""

    def __init__(
        self,
        ledger: Ledger,
        rooms: dict[str, Room],
        make_room: Callable[[str, Draft], Room],
        clock: Clock,
        vouch: Vouch,
        note_turn: NoteTurn,
    ) -> None:
        self.figures = Figures()
        self.healthy = False
        """Whether the last turn went well; false before the start and after the end."""
        self._ledger = ledger
        self._rooms = rooms
        self._make_room = make_room
        self._clock = clock
        self._vouch = vouch
        self._note_turn = note_turn
        self._tell: Tell = _nobody
        self._waiting = Batch()
        self._wake = asyncio.Event()
        self._open = False
        self._task: asyncio.Task[None] | None = None

    # The outside ---------------------------------------------------------------------------------------

    def start(self, tell: Tell) -> None:
        """Begin to take turns."""
        self._tell = tell
        self._open = self.healthy = True
        self._task = asyncio.create_task(self._supervise(), name="writer")

    async def stop(self) -> None:
        """Take no more commands, decide those that are waiting, and end."""
        self._open = False
        self._wake.set()
        if self._task is not None:
            await self._task

    def submit(
        self, code: str, request: Request, actor: Actor, credential: Hashable = None
    ) -> "asyncio.Future[Answer]":
        """Put a command into a room's inbox, at once: the order of these calls is the order of decision."""
        future: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        if self._open:
            self._waiting.inbox.setdefault(code, []).append(Command(request, actor, credential, future))
            self._wake.set()
        else:
            future.set_result(refused("unavailable"))
        return future

    def visit(self, code: str) -> "asyncio.Future[Visit]":
        """Let the next turn bring this room up to date with the ledger, loading it if need be."""
        future: asyncio.Future[Visit] = asyncio.get_running_loop().create_future()
        if self._open:
            self._waiting.visits.setdefault(code, []).append(future)
            self._wake.set()
        else:
            future.set_result("unavailable")
        return future

    # Supervision ---------------------------------------------------------------------------------------

    async def _supervise(self) -> None:
        """Keep the work going. Whoever waits for a turn that dies is told so; the next turn starts afresh."""
        try:
            while True:
                try:
                    await self._work()
                except Exception as error:  # noqa: BLE001 - whatever it was, the hall goes on
                    self.healthy = False
                    self.figures.restarts += 1
                    log_defect("writer_failed", error)
                    await asyncio.sleep(RESTART_SECONDS)
                else:
                    return
        finally:
            self._open = self.healthy = False
            _fail(self._drain())

    async def _work(self) -> None:
        while self._open or self._waiting:
            await self._wake.wait()
            self._wake.clear()
            if batch := self._drain():
                await self._take_turn(batch)
            if not self._open:
                self._wake.set()

    def _drain(self) -> Batch:
        batch, self._waiting = self._waiting, Batch()
        return batch

    # A turn --------------------------------------------------------------------------------------------

    async def _take_turn(self, batch: Batch) -> None:
        began = perf_counter()
        try:
            self._finish(await self._commit(batch), batch)
            self.healthy = True
            self._note_turn(sum(map(len, batch.inbox.values())), perf_counter() - began)
        except (LedgerUnavailable, Conflict) as error:
            self.healthy = False
            self.figures.failed_turns += 1
            log.warning("turn_failed", sessions=batch.codes, error=type(error).__name__)
        finally:
            _fail(batch)  # whoever has no answer by now would wait for ever

    async def _commit(self, batch: Batch) -> list[Part]:
        """Decide and write the whole batch in one transaction. Raises LedgerUnavailable or Conflict."""
        credentials = {each.credential for each in _commands(batch)} - {None}
        vouched = await self._vouch(credentials) if credentials else ()
        # To catch up needs no lock. A writer that failed takes it anyway, to learn whether it can write.
        opening = self._ledger.turn if batch.inbox or not self.healthy else self._ledger.view
        for attempt in range(1, ATTEMPTS + 1):
            try:
                async with opening(batch.codes) as turn:
                    return [
                        await self._part(turn, code, batch.inbox.get(code, ()), vouched)
                        for code in batch.codes
                    ]
            except Conflict:
                if attempt == ATTEMPTS:
                    raise
        raise AssertionError("the last attempt returns or raises")

    async def _part(
        self, turn: Turn, code: str, commands: Sequence[Command], vouched: Collection[Hashable]
    ) -> Part:
        try:
            async with turn.savepoint():
                return await self._decide(turn, code, commands, vouched)
        except (LedgerUnavailable, Conflict):
            raise
        except Exception as error:  # noqa: BLE001 - the savepoint keeps this room's trouble from the others
            log_defect("room_failed", error, session=code)
            return Part(code, None, "unavailable", [(each, refused("unavailable")) for each in commands])

    async def _decide(
        self, turn: Turn, code: str, commands: Sequence[Command], vouched: Collection[Hashable]
    ) -> Part:
        room = self._rooms.get(code)
        draft = Draft(code, room.known, room.memory) if room else first_draft(code, await turn.tail(code, 0))
        if draft is None:
            return Part(code, None, "unknown", [(each, refused("no_such_session")) for each in commands])
        await draft.prepare(turn, [each.request for each in commands])
        answers: list[tuple[Command, Answer]] = []
        for each in commands:
            if each.credential is not None and each.credential not in vouched:
                answers.append((each, refused("bad_ticket")))
            else:
                answers.append((each, draft.settle(each.request, each.actor, self._clock())))
        await draft.write(turn)
        return Part(code, draft, "here", answers)

    def _finish(self, parts: Iterable[Part], batch: Batch) -> None:
        """After the commit: the drafts are true, those who asked are answered, those who watch are shown."""
        changed: list[tuple[Room, Draft, bool]] = []
        for part in parts:
            if part.draft is not None:
                if part.draft.writes:
                    self._tell(part.code, part.draft.known.mark)
                room = self._rooms.get(part.code)
                if room is None:
                    self._rooms[part.code] = self._make_room(part.code, part.draft)
                else:
                    changed.append((room, part.draft, room.adopt(part.draft)))
            for command, answer in part.answers:
                _resolve(command.answer, answer)
            for visit in batch.visits.get(part.code, ()):
                _resolve(visit, part.visit)
        for room, draft, moved in changed:
            try:
                room.publish(moved=moved, voters=draft.voters, now=self._clock())
            except Exception as error:  # noqa: BLE001 - everything is durable and answered; screens resync
                log_defect("publish_failed", error, session=room.code)


def _commands(batch: Batch) -> Iterable[Command]:
    return (each for commands in batch.inbox.values() for each in commands)


def _fail(batch: Batch) -> None:
    """Nothing of this batch happened, as far as this process can tell: whoever repeats it is safe."""
    for command in _commands(batch):
        _resolve(command.answer, refused("unavailable"))
    for visits in batch.visits.values():
        for visit in visits:
            _resolve(visit, "unavailable")


def _nobody(_session: str, _mark: Mark) -> None:
    """Before the start there is nobody to tell."""


def _resolve(future: "asyncio.Future[T]", result: T) -> None:
    """Answer a caller, unless they have gone or were answered."""
    if not future.done():
        future.set_result(result)
