"""The hall that a scenario is walked through in: real rooms, real commands, and a clock."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TypeAlias

from deliberation import ids
from deliberation.live.messages import Done, Patch, Pulse, Refused, Request
from deliberation.live.publisher import Channel
from deliberation.live.rooms import Rooms
from deliberation.session.commands import AnyCommand
from deliberation.session.facts import Actor, Seat
from deliberation.session.names import SeatId
from deliberation.session.phrases import Phrase
from deliberation.session.state import Session
from deliberation.session.wire import Json

Pass: TypeAlias = "Callable[[datetime], Awaitable[None]]"
"""Lets time pass until a moment of the timeline: a jump of the clock for a replay, a wait for an audience."""


class NotAllowed(Exception):
    """The rules refused a command of the timeline."""

    def __init__(self, code: str, sentence: Phrase) -> None:
        super().__init__(code)
        self.code = code
        self.sentence = sentence


class Nobody:
    """Publishes to no screen: a replay has no audience."""

    def patch(self, channel: Channel, patch: Patch) -> None:
        """Nobody watches."""

    def you(self, viewer: str, you: Json) -> None:
        """Nobody watches."""

    def pulse(self, session: str, pulse: Pulse) -> None:
        """Nobody watches."""


class ScriptClock:
    """Tells the time that the timeline has reached. Never runs backwards, like the hall's own clock."""

    def __init__(self, start: datetime) -> None:
        self._now = start

    def __call__(self) -> datetime:
        """The moment of the timeline."""
        return self._now

    async def jump(self, until: datetime) -> None:
        """Be there at once."""
        self._now = max(self._now, until)


class Pace:
    """Waits as long as the timeline does, divided by a speed."""

    def __init__(self, start: datetime, speed: float) -> None:
        self._at = start
        self._speed = speed

    async def wait(self, until: datetime) -> None:
        """Sleep through the time between the last moment and this one."""
        seconds = max(0.0, (until - self._at).total_seconds())
        self._at = max(self._at, until)
        await asyncio.sleep(seconds / self._speed)


class Stage:
    """One session in its rooms; commands go in under the name of whoever gives them."""

    def __init__(self, rooms: Rooms, code: str, passing: Pass) -> None:
        self._rooms = rooms
        self.code = code
        self.until = passing

    @property
    def session(self) -> Session:
        """The session as it stands now."""
        return self._rooms.session(self.code)

    def first(self, role: str) -> Seat:
        """The first seat with this role."""
        return next(seat for seat in self.session.setup.seats if seat.role == role)

    async def chair(self, command: AnyCommand) -> dict[str, str]:
        """Given by the chair; gives what the acknowledgement says."""
        return await self._give(Actor("chair", self.first("chair").id), command, None)

    async def recorder(self, command: AnyCommand) -> dict[str, str]:
        """Given by the recorder."""
        return await self._give(Actor("recorder", self.first("recorder").id), command, None)

    async def seat(self, seat: SeatId, command: AnyCommand, *, by_own_hand: bool = False) -> dict[str, str]:
        """Given by whoever sits there; without a phone the recorder enters it for them."""
        who = self.session.seat(seat)
        if who is not None and who.role == "member" and not who.has_phone and not by_own_hand:
            return await self._give(Actor("recorder", self.first("recorder").id), command, seat)
        return await self._give(Actor(who.role if who else "member", seat), command, None)

    async def _give(self, actor: Actor, command: AnyCommand, for_seat: SeatId | None) -> dict[str, str]:
        request = Request(ids.opaque_id(), command, for_seat)
        answer = await self._rooms.submit(self.code, request, actor)
        match answer:
            case Done(result=result):
                return result
            case Refused(code, sentence):
                raise NotAllowed(code, sentence)
