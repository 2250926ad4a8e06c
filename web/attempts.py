"""Guessing seat codes and passwords: how often somebody may be wrong; and how often a device may report.

A whole hall is one IP address, so nobody is counted by it. Wrong digits count against the seat on the device,
and, because a device can forget who it is, more generously against the seat alone. The QR code always works.
Wrong passwords count against the account on the device. A device that once signed in to the account counts by
itself; all others also together, so that guessing from many ends, and shuts out nobody who was here before.
Reports count against the device and, because a device can forget who it is, against the community; what is
too much for it is still taken at the counter, where staff writes it down.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final, TypeAlias

import structlog
from limits import RateLimitItem, parse
from limits.aio.storage import RedisStorage
from limits.aio.strategies import MovingWindowRateLimiter as SharedLimiter
from limits.errors import StorageError
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from deliberation.live.redis_bus import redis_client

log = structlog.get_logger()

BY_DEVICE: Final = parse("5/10minutes")
BY_SEAT: Final = parse("30/10minutes")
"""A million codes at 30 tries in ten minutes take 200 days; a card lives for one evening."""

BY_OWNER: Final = parse("10/10minutes")
"""Wrong passwords for an account on a device that once signed in to it."""

BY_STRANGER: Final = parse("20/10minutes")
"""Wrong passwords for an account on all other devices together: a million tries take a year."""

REPORTS_BY_DEVICE: Final = parse("10/hour")
"""One walk around the block with an attentive eye."""

REPORTS_TO_COMMUNITY: Final = parse("200/hour")
"""A neighbourhood after a storm; who approves them needs an hour for sixty."""

VOICES_BY_DEVICE: Final = parse("60/hour")
VOICES_FOR_ISSUE: Final = parse("300/hour")
"""More than ever pass by one place; new devices are easily made up."""

ASKED_BY_DEVICE: Final = parse("10/10minutes")
ASKED_IN_ALL: Final = parse("300/10minutes")
"""Wrong reference codes: among ten thousand reports, a million tries find one, after three weeks."""

PATIENCE_SECONDS: Final = 1
"""How long somebody waits at the door for a Redis that does not answer."""

Counted: TypeAlias = tuple[RateLimitItem, tuple[str, ...]]
"""A limit, and what is counted by it."""


class Attempts:
    """Counts tries in this process and, with Redis, over all of them.

    Without Redis, or while it is away, each process counts for itself: with three of them a seat has three
    times as many tries, which is still months.
    """

    def __init__(self, redis: str | None = None) -> None:
        self._here = MovingWindowRateLimiter(MemoryStorage())
        self._redis = redis_client(redis) if redis else None
        self._everywhere: SharedLimiter | None = None
        if self._redis is not None:
            storage = RedisStorage(
                "redis://",  # not read: the pool knows the address
                implementation="redispy",
                key_prefix="deliberation",
                wrap_exceptions=True,
                connection_pool=self._redis.connection_pool,  # type: ignore[arg-type]  # its docstring allows it
            )
            self._everywhere = SharedLimiter(storage)

    async def may_try(self, *counted: Counted) -> bool:
        """Whether another try is allowed."""
        if not all(self._here.test(limit, *by) for limit, by in counted):
            return False
        return await self._ask(lambda shared: [shared.test(limit, *by) for limit, by in counted])

    async def count(self, *counted: Counted) -> None:
        """Count a try: a wrong one, where only those count."""
        for limit, by in counted:
            self._here.hit(limit, *by)
        await self._ask(lambda shared: [shared.hit(limit, *by) for limit, by in counted])

    async def close(self) -> None:
        """Let go of Redis."""
        if self._redis is not None:
            await self._redis.aclose(close_connection_pool=True)

    async def _ask(self, questions: Callable[[SharedLimiter], list[Awaitable[bool]]]) -> bool:
        """Whether Redis says yes to all of them; a Redis that is away does."""
        if self._everywhere is None:
            return True
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                return all(await asyncio.gather(*questions(self._everywhere)))
        except (StorageError, TimeoutError) as error:
            log.warning("attempts_counted_here_only", error=type(error.__cause__ or error).__name__)
            return True


def by_seat(session: str, seat: str, device: str) -> tuple[Counted, ...]:
    """What a wrong seat code counts against."""
    return (BY_DEVICE, (session, seat, device)), (BY_SEAT, (session, seat))


def by_account(name: str, device: str, *, known: bool) -> tuple[Counted, ...]:
    """What a wrong password counts against; `name` as typed, so that it does not show who has an account."""
    if known:
        return ((BY_OWNER, ("staff", name, device)),)
    return (BY_DEVICE, ("staff", name, device)), (BY_STRANGER, ("staff", name))


def by_reporter(community: str, device: str) -> tuple[Counted, ...]:
    """What a report counts against."""
    return (REPORTS_BY_DEVICE, ("report", device)), (REPORTS_TO_COMMUNITY, ("report in", community))


def by_voice(issue: int, device: str) -> tuple[Counted, ...]:
    """What 我也遇到 counts against."""
    return (VOICES_BY_DEVICE, ("voice", device)), (VOICES_FOR_ISSUE, ("voice for", str(issue)))


def by_asker(device: str) -> tuple[Counted, ...]:
    """What a wrong reference code counts against."""
    return (ASKED_BY_DEVICE, ("asked", device)), (ASKED_IN_ALL, ("asked",))
