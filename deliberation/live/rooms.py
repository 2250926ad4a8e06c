"""Rooms: all live sessions of this process. What sockets, pages and the command line talk to."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Hashable
from datetime import timedelta
from typing import Final

from deliberation.language import speaker
from deliberation.ledger.store import Ledger, LedgerUnavailable
from deliberation.live.bus import Bus, Elsewhere, Mark, NoBus, Word
from deliberation.live.clock import Clock, SteadyClock
from deliberation.live.draft import Draft
from deliberation.live.logs import log_defect
from deliberation.live.messages import Answer, Request, Snapshot, Viewer, Whole
from deliberation.live.publisher import Publisher
from deliberation.live.room import Room, Speak
from deliberation.live.writer import Figures, NoteTurn, Vouch, Writer
from deliberation.session.facts import Actor
from deliberation.session.state import Session

BEAT_SECONDS: Final = 0.2
"""How often the rooms are asked whether a pulse is due."""

LOOK_SECONDS: Final = 1
"""How often a process looks whether another one moved a session on that is watched here: one question to the
database for all of them. So a word that the bus lost, or a bus that is away, costs a second, nothing more."""

IDLE: Final = timedelta(minutes=10)
"""A room that nobody watched for so long leaves the memory; the ledger has it."""


class NoSuchSession(Exception):
    """The ledger has no entry of a session with this code."""


async def trust_everyone(credentials: Collection[Hashable]) -> Collection[Hashable]:
    """For processes without tickets: the command line, rehearsals, tests."""
    return credentials


def no_note(_commands: int, _seconds: float) -> None:
    """For processes whose figures nobody reads."""


class Rooms:
    """Opens rooms on demand, lets screens in and out, takes commands."""

    def __init__(
        self,
        ledger: Ledger,
        publisher: Publisher,
        *,
        speak: Speak = speaker,
        clock: Clock | None = None,
        vouch: Vouch = trust_everyone,
        note_turn: NoteTurn = no_note,
    ) -> None:
        self.clock = clock or SteadyClock()
        self.bus: Bus = NoBus()
        self._ledger = ledger
        self._publisher = publisher
        self._speak = speak
        self._rooms: dict[str, Room] = {}
        self._writer = Writer(ledger, self._rooms, self._make_room, self.clock, vouch, note_turn)
        self._elsewhere = Elsewhere()
        self._stale_boxes: set[str] = set()
        """Sessions where another process counted ballots."""
        self._habits: list[asyncio.Task[None]] = []

    def _make_room(self, code: str, draft: Draft) -> Room:
        return Room(code, draft, self._publisher, self._speak, self.clock())

    # Life ----------------------------------------------------------------------------------------------

    def start(self, bus: Bus | None = None) -> None:
        """Take commands and beat; inside a running event loop. `bus`: where other processes are heard."""
        if bus is not None:
            self.bus = bus
        self._writer.start(self.bus.tell)
        self.bus.start(self.hear, self._count_people)
        # Two tasks: a database that is slow to answer a look must not silence the pulse.
        self._habits = [
            asyncio.create_task(_every(BEAT_SECONDS, self.beat), name="beat"),
            asyncio.create_task(_every(LOOK_SECONDS, self.look), name="look"),
        ]

    async def stop(self) -> None:
        """Answer what was asked, then end. Commands that come later are refused as `unavailable`."""
        for habit in self._habits:
            habit.cancel()
        await asyncio.gather(*self._habits, return_exceptions=True)
        await self._writer.stop()
        await self.bus.stop()

    @property
    def healthy(self) -> bool:
        """Whether commands can be taken and the last turn could be written."""
        return self._writer.healthy

    @property
    def figures(self) -> Figures:
        """What went wrong for the writer so far."""
        return self._writer.figures

    @property
    def count(self) -> int:
        """How many sessions are in memory."""
        return len(self._rooms)

    # Screens -------------------------------------------------------------------------------------------

    async def open(self, code: str) -> None:
        """Make sure that a room is here and up to date. Raises NoSuchSession or LedgerUnavailable."""
        if code not in self._rooms and (await self._ledger.head(code)).seq == 0:
            raise NoSuchSession(code)
        match await self._writer.visit(code):
            case "unknown":
                raise NoSuchSession(code)
            case "unavailable":
                raise LedgerUnavailable(code)
            case "here":
                self._rooms[code].last_used = self.clock()

    def enter(self, viewer: Viewer, have: int | None) -> Snapshot:
        """Show a screen the room, which must be open, and everything that happens from now on."""
        return self._rooms[viewer.session].enter(viewer, have, self.clock())

    async def preview(self, viewer: Viewer) -> Whole | None:
        """The present for a page that a screen is about to start on; None when it cannot be told now."""
        try:
            await self.open(viewer.session)
        except (NoSuchSession, LedgerUnavailable):
            return None
        return self._rooms[viewer.session].preview(viewer, self.clock())

    def leave(self, viewer: Viewer) -> None:
        """This screen is gone."""
        self._rooms[viewer.session].leave(viewer, self.clock())

    def resync(self, viewer: Viewer, have: int | None) -> Snapshot:
        """How a screen that lost the thread gets to the present."""
        return self._rooms[viewer.session].snapshot(viewer, have, self.clock())

    def submit(
        self, code: str, request: Request, actor: Actor, credential: Hashable = None
    ) -> "asyncio.Future[Answer]":
        """Take a command, at once; the answer comes when its facts are durable."""
        return self._writer.submit(code, request, actor, credential)

    def session(self, code: str) -> Session:
        """The session as last committed; its room must be open."""
        return self._rooms[code].session

    # Other processes -----------------------------------------------------------------------------------

    def hear(self, word: Word) -> None:
        """Catch up where somebody watches what another process moved on."""
        self._elsewhere.hear(word, self.clock())
        for code, mark in word.moved.items():
            room = self._rooms.get(code)
            if room is None or not room.watched:
                continue
            if mark.seq > room.known.mark.seq:
                self._catch_up(code)
            elif mark.box_version > room.known.mark.box_version:
                # Only the turnout shows it, five times a second at most: no need to read the box more often.
                self._stale_boxes.add(code)

    async def look(self) -> None:
        """The same without having heard of it, for all sessions that are watched here."""
        if not self._writer.healthy:
            # Whether it can write again must not wait for a command: a balancer may send none until it can.
            await self._writer.visit("")
        watched = {code: room for code, room in self._rooms.items() if room.watched}
        if not watched:
            return
        try:
            heads = await self._ledger.heads(watched)
        except LedgerUnavailable:
            return
        moved = [
            code
            for code, head in heads.items()
            if Mark(head.seq, head.box_version) != watched[code].known.mark
        ]
        await asyncio.gather(*map(self._writer.visit, moved))

    def _catch_up(self, code: str) -> None:
        _ = self._writer.visit(code)  # nobody waits for it: should it fail, the next look tries again

    def _count_people(self) -> dict[str, int]:
        return {code: room.online for code, room in self._rooms.items() if room.watched}

    # Time ----------------------------------------------------------------------------------------------

    def beat(self) -> None:
        """Send the pulses that are due; forget the rooms that nobody needs."""
        now = self.clock()
        while self._stale_boxes:
            self._catch_up(self._stale_boxes.pop())
        self._elsewhere.forget_silent(now)
        for code, room in list(self._rooms.items()):
            if room.watched:
                room.beat(now, self._elsewhere.online(code))
            elif now - room.last_used > IDLE:
                del self._rooms[code]


async def _every(seconds: float, act: Callable[[], Awaitable[None] | None]) -> None:
    """Do something again and again; what goes wrong once is made up by the next time."""
    while True:
        await asyncio.sleep(seconds)
        try:
            if (going_on := act()) is not None:
                await going_on
        except Exception as error:  # noqa: BLE001 - see above
            log_defect("habit_failed", error)
