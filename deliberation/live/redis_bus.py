"""The bus over Redis: one channel that every process speaks on and listens to."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from time import monotonic
from typing import Final

import msgspec
import structlog
from redis.asyncio import Redis
from redis.asyncio.connection import parse_url
from redis.backoff import ExponentialWithJitterBackoff
from redis.exceptions import RedisError

from deliberation.ids import opaque_id
from deliberation.live.bus import BEAT_SECONDS, SILENT, BusFigures, CountPeople, Hear, Mark, State, Word
from deliberation.live.logs import log_defect

log = structlog.get_logger()

PATIENCE_SECONDS: Final = 1
"""How long Redis may take for anything. It answers within a millisecond; a second means that it does not."""

LONGEST_PAUSE_SECONDS: Final = 5

PAUSES: Final = ExponentialWithJitterBackoff(base=0.1, cap=LONGEST_PAUSE_SECONDS)
"""Between two attempts to reach a Redis that is away; spread, so that it is not run over when it is back."""


def redis_client(url: str) -> Redis:
    """A client that gives up early and never tries again by itself. ValueError for a wrong address."""
    try:
        client = Redis.from_url(
            url,
            protocol=2,  # what every Redis speaks, and all that is needed here
            socket_timeout=PATIENCE_SECONDS,
            socket_connect_timeout=PATIENCE_SECONDS,
        )
        # An option of the address that does not exist shows only here.
        client.connection_pool.make_connection()  # type: ignore[no-untyped-call]  # not annotated
    except TypeError as error:
        raise ValueError("This address has an option that Redis does not know") from error
    return client


class RedisBus:
    """See `bus.Bus`. Two tasks, one that speaks and one that listens, each trying again for ever."""

    def __init__(self, url: str) -> None:
        self.figures = BusFigures()
        self._name = opaque_id()
        self._redis = redis_client(url)
        # Redis' channels, unlike its keys, are the same in all of its numbered databases.
        self._channel = f"deliberation/{parse_url(url).get('db', 0)}"
        self._moved: dict[str, Mark] = {}
        """What waits to be said: the latest of each session, so never more than this process has sessions."""
        self._wake = asyncio.Event()
        self._came_round: float | None = None
        """When our own voice was last heard."""
        self._hear: Hear = _nobody
        self._count_people: CountPeople = dict
        self._tasks: list[asyncio.Task[None]] = []

    @property
    def state(self) -> State:
        """See `bus.Bus`."""
        heard = self._came_round
        return "ready" if heard is not None and monotonic() - heard < SILENT.total_seconds() else "missing"

    def start(self, hear: Hear, count_people: CountPeople) -> None:
        """See `bus.Bus`."""
        self._hear, self._count_people = hear, count_people
        self._tasks = [
            asyncio.create_task(_keep(self._listen), name="bus-listen"),
            asyncio.create_task(_keep(self._speak), name="bus-speak"),
        ]

    async def stop(self) -> None:
        """See `bus.Bus`."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        with suppress(RedisError, OSError, TimeoutError):
            async with asyncio.timeout(PATIENCE_SECONDS):
                await self._say({})
        await self._redis.aclose()

    def tell(self, session: str, mark: Mark) -> None:
        """See `bus.Bus`."""
        self._moved[session] = mark
        self._wake.set()

    # Speaking ------------------------------------------------------------------------------------------

    async def _speak(self) -> None:
        """Say what waits as soon as it is there; once a second, also how many people are here."""
        online: Mapping[str, int] | None = None
        beat_at = monotonic()
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(max(0, beat_at - monotonic())):
                    await self._wake.wait()
            if monotonic() >= beat_at:
                online, beat_at = self._count_people(), monotonic() + BEAT_SECONDS
            await self._say(online)
            online = None

    async def _say(self, online: Mapping[str, int] | None) -> None:
        """One word for everything that waits. What cannot be said is dropped: others look at the ledger."""
        self._wake.clear()
        moved, self._moved = self._moved, {}
        word = Word(self._name, monotonic(), moved, online)
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                await self._redis.publish(self._channel, msgspec.json.encode(word))
        except Exception:
            self.figures.dropped += 1
            raise
        self.figures.published += 1

    # Listening -----------------------------------------------------------------------------------------

    async def _listen(self) -> None:
        """Hand on what others say. Our own beat comes every second: silence means that nothing comes."""
        async with self._redis.pubsub() as channel:
            await channel.subscribe(self._channel)
            while True:
                message = await channel.get_message(timeout=SILENT.total_seconds())
                if message is None:
                    raise TimeoutError
                if message["type"] == "message":
                    self._take(message["data"])

    def _take(self, text: bytes) -> None:
        try:
            word = msgspec.json.decode(text, type=Word)
        except msgspec.MsgspecError:
            self.figures.dropped += 1
            return
        if word.by == self._name:
            if self.state == "missing":
                log.info("bus_ready")
            self._came_round = monotonic()
            self.figures.lag_seconds = self._came_round - word.sent
        else:
            self.figures.received += 1
            self._hear(word)


async def _keep(act: Callable[[], Awaitable[None]]) -> None:
    """Do something that lasts, and begin again when it fails."""
    failures = 0
    while True:
        began = monotonic()
        try:
            await act()
        except Exception as error:  # noqa: BLE001 - whatever it was, the hall goes on without a bus
            if monotonic() - began > LONGEST_PAUSE_SECONDS:
                failures = 0  # it held for a while: this is new trouble
            if failures == 0:
                _note(error)
        failures += 1
        await asyncio.sleep(PAUSES.compute(failures))


def _note(error: Exception) -> None:
    # uvloop says so when a connection ended while it was written to.
    cut = isinstance(error, RuntimeError) and "handler is closed" in str(error)
    if cut or isinstance(error, RedisError | OSError):
        # Only its kind: what Redis says about a login may quote it.
        log.warning("bus_missing", error=type(error).__name__)
    else:
        log_defect("bus_failed", error)


def _nobody(_word: Word) -> None:
    """Before the start there is nobody to tell."""
