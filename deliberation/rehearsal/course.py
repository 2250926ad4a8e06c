"""The course of a rehearsal: everybody comes, a lively debate, a ballot each in a second, all come back."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Any, Final, Literal, TypeVar, get_args

from msgspec import Struct

from deliberation.console.bringing import Brought
from deliberation.rehearsal.hall import member
from deliberation.rehearsal.phone import Phone, Where, quantile

T = TypeVar("T")

Step = Literal["join", "check_in", "debate", "ballots", "reconnect"]
STEPS: Final[tuple[Step, ...]] = get_args(Step)

LIMIT_SECONDS: Final = 60
"""Who was not answered by then never will be."""

SPREAD_SECONDS: Final = 1.0
"""Within how long everybody checks in and votes."""

HANDS: Final = 30
PAUSE_SECONDS: Final = 0.15
"""Between two hands going up or down: livelier than any debate."""

Tell = Callable[[Step, int], None]
"""Told how many phones have just done a step."""

Effort = Callable[[], Awaitable[float]]
"""Seconds that the server has computed so far."""


class Times(Struct, frozen=True):
    """How long something took, in milliseconds; `missing`: how often it never happened."""

    p50: float | None
    p99: float | None
    last: float | None
    missing: int


class Found(Struct, frozen=True):
    """What a rehearsal measured."""

    phones: int
    joined: int
    lost: int
    """Phones whose connection broke."""
    join: Times
    """From everybody's start to the board on this phone."""
    check_in: Times
    patch: Times
    """From a raised hand on its way to each phone's new board."""
    ballot: Times
    """From a ballot on its way to its acknowledgement."""
    turnout: Times
    """From the last ballot on its way to the full turnout on this screen; the wall's is one of them."""
    reconnect: Times
    phones_busy: float
    """How much of one core this process used in the busiest step, 0 to 1."""
    server_busy: float
    """The same of the server."""


def times(took: Iterable[float], expected: int) -> Times:
    """From nanoseconds."""
    ordered = sorted(took)

    def at(share: float) -> float | None:
        found = quantile(ordered, share)
        return None if found is None else round(found / 1e6, 2)

    return Times(at(0.5), at(0.99), at(1), expected - len(ordered))


