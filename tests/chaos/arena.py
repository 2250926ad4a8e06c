"""Where rounds are held: the nursery, the prepared halls, the PostgreSQL servers, made when first needed."""

import asyncio
import shutil
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from pathlib import Path
from random import Random
from tempfile import mkdtemp
from time import monotonic
from types import TracebackType
from typing import Final, Literal, Self

from msgspec import Struct

from tests.chaos.checker import Violation
from tests.chaos.cluster import Cluster
from tests.chaos.hall import VOTE, Hall, copied, prepared
from tests.chaos.nursery import Nursery
from tests.chaos.scene import Scene, Setting
from tests.chaos.small_disk import small_disk
from tests.support.postgres import SERVER
from tests.support.redis import RedisServer

Database = Literal["sqlite", "postgres"]
DATABASES: Final[tuple[Database, ...]] = ("sqlite", "postgres")

ENOUGH_SECONDS: Final = 90
"""For each part of a round: the beginning, what goes wrong, and the recovery. Reached only by a defect."""

DISK_MB: Final[dict[Database, int]] = {"sqlite": 12, "postgres": 160}
"""A disk that a test can fill: room for the hall, or for a whole PostgreSQL server with two of them."""


class Fault(Struct, frozen=True):
    """Something that goes wrong."""

    name: str
    strike: Callable[[Scene], Awaitable[None]]
    """Breaks it at a random moment, and mends it."""
    setting: Setting = Setting()
    own_cluster: bool = False
    """Whether on PostgreSQL it needs a server of its own."""
    on_small_disk: bool = False
    at_once: int = 1
    """Rounds that a campaign may hold at the same time, where a round is mostly waiting."""
    environment: Callable[[], Mapping[str, str]] = dict
    """Of the servers' processes, from their first instruction on."""
    lacks: Callable[[], str | None] = lambda: None
    """What this machine lacks for it; None when it has everything."""


class Outcome(Struct, frozen=True):
    """What a round showed."""

    fault: str
    database: Database
    seed: int
    acknowledgements: int
    violations: list[Violation]
    recovery: float
    """Seconds from the moment when all was mended until everybody was answered and showed the same."""
    measured: dict[str, float]


class Arena:
    """Use it as a context; whatever it made is gone afterwards."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stack = AsyncExitStack()
        self._nurseries: dict[frozenset[tuple[str, str]], Nursery] = {}
        self._clusters: dict[bool, Cluster] = {}
        self._halls: dict[str | None, Hall] = {}
        self._rounds = 0

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        await self._stack.aclose()

    async def play(self, fault: Fault, database: Database, seed: int, *, full: bool = False) -> Outcome:
        """One round. The same seed makes the same plan; when it meets the load is up to the machine."""
        self._rounds += 1
        data = self._folder / f"round-{self._rounds}"
        async with AsyncExitStack() as stack:
            stack.callback(shutil.rmtree, data, ignore_errors=True)
            data.mkdir()
            cluster = None
            if database == "postgres" and fault.own_cluster:
                cluster = await self._cluster(small=fault.on_small_disk)
            elif fault.on_small_disk:
                await stack.enter_async_context(small_disk(data, DISK_MB[database]))
            server = None if database == "sqlite" else cluster.url if cluster else SERVER
            hall = await stack.enter_async_context(copied(await self._hall(server), data))
            nursery = await self._nursery(fault.environment())
            bus = None
            if fault.setting.bus:
                bus = RedisServer(data)
                stack.callback(bus.kill)
                bus.start()
            scene = Scene(
                hall, nursery, Random(seed), setting=fault.setting, full=full, cluster=cluster, bus=bus
            )
            stack.push_async_callback(scene.end)
            recovery = await _play(scene, fault)
            found = await scene.verdict()
        done = sum(act.done is not None for act in scene.acts)
        return Outcome(fault.name, database, seed, done, found, recovery, scene.measured)

    # What is made once ---------------------------------------------------------------------------------

    async def _nursery(self, environment: Mapping[str, str]) -> Nursery:
        key = frozenset(environment.items())
        if key not in self._nurseries:
            self._nurseries[key] = nursery = Nursery(environment)
            self._stack.callback(nursery.close)
            await asyncio.to_thread(nursery.wait)
        return self._nurseries[key]

    async def _cluster(self, *, small: bool) -> Cluster:
        if small not in self._clusters:
            # Outside of the tests' own folder, into which the user `postgres` may not look.
            folder = Path(mkdtemp(prefix="deliberation-postgres-"))
            self._stack.callback(shutil.rmtree, folder, ignore_errors=True)
            if small:
                await self._stack.enter_async_context(small_disk(folder, DISK_MB["postgres"]))
            cluster = Cluster(folder)
            await cluster.create()
            self._stack.push_async_callback(cluster.kill)
            self._clusters[small] = cluster
        return self._clusters[small]

    async def _hall(self, server: str | None) -> Hall:
        if server not in self._halls:
            folder = self._folder / f"prepared-{len(self._halls)}"
            self._halls[server] = await self._stack.enter_async_context(prepared(folder, server))
        return self._halls[server]


async def _play(scene: Scene, fault: Fault) -> float:
    """The seconds that the recovery took."""
    part, mended = "the beginning", monotonic()
    load: asyncio.Task[None] | None = None
    try:
        async with asyncio.timeout(ENOUGH_SECONDS):
            for _ in range(fault.setting.servers):
                await scene.serve()
            scene.seat_phones()
            await scene.converge()
        load = asyncio.create_task(scene.load())
        part = "the fault"
        async with asyncio.timeout(ENOUGH_SECONDS):
            await scene.moment()
            await fault.strike(scene)
        part, mended = "the recovery", monotonic()
        scene.rest()
        async with asyncio.timeout(ENOUGH_SECONDS):
            await load
            await scene.converge()
            await scene.show_the_box()
            recovery = monotonic() - mended
            await scene.phone("chair").say("close_vote", vote=VOTE)
            await scene.converge()
    except TimeoutError:
        scene.extra.append(Violation("stuck", f"{part} took more than {ENOUGH_SECONDS} s: {scene.where()}"))
        return monotonic() - mended
    finally:
        if load is not None:
            load.cancel()
            await asyncio.wait([load])
    return recovery
