"""A newer program takes over in the middle of a vote: phones, ours or not, come back by themselves."""

import asyncio
import json
import shutil
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
import socketio
from msgspec import Struct
from socketio.exceptions import SocketIOError

from deliberation.rehearsal.phone import Phone as LightPhone
from deliberation.rehearsal.phone import look_up
from tests.chaos.hall import VOTE, VOTERS, Hall, prepared
from tests.support.server import Server
from web.app import open_services
from web.settings import read_settings

pytestmark = [pytest.mark.asyncio, pytest.mark.chaos, pytest.mark.timeout(400)]

ROOT = Path(__file__).parents[2]
CLIENT = ROOT / "frontend" / "node_modules" / "socket.io-client"
NODE = ROOT / ".venv" / ".done" / "node"


class Served(Struct, frozen=True):
    """A served session in which a vote is open."""

    server: Server
    hall: Hall

    @property
    def code(self) -> str:
        return self.hall.code

    @property
    def tickets(self) -> dict[str, str]:
        return self.hall.tickets


@pytest_asyncio.fixture
async def served(tmp_path: Path) -> AsyncIterator[Served]:
    server = Server(tmp_path)
    async with prepared(tmp_path) as hall:
        await asyncio.to_thread(server.start)
        yield Served(server, hall)
        await asyncio.to_thread(server.kill)


class Phone:
    """What happens to one client, whoever wrote it, and a way to give it a command."""

    def __init__(self) -> None:
        self.events: list[tuple[str, Any]] = []
        self._moved = asyncio.Condition()
        self.ask: Callable[[Mapping[str, object]], Awaitable[Any]]

    async def note(self, event: str, content: object = None) -> None:
        async with self._moved:
            self.events.append((event, content))
            self._moved.notify_all()

    def all(self, event: str) -> list[Any]:
        return [content for name, content in self.events if name == event]

    async def wait_for(self, event: str, count: int = 1) -> Any:  # noqa: ANN401 - JSON
        async with self._moved:
            await self._moved.wait_for(lambda: len(self.all(event)) >= count)
        return self.all(event)[count - 1]

    async def vote(self, choice: str) -> dict[str, Any]:
        command = {"id": f"ballot-{id(self)}", "do": "cast_ballot", "vote": VOTE, "choice": choice}
        answer: dict[str, Any] = await self.ask(command)
        return answer


@asynccontextmanager
async def python_phone(served: Served, who: str, transport: str) -> AsyncIterator[Phone]:
    """python-socketio's client with its own way to reconnect."""
    phone, have = Phone(), None
    io = socketio.AsyncClient(reconnection_delay=0.2, reconnection_delay_max=1)

    def auth() -> dict[str, object]:
        return {"session": served.code, "ticket": served.tickets[who], "have": have}

    def hear(event: str) -> None:
        async def heard(content: object = None) -> None:
            nonlocal have
            if isinstance(content, dict):
                have = content["seq"]
            await phone.note(event, have)

        io.on(event, heard, namespace="/live")

    for event in ("connect", "disconnect", "board", "patch"):
        hear(event)

    async def ask(command: Mapping[str, object]) -> object:
        while True:
            try:
                answer = await io.call("command", command, namespace="/live", timeout=5)
            except SocketIOError:
                await asyncio.sleep(0.1)  # not connected just now
                continue
            if answer.get("code") != "unavailable":
                return answer

    phone.ask = ask
    url = f"{served.server.url}?session={served.code}"
    await io.connect(url, auth=auth, namespaces=["/live"], transports=[transport], wait_timeout=60)
    yield phone
    await io.disconnect()
    await io.shutdown()


@asynccontextmanager
async def javascript_phone(served: Served, who: str, transport: str) -> AsyncIterator[Phone]:
    """socket.io's client, in Node.js."""
    phone = Phone()
    folder = NODE.read_text(encoding="utf-8").strip() if NODE.is_file() else None
    node = shutil.which("node", path=folder)
    assert node, "make setup installs Node.js"
    process = await asyncio.create_subprocess_exec(
        node,
        str(Path(__file__).with_name("returning.mjs")),
        str(CLIENT),
        served.server.url,
        served.code,
        served.tickets[who],
        transport,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=sys.stderr,
    )
    assert process.stdin
    assert process.stdout
    stdin, stdout = process.stdin, process.stdout

    async def listen() -> None:
        async for line in stdout:
            await phone.note(*json.loads(line))

    async def ask(command: Mapping[str, object]) -> object:
        stdin.write(json.dumps(command).encode() + b"\n")
        return await phone.wait_for("answer")

    phone.ask = ask
    listening = asyncio.create_task(listen())
    yield phone
    process.kill()
    await process.wait()
    await listening


