"""The load balancer of deploy/: one session on one process, and on the other one when that dies."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import httpx
import pytest
import pytest_asyncio
import socketio

from tests.chaos.hall import VOTE, VOTERS, Hall, prepared
from tests.support.nginx import balancer
from tests.support.server import Server

pytestmark = [pytest.mark.asyncio, pytest.mark.chaos]


class City:
    """Two processes over one database, and nginx before them."""

    def __init__(self, address: str, servers: list[Server], hall: Hall, web: aiohttp.ClientSession) -> None:
        self.address = address
        self._web = web
        self.servers = servers
        self.hall = hall

    async def connected(self, server: Server) -> int:
        """How many screens this process has."""
        async with httpx.AsyncClient(timeout=60) as browser:
            figures = (await browser.get(f"{server.url}/metrics")).text
        lines = [line for line in figures.splitlines() if line.startswith("deliberation_connected{")]
        return int(sum(float(line.rpartition(" ")[2]) for line in lines))

    async def phone(self, who: str, transport: str) -> socketio.AsyncClient:
        """A client of python-socketio's, with its own way to reconnect."""
        # A session of ours: one that it made itself it would leave open, when it is ended between two tries.
        io = socketio.AsyncClient(reconnection_delay=0.2, reconnection_delay_max=1, http_session=self._web)
        await io.connect(
            f"{self.address}?session={self.hall.code}",
            auth={"session": self.hall.code, "ticket": self.hall.tickets[who], "have": None},
            namespaces=["/live"],
            transports=[transport],
            wait_timeout=60,
        )
        return io


@pytest_asyncio.fixture
async def city(tmp_path: Path) -> AsyncIterator[City]:
    async with prepared(tmp_path) as hall:
        servers = [Server(tmp_path), Server(tmp_path)]
        await asyncio.gather(*(asyncio.to_thread(server.start) for server in servers))
        try:
            folder = tmp_path / "nginx"
            folder.mkdir()
            with balancer(folder, servers) as address:
                async with aiohttp.ClientSession() as web:
                    yield City(address, servers, hall, web)
        finally:
            for server in servers:
                server.kill()


async def test_a_session_stays_on_one_process_until_that_dies(city: City) -> None:
    ways = ["websocket", "websocket", "polling", "polling"]
    phones = [await city.phone(who, way) for who, way in zip(VOTERS, ways, strict=False)]
    counts = [await city.connected(server) for server in city.servers]
    assert sorted(counts) == [0, 4]
    for number, phone in enumerate(phones[:2]):
        assert (await vote(phone, number))["ok"]

    city.servers[counts.index(4)].kill()
    for number, phone in enumerate(phones):
        assert (await vote(phone, number))["ok"]

    assert await city.connected(city.servers[counts.index(0)]) == 4
    # First the servers: a poll that waits for news would keep its client for a quarter of a minute.
    for server in city.servers:
        server.kill()
    await asyncio.gather(*(phone.shutdown() for phone in phones))


async def test_pages_go_through_and_figures_do_not(city: City) -> None:
    async with httpx.AsyncClient(base_url=city.address, timeout=60) as browser:
        page = await browser.get(f"/sessions/{city.hall.code}")
        joining = await browser.get(f"/join/{city.hall.code}")
        figures = await browser.get("/metrics")
        forged = await browser.get("/metrics", headers={"x-forwarded-for": "127.0.0.1"})

    assert (page.status_code, joining.status_code) == (200, 200)
    assert (figures.status_code, forged.status_code) == (403, 403)


async def vote(phone: socketio.AsyncClient, number: int) -> dict[str, object]:
    """A ballot, sent again and again until somebody answers; what is cast already is answered as before."""
    ballot = {"id": f"ballot-{number}", "do": "cast_ballot", "vote": VOTE, "choice": "for"}
    while True:
        try:
            answer: dict[str, object] = await phone.call("command", ballot, namespace="/live", timeout=5)
        except socketio.exceptions.SocketIOError:
            await asyncio.sleep(0.1)  # not connected just now
            continue
        if answer.get("code") != "unavailable":
            return answer
