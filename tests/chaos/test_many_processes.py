"""Three server processes over one database and one Redis: it does not matter which of them a phone is on."""

import asyncio
import re
from collections.abc import AsyncIterator
from itertools import count
from pathlib import Path
from random import Random

import asyncpg
import httpx
import pytest
import pytest_asyncio

from tests.chaos.arena import Arena
from tests.chaos.hall import VOTE, Hall, copied
from tests.chaos.nursery import Nursery
from tests.chaos.phone import Person, Phone
from tests.chaos.scene import Scene, Setting
from tests.support.postgres import SERVER
from tests.support.redis import RedisServer, redis

__all__ = ["redis"]

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.chaos, pytest.mark.redis]

PROCESSES = 3


class City(Scene):
    """A hall whose servers hear each other."""

    def __init__(self, hall: Hall, nursery: Nursery, bus: RedisServer) -> None:
        setting = Setting(servers=PROCESSES, bus=True)
        super().__init__(hall, nursery, Random(1), setting=setting, full=False, cluster=None, bus=bus)

    async def until_bus_is(self, state: str) -> None:
        """Wait until each process says so, and is ready all the same."""
        async with httpx.AsyncClient() as browser:
            for server in self.servers:
                said = None
                while said != state:
                    answer = await browser.get(f"http://127.0.0.1:{server.port}/readyz")
                    assert answer.status_code == 200, answer.text
                    said = answer.json()["bus"]
                    await asyncio.sleep(0.05)

    async def heard(self) -> list[float]:
        """How many words of others each process has heard."""
        async with httpx.AsyncClient() as browser:
            pages = [await browser.get(f"http://127.0.0.1:{each.port}/metrics") for each in self.servers]
        found = [
            re.search(r"^deliberation_bus_received_total (\S+)", page.text, re.MULTILINE) for page in pages
        ]
        return [float(each[1]) for each in found if each]

    async def finish(self) -> None:
        """Everybody is answered, sees everything, and what was promised is kept."""
        await self.converge()
        await self.show_the_box()
        await self.phone("chair").say("close_vote", vote=VOTE)
        await self.converge()
        assert await self.verdict() == []


@pytest_asyncio.fixture(
    loop_scope="session", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]
)
async def city(
    arena: Arena, redis: RedisServer, tmp_path: Path, request: pytest.FixtureRequest
) -> AsyncIterator[City]:
    """Three servers in the middle of a vote; everybody is connected to one of them."""
    original = await arena._hall(None if request.param == "sqlite" else SERVER)
    async with copied(original, tmp_path / "data") as hall:
        made = City(hall, await arena._nursery({}), redis)
        for _ in range(PROCESSES):
            await made.serve()
        made.seat_phones()
        await made.converge()
        yield made
        await made.end()


async def test_commands_on_any_process_and_patches_everywhere_with_redis_and_without(city: City) -> None:
    await city.until_bus_is("ready")
    load = asyncio.create_task(city.load())
    await city.moment()
    city.bus.kill()
    await city.until_bus_is("missing")
    await city.moment()
    city.bus.start()
    await city.until_bus_is("ready")
    await city.moment()
    city.rest()
    await load

    await city.finish()
    heard = await city.heard()
    assert len(heard) == PROCESSES
    assert min(heard) > 0


@pytest.mark.parametrize("city", ["sqlite"], indirect=True)
async def test_a_dead_process_leaves_its_phones_to_another_which_goes_on_where_they_were(city: City) -> None:
    first, second, _ = city.servers
    tickets = city.hall.tickets
    on_first = next(seed for seed in count() if Random(seed).randrange(2) == 0)
    phone, neighbour = (
        Phone(Person("wall", "wall", tickets["wall"]), city.hall.code, servers, Random(on_first))
        for servers in ([first, second], [second])
    )
    recorder = Phone(
        Person("recorder", "recorder", tickets["recorder"]), city.hall.code, [second], Random(on_first)
    )
    for each in (phone, neighbour, recorder):
        each.start()
        await each.until(lambda it: it.seq is not None)
    had = phone.seq

    phone.awake.clear()
    await first.kill()
    for number in range(3):
        await recorder.say("note", text=f"第{number}条")
    phone.awake.set()

    assert had is not None
    await phone.until(lambda it: it.seq == had + 3)
    assert [shown.seq for shown in phone.screen.shown] == [had, had + 1, had + 2, had + 3], "no board anew"
    for each in (phone, neighbour, recorder):
        await each.stop()


@pytest.mark.parametrize("city", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True)
async def test_every_connection_to_the_database_is_cut_again_and_again(city: City) -> None:
    assert city.hall.database is not None
    load = asyncio.create_task(city.load())
    database = await asyncpg.connect(SERVER)
    for _ in range(5):
        await city.moment()
        await database.fetch(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1",
            city.hall.database.rpartition("/")[2],
        )
    await database.close()
    city.rest()
    await load

    await city.finish()
