"""What processes tell each other over a real Redis, and what becomes of them when it is away.

Nobody looks at the ledger here unless a test says so: what a screen shows came over the bus.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
import pytest_asyncio
from redis.asyncio import Redis
from structlog.testing import capture_logs

from deliberation.ledger.database import make_engine, migrate
from deliberation.ledger.sql import SqlLedger
from deliberation.ledger.store import Ledger
from deliberation.live.bus import SILENT, Mark, Word
from deliberation.live.redis_bus import RedisBus
from deliberation.session.commands import CastBallot, Note
from deliberation.session.names import VoteId
from tests.live.hall import Hall
from tests.live.voting import until_vote
from tests.support.halls import CODE, MEMBERS, RECORDER, WALL, ManualClock, convene
from tests.support.redis import RedisServer, redis
from tests.support.server import free_port

__all__ = ["redis"]

pytestmark = [pytest.mark.asyncio, pytest.mark.redis]

ENOUGH_SECONDS = 60
"""Reached only by a defect."""


async def until(condition: Callable[[], bool]) -> None:
    """Wait for what another process, or Redis, makes so."""
    async with asyncio.timeout(ENOUGH_SECONDS):
        while not condition():  # noqa: ASYNC110 - no event of this process tells
            await asyncio.sleep(0.01)


async def ready(*halls: Hall) -> None:
    await until(lambda: all(hall.rooms.bus.state == "ready" for hall in halls))


@pytest_asyncio.fixture
async def ledger(tmp_path: Path) -> AsyncIterator[Ledger]:
    """One file, as several processes on one machine share it."""
    url = f"sqlite:///{tmp_path / 'hall.db'}"
    await migrate(url)
    store = SqlLedger(make_engine(url))
    await convene(store)
    yield store
    await store.close()


@pytest_asyncio.fixture
async def halls(ledger: Ledger, clock: ManualClock, redis: RedisServer) -> AsyncIterator[tuple[Hall, Hall]]:
    """Two processes over one ledger that hear each other."""
    pair = Hall(ledger, clock), Hall(ledger, clock)
    for hall in pair:
        hall.start(RedisBus(redis.url))
    await ready(*pair)
    yield pair
    for hall in pair:
        await hall.stop()


async def test_what_one_process_commits_is_on_the_others_screens(halls: tuple[Hall, Hall]) -> None:
    here, there = halls
    screen = await there.connect(WALL)

    notes = [await here.must(RECORDER, Note(f"{number}")) for number in range(5)]

    await until(lambda: there.rooms.session(CODE).seq == notes[-1].seq)
    screen.deliver()
    assert screen.seq == notes[-1].seq
    assert not screen.lost_the_thread


async def test_a_ballot_that_another_process_took_is_in_the_pulse(halls: tuple[Hall, Hall]) -> None:
    here, there = halls
    await until_vote(here)
    phone = await there.connect(MEMBERS[2])

    await here.must(MEMBERS[2], CastBallot(VoteId("V1"), "against"))

    def beaten() -> bool:
        there.clock.advance(1)
        there.rooms.beat()
        phone.deliver()
        return bool(phone.pulses) and phone.pulses[-1].turnout == {"V1": 1}

    await until(beaten)
    assert phone.you["ballot"]["choice"] == "against"


async def test_people_are_counted_over_all_processes(halls: tuple[Hall, Hall]) -> None:
    here, there = halls
    first, second = await here.connect(MEMBERS[0]), await here.connect(MEMBERS[1])
    wall = await there.connect(WALL)

    def shown(online: int) -> bool:
        there.clock.advance(0.01)  # hardly any time: a process is silent only when three seconds have passed
        there.rooms.beat()
        return bool(wall.pulses) and wall.pulses[-1].online == online

    await until(lambda: shown(2))
    here.disconnect(first)
    await until(lambda: shown(1))
    await here.rooms.bus.stop()
    await until(lambda: shown(0))
    here.disconnect(second)


async def test_the_processes_figures_say_what_was_carried(halls: tuple[Hall, Hall]) -> None:
    here, there = halls
    await here.must(RECORDER, Note("一"))
    before = there.rooms.bus.figures.received
    await until(lambda: there.rooms.bus.figures.received > before)

    figures = here.rooms.bus.figures
    assert figures.published > 1
    assert 0 < figures.lag_seconds < ENOUGH_SECONDS


async def test_another_number_is_another_city(ledger: Ledger, clock: ManualClock, redis: RedisServer) -> None:
    here, there = Hall(ledger, clock), Hall(ledger, clock)
    here.start(RedisBus(redis.url))
    there.start(RedisBus(redis.url.removesuffix("/0") + "/1"))
    await ready(here, there)

    await here.must(RECORDER, Note("一"))
    said = here.rooms.bus.figures.published
    await until(lambda: here.rooms.bus.figures.published > said + 1)
    assert there.rooms.bus.figures.received == 0
    await here.stop()
    await there.stop()


async def test_nonsense_on_the_channel_is_dropped_and_news_of_a_newer_version_understood(
    halls: tuple[Hall, Hall], redis: RedisServer
) -> None:
    here, there = halls
    screen = await there.connect(WALL)
    stranger = Redis.from_url(redis.url)
    newer = {"by": "another", "sent": 1.0, "moved": {CODE: [1, 0, "?"]}, "online": {CODE: 4}, "mood": "fine"}

    for text in ("", "{}", "[1]", json.dumps({"by": 1, "sent": "now"}), "\x00\xff"):
        await stranger.publish("deliberation/0", text)
    await stranger.publish("deliberation/0", json.dumps(newer))
    await until(lambda: there.rooms._elsewhere.online(CODE) == 4)
    assert there.rooms.bus.figures.dropped >= 5

    done = await here.must(RECORDER, Note("照常"))
    await until(lambda: there.rooms.session(CODE).seq == done.seq)
    screen.deliver()
    assert screen.seq == done.seq
    await stranger.aclose()


# When Redis is away -------------------------------------------------------------------------------------


async def test_a_dead_redis_delays_nobody_and_is_found_again(
    halls: tuple[Hall, Hall], redis: RedisServer
) -> None:
    here, there = halls
    screen, local = await there.connect(WALL), await here.connect(WALL)

    redis.kill()
    await until(lambda: here.rooms.bus.state == there.rooms.bus.state == "missing")
    done = await here.must(RECORDER, Note("没有 Redis"))
    local.deliver()
    assert local.seq == done.seq, "its own screens need no bus"
    await there.rooms.look()
    screen.deliver()
    assert screen.seq == done.seq, "the others look"

    redis.start()
    await ready(here, there)
    done = await here.must(RECORDER, Note("Redis 回来了"))
    await until(lambda: there.rooms.session(CODE).seq == done.seq)
    assert here.rooms.bus.figures.dropped > 0
    screen.deliver()
    assert screen.seq == done.seq


async def test_a_redis_that_hangs_delays_nobody_and_is_found_again(
    halls: tuple[Hall, Hall], redis: RedisServer
) -> None:
    here, there = halls
    screen = await there.connect(WALL)

    redis.hold()
    notes = [await here.must(RECORDER, Note(f"{number}")) for number in range(20)]
    await until(lambda: here.rooms.bus.state == there.rooms.bus.state == "missing")
    await there.rooms.look()
    screen.deliver()
    assert screen.seq == notes[-1].seq

    redis.release()
    await ready(here, there)
    done = await here.must(RECORDER, Note("又通了"))
    await until(lambda: there.rooms.session(CODE).seq == done.seq)


async def test_a_redis_that_was_never_there_is_survived(ledger: Ledger, clock: ManualClock) -> None:
    hall = Hall(ledger, clock)
    bus = RedisBus(f"redis://127.0.0.1:{free_port()}/0")
    hall.start(bus)

    for number in range(50):
        await hall.must(RECORDER, Note(f"{number}"))
    assert bus.state == "missing"
    assert len(bus._moved) <= 1, "only the newest of each session waits"
    await hall.stop()


async def test_no_password_gets_into_the_log(redis: RedisServer) -> None:
    with capture_logs() as lines:
        bus = RedisBus(redis.url.replace("redis://", "redis://hall:geheim@"))
        bus.start(lambda _: None, dict)
        await until(lambda: bus.figures.dropped > 0 and len(lines) > 1)
        await bus.stop()

    assert bus.state == "missing"
    assert {line["event"] for line in lines} == {"bus_missing"}
    assert "geheim" not in repr(lines)


# What is heard, without a bus ---------------------------------------------------------------------------


def word(seq: int) -> Word:
    return Word("another", 0.0, {CODE: Mark(seq, 0)})


async def test_the_next_word_heals_a_lost_one(ledger: Ledger, clock: ManualClock) -> None:
    here, there = Hall(ledger, clock), Hall(ledger, clock)
    here.start()
    there.start()
    screen = await there.connect(WALL)
    notes = [await here.must(RECORDER, Note(f"{number}")) for number in range(3)]

    there.rooms.hear(word(notes[-1].seq))
    await until(lambda: there.rooms.session(CODE).seq == notes[-1].seq)
    screen.deliver()
    assert screen.seq == notes[-1].seq
    assert screen.board["log"].keys() >= {"2", "3", "4"}
    await here.stop()
    await there.stop()


async def test_old_news_and_sessions_that_nobody_watches_cost_nothing(hall: Hall) -> None:
    await hall.must(RECORDER, Note("一"))
    hall.rooms.hear(word(9))
    screen = await hall.connect(WALL)
    hall.rooms.hear(word(2))
    hall.rooms.hear(word(1))
    hall.rooms.hear(Word("another", 0.0, {"999999": Mark(5, 0)}))

    hall.rooms.beat()
    assert not hall.rooms._writer._waiting
    hall.disconnect(screen)


async def test_the_people_of_a_process_that_fell_silent_are_gone(hall: Hall, clock: ManualClock) -> None:
    wall = await hall.connect(WALL)
    hall.rooms.hear(Word("another", 0.0, {}, {CODE: 7}))
    hall.rooms.beat()
    assert wall.pulses[-1].online == 7

    clock.advance(SILENT.total_seconds())
    hall.rooms.beat()
    assert wall.pulses[-1].online == 0