class Course:
    """One session with its phones; the steps in their order."""

    def __init__(self, where: Where, keys: Brought, phones: int, *, tell: Tell, effort: Effort) -> None:
        self.phones = [Phone() for _ in range(phones)]
        self.wall, self.chair = Phone(), Phone()
        self.here: list[Phone] = []
        """Those that could join, in the order of their seats."""
        self.phones_busy = self.server_busy = 0.0
        """How much of one core this process and the server used in the busiest step."""
        self._where = where
        self._keys = keys
        self._tell = tell
        self._effort = effort

    async def run(self) -> Found:
        """Take all steps. ConnectionError when not even the chair gets in, or nobody else does."""
        try:
            join = await self.measured(self.join())
            check_in = await self.measured(self.check_in())
            patch = await self.measured(self.debate())
            ballot, turnout = await self.measured(self.vote())
            lost = sum(each.lost for each in [*self.here, self.wall])
            reconnect = await self.measured(self.reconnect())
        finally:
            self.end()
        return Found(
            phones=len(self.phones),
            joined=len(self.here),
            lost=lost,
            join=join,
            check_in=check_in,
            patch=patch,
            ballot=ballot,
            turnout=turnout,
            reconnect=reconnect,
            phones_busy=round(self.phones_busy, 3),
            server_busy=round(self.server_busy, 3),
        )

    async def measured(self, step: Awaitable[T]) -> T:
        """Take a step and note how busy both sides were."""
        server = await self._effort()
        begun, busy = time.monotonic(), time.process_time()
        try:
            return await step
        finally:
            seconds = time.monotonic() - begun
            self.phones_busy = max(self.phones_busy, (time.process_time() - busy) / seconds)
            self.server_busy = max(self.server_busy, (await self._effort() - server) / seconds)

    def end(self) -> None:
        """Everybody goes."""
        for each in [*self.phones, self.wall, self.chair]:
            each.hang_up()

    # The steps -----------------------------------------------------------------------------------------

    async def join(self) -> Times:
        """All phones at once; from their start to the board on each."""
        await self.chair.join(self._where, self._auth("chair"))
        await self.wall.join(self._where, self._auth("wall"))
        comers = {phone: self._auth(member(number)) for number, phone in enumerate(self.phones)}
        took = await self._come("join", comers)
        self.here = [each for each in self.phones if not each.lost]
        if not self.here:
            raise ConnectionError("nobody could join")
        return took

    async def reconnect(self) -> Times:
        """All phones are gone and come back at once, with what they have."""
        seats = {phone: member(number) for number, phone in enumerate(self.phones)}
        comers = {phone: self._auth(seats[phone], phone.seq) for phone in self.here}
        for phone in self.here:
            phone.hang_up()
        return await self._come("reconnect", comers)

    async def check_in(self) -> Times:
        """Everybody, within a second; then the chair opens the session and its topic."""
        took, _ = await self._spread("check_in", "check_in")
        await self.lead("open_session")
        await self.lead("open_topic", topic="T1")
        return took

    async def debate(self) -> Times:
        """Hands go up and down; from each to the new board on each phone."""
        sent: list[tuple[int, int]] = []
        told = 0
        for number in range(HANDS):
            speaker = self.here[number // 2 % len(self.here)]
            now = time.monotonic_ns()
            hand = speaker.ask("lower_hand") if number % 2 else speaker.ask("raise_hand", position="for")
            sent.append(((await self._answer(hand))["seq"], now))
            share = len(self.here) * (number + 1) // HANDS
            self._tell("debate", share - told)
            told = share
            await asyncio.sleep(max(0.0, PAUSE_SECONDS - (time.monotonic_ns() - now) / 1e9))
        await self._until(lambda: all(each.seq >= sent[-1][0] for each in self.here if not each.lost))
        arrivals = [
            when - begun
            for phone in self.here
            for seq, begun in sent
            if (when := next((at for shown, at in phone.shown if shown >= seq), None)) is not None
        ]
        return times(arrivals, len(self.here) * len(sent))

    async def vote(self) -> tuple[Times, Times]:
        """A ballot each in a second: to its acknowledgement; from the last to all of them on each screen."""
        words = {"what": "买两把长椅", "who": "居委会", "when": "两个月内", "money": "公益金"}
        proposal = {"topic": "T1", "title": "添长椅", "text": "在树下添两把长椅。", **words}
        mover, seconder = self.here[0], self.here[min(1, len(self.here) - 1)]
        target = (await self._answer(mover.ask("propose", **proposal)))["result"]["proposal"]
        await self._answer(seconder.ask("second", target=target))
        for _call in range(3):
            await self.lead("call_for_more")
        await self.lead("close_debate")
        opened = await self.lead("open_vote", target=target, motion="substantive", method="online")
        vote = opened["result"]["vote"]
        took, last = await self._spread("ballots", "cast_ballot", vote=vote, choice="for")
        screens = [*self.here, self.wall]
        full = len(self.here) - took.missing
        await self._until(lambda: all(_shows(each, full) for each in screens if not each.lost))
        seen = [when for each in screens if (when := _shows(each, full)) is not None]
        return took, times((max(0, when - last) for when in seen), len(screens))

    # What they are made of -----------------------------------------------------------------------------

    def _auth(self, holder: str, have: int | None = None) -> dict[str, object]:
        return {"session": self._keys.session, "ticket": self._keys.tickets[holder], "have": have}

    async def _come(self, step: Step, comers: Mapping[Phone, Mapping[str, object]]) -> Times:
        async def one(phone: Phone) -> int:
            when = await phone.join(self._where, comers[phone])
            self._tell(step, 1)
            return when

        return await at_once(list(comers), one)

    async def _spread(self, step: Step, do: str, **arguments: object) -> tuple[Times, int]:
        """Everybody says this within a second, each at their moment: times from it, and the last moment."""
        begun = time.monotonic_ns()
        took = []
        dues = [
            begun + int(SPREAD_SECONDS * 1e9 * number / len(self.here)) for number in range(len(self.here))
        ]

        async def one(phone: Phone, due: int) -> None:
            await asyncio.sleep((due - time.monotonic_ns()) / 1e9)
            try:
                async with asyncio.timeout(LIMIT_SECONDS):
                    answer, when = await phone.ask(do, **arguments)
            except (ConnectionError, TimeoutError):
                return
            self._tell(step, 1)
            if answer["ok"]:
                took.append(when - due)

        await asyncio.gather(*(one(*each) for each in zip(self.here, dues, strict=True)))
        return times(took, len(self.here)), dues[-1]

    async def lead(self, do: str, **arguments: object) -> dict[str, Any]:
        """A command of the chair's; its answer, which has to be yes: ConnectionError else."""
        return await self._answer(self.chair.ask(do, **arguments))

    async def _answer(self, asked: "asyncio.Future[tuple[dict[str, Any], int]]") -> dict[str, Any]:
        try:
            async with asyncio.timeout(LIMIT_SECONDS):
                answer, _ = await asked
        except TimeoutError as error:
            raise ConnectionError("no answer") from error
        if not answer["ok"]:
            raise ConnectionError(answer["code"])
        return answer

    async def _until(self, holds: Callable[[], bool]) -> None:
        """Wait until it holds, but not for ever: what is missing then is counted."""
        until = time.monotonic() + LIMIT_SECONDS
        while not holds() and time.monotonic() < until:  # noqa: ASYNC110 - a thousand screens, no one event
            await asyncio.sleep(0.02)


async def at_once(phones: Sequence[Phone], come: Callable[[Phone], Awaitable[int]]) -> Times:
    """All of them come in the same moment, as when a hall's Wi-Fi is back; `come` gives when one was in."""
    begun = time.monotonic_ns()

    async def one(phone: Phone) -> int:
        return await come(phone) - begun

    tasks = {asyncio.create_task(one(each)): each for each in phones}
    done, late = await asyncio.wait(tasks, timeout=LIMIT_SECONDS)
    for each in late:
        each.cancel()
        tasks[each].lose("late")
    await asyncio.gather(*late, return_exceptions=True)
    return times((each.result() for each in done if not each.exception()), len(phones))


def _shows(phone: Phone, turnout: int) -> int | None:
    """When it was first shown that many ballots."""
    return next((when for count, when in phone.turnout if count >= turnout), None)