@pytest_asyncio.fixture
async def phones(served: Served) -> AsyncIterator[list[Phone]]:
    """Everybody who may vote, each kind of client over each transport."""
    kinds = [
        (make, transport)
        for make in (python_phone, javascript_phone)
        for transport in ("websocket", "polling")
    ]
    async with AsyncExitStack() as stack:
        yield [
            await stack.enter_async_context(make(served, who, transport))
            for index, who in enumerate(VOTERS)
            for make, transport in [kinds[index % len(kinds)]]
        ]
        # First the server: a poll that waits for news would keep its client for a quarter of a minute.
        await asyncio.to_thread(served.server.kill)


async def test_a_vote_goes_on_over_an_upgrade(served: Served, phones: list[Phone]) -> None:
    await asyncio.gather(*(phone.wait_for("board") for phone in phones))
    for phone in phones[:6]:
        assert (await phone.vote("for"))["ok"]

    impatient = asyncio.create_task(phones[6].vote("against"))
    assert await asyncio.to_thread(served.server.terminate) == 0
    await asyncio.gather(*(phone.wait_for("disconnect") for phone in phones))
    late = [asyncio.create_task(phone.vote("for")) for phone in phones[7:9]]
    await asyncio.to_thread(served.server.start)

    await asyncio.gather(*(phone.wait_for("connect", 2) for phone in phones))
    assert all(answer["ok"] for answer in await asyncio.gather(impatient, *late))
    for phone in phones[9:]:
        assert (await phone.vote("abstain"))["ok"]
    assert {len(phone.all("board")) for phone in phones} == {1}, "who has the board goes on from there"

    async with python_phone(served, "chair", "websocket") as chair:
        closed = await chair.ask({"id": "close", "do": "close_vote", "vote": VOTE})
    assert closed["ok"]
    await asyncio.gather(*(phone.wait_for("patch") for phone in phones))
    async with open_services(read_settings({}, data=served.server.data)) as services:
        assert await services.ledger.verify(served.code) is None
        async with services.ledger.turn([served.code]) as turn:
            box = {ballot.seat: ballot.choice for ballot in await turn.ballots(served.code, VOTE)}
    wanted = ["for"] * 6 + ["against"] + ["for"] * 2 + ["abstain"] * 3
    assert box == dict(zip(VOTERS, wanted, strict=True))


async def test_a_hall_that_is_sent_to_the_next_server_costs_it_no_boards(served: Served) -> None:
    """Two hundred devices leave in one moment and come back in one; each is told only what changed."""
    where = await look_up(served.server.url)
    devices = [LightPhone() for _ in range(200)]
    seats = list(zip(devices, cycle(VOTERS), strict=False))

    async def come(device: LightPhone, who: str, have: int | None) -> None:
        await device.join(where, {"session": served.code, "ticket": served.tickets[who], "have": have})

    await asyncio.gather(*(come(device, who, None) for device, who in seats))
    seq, whole = devices[0].seq, devices[0].received
    assert {device.seq for device in devices} == {seq}

    assert await asyncio.to_thread(served.server.terminate) == 0
    while not all(device.lost for device in devices):  # noqa: ASYNC110 - they tell nobody
        await asyncio.sleep(0)
    await asyncio.to_thread(served.server.start)
    for device in devices:
        device.shown.clear()
        device.received = 0

    await asyncio.gather(*(come(device, who, seq) for device, who in seats))
    assert not any(device.shown for device in devices), "who has the board goes on from there"
    assert max(device.received for device in devices) < whole / 2
    for device, _ in seats[: len(VOTERS)]:
        answer, _ = await device.ask("cast_ballot", vote=VOTE, choice="for")
        assert answer["ok"]
    for device in devices:
        device.hang_up()
