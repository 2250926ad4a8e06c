"""What goes straight to the connections is what the library's own emit would bring, in the same order."""

import asyncio
import contextlib
import json
import socket
import struct
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
import socketio
import uvicorn
from hypothesis import given
from hypothesis import strategies as st
from websockets.frames import Frame, Opcode

from deliberation.console.server import serving
from tests.sockets.service import Service, hang_up
from tests.support.halls import CHAIR, MEMBERS
from web.sockets import broadcast, engine
from web.sockets.broadcast import Broadcast, LiveServer
from web.sockets.engine import (
    MOST_BYTES,
    MOST_WAITING,
    Direct,
    Engine,
    Line,
    frame_of,
    writes_directly,
)
from web.sockets.publish import NAMESPACE
from web.sockets.wire import SERVER_OPTIONS

ROOM = "hall"
LARGE = "大" * 30_000  # 90 kB: its frame has the eight-byte length
CONTENTS: list[Any] = [
    {"seq": 1, "text": "添两把长椅"},
    {"text": '引号" 反斜杠\\ 换行\n 𠮷'},
    {"text": "x" * 125},
    {"text": "x" * 126},
    {"text": "x" * 70_000},
    {"board": LARGE},
    [],
    "字",
    0,
]


class Post(socketio.AsyncNamespace):  # type: ignore[misc]  # not annotated
    """Lets everybody into one room and repeats what it is told."""

    async def on_connect(self, sid: str, _environ: object, _auth: object = None) -> None:
        await self.enter_room(sid, ROOM)

    async def on_echo(self, _sid: str, content: object) -> object:
        return content


def lines(of: Engine) -> list[Line | Direct]:
    return [line for sid in of.sockets if (line := of.line(sid)) is not None]


class Hall:
    """A server with nothing but a room, and its ways to send."""

    def __init__(self, port: int, server: LiveServer) -> None:
        self.port = port
        self.server = server
        self.broadcast = Broadcast(server, NAMESPACE)
        self.engine: Engine = server.eio

    async def stock(self, content: object) -> None:
        await self.server.emit("patch", content, to=ROOM, namespace=NAMESPACE)

    async def fast(self, content: object) -> list[str]:
        return await self.broadcast.send("patch", content, to=ROOM)

    @property
    def people(self) -> int:
        return len(list(self.server.manager.get_participants(NAMESPACE, ROOM)))

    @property
    def lines(self) -> list[Line | Direct]:
        return lines(self.engine)


@asynccontextmanager
async def serve() -> AsyncIterator[Hall]:
    server = LiveServer(**SERVER_OPTIONS)
    server.register_namespace(Post(NAMESPACE))
    config = serving(socketio.ASGIApp(server))
    config.lifespan, config.timeout_graceful_shutdown = "off", 2
    listener = socket.create_server(("127.0.0.1", 0))
    running = uvicorn.Server(config)
    task = asyncio.create_task(running.serve(sockets=[listener]))
    hall = Hall(listener.getsockname()[1], server)
    try:
        yield hall
    finally:
        await hang_up(hall.server)
        running.should_exit = True
        await task
        listener.close()


@pytest_asyncio.fixture
async def hall() -> AsyncIterator[Hall]:
    async with serve() as running:
        yield running


class Listener:
    """An unmodified client of python-socketio."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self.heard: list[Any] = []
        self._more = asyncio.Condition()
        self.io = socketio.AsyncClient(reconnection=False, http_session=session)
        self.io.on("patch", self._hear, namespace=NAMESPACE)

    async def _hear(self, content: object) -> None:
        async with self._more:
            self.heard.append(content)
            self._more.notify_all()

    async def until(self, count: int) -> list[Any]:
        async with self._more:
            await self._more.wait_for(lambda: len(self.heard) >= count)
        return self.heard


@asynccontextmanager
async def listening(hall: Hall, *transports: str) -> AsyncIterator[Listener]:
    address = f"http://127.0.0.1:{hall.port}"
    async with aiohttp.ClientSession() as session:
        listener = Listener(session)
        await listener.io.connect(
            address, namespaces=[NAMESPACE], transports=list(transports) or ["websocket"], wait_timeout=60
        )
        try:
            yield listener
        finally:
            await hang_up(hall.server)
            await listener.io.wait()
            await listener.io.shutdown()


@asynccontextmanager
async def raw(hall: Hall) -> AsyncIterator[aiohttp.ClientWebSocketResponse]:
    """A connection whose frames the test sees as they are."""
    address = f"http://127.0.0.1:{hall.port}/socket.io/?EIO=4&transport=websocket"
    async with aiohttp.ClientSession() as session, session.ws_connect(address) as ws:
        await ws.receive_str()
        await ws.send_str(f"40{NAMESPACE},")
        await ws.receive_str()
        yield ws


async def settled(condition: Callable[[], bool]) -> None:
    """Come back when it is so; the test's own time limit is the end of patience."""
    while not condition():  # noqa: ASYNC110 - the library's own state; nothing announces it
        await asyncio.sleep(0)


def free(line: Line | Direct) -> bool:
    """Whether the next message is written at once."""
    return line.idle if isinstance(line, Line) else line.drained


async def parked(hall: Hall) -> None:
    await settled(lambda: bool(hall.lines) and all(map(free, hall.lines)))


# The libraries are as they are taken to be -------------------------------------------------------------


@pytest.mark.asyncio
async def test_what_is_taken_for_granted_holds_for_the_installed_libraries() -> None:
    assert writes_directly(LiveServer(**SERVER_OPTIONS).eio)


@pytest.mark.asyncio
async def test_another_engine_is_noticed() -> None:
    assert not writes_directly(socketio.AsyncServer(**SERVER_OPTIONS).eio)


@pytest.mark.asyncio
async def test_a_socket_that_is_built_otherwise_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    class Other:
        def __init__(self, _engine: object, _sid: str) -> None: ...

    monkeypatch.setattr(engine, "AsyncSocket", Other)
    assert not writes_directly(LiveServer(**SERVER_OPTIONS).eio)


@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
def test_a_frame_is_a_whole_unmasked_text_message(text: str) -> None:
    frame = frame_of(text)
    assert frame == Frame(Opcode.TEXT, text.encode()).serialize(mask=False)
    assert frame[0] == 0x81  # final, no extension bits, text
    assert frame.endswith(text.encode())


# The same events ---------------------------------------------------------------------------------------


@pytest.mark.asyncio
async def test_the_text_is_the_same_to_the_byte(hall: Hall) -> None:
    async with raw(hall) as ws:
        for content in CONTENTS:
            await hall.stock(content)
            stock = await ws.receive_str()
            await parked(hall)
            await hall.fast(content)
            assert await ws.receive_str() == stock
            assert stock.startswith('42/live,["patch",')


@pytest.mark.asyncio
@pytest.mark.parametrize("transport", ["websocket", "polling"])
async def test_a_client_hears_what_emit_would_have_told_it(hall: Hall, transport: str) -> None:
    async with listening(hall, transport) as client:
        for send in (hall.stock, hall.fast):
            for content in CONTENTS:
                await send(content)
            # In between: python-socketio's client takes at most 16 packets from one poll.
            await client.until(len(CONTENTS) * (1 if send == hall.stock else 2))
        assert client.heard == CONTENTS * 2


@pytest.mark.asyncio
async def test_nothing_waits_in_a_queue_when_the_way_is_free(hall: Hall) -> None:
    async with raw(hall) as ws:
        await parked(hall)
        await hall.fast("直")
        assert all(isinstance(line, Direct) for line in hall.lines)
        assert json.loads((await ws.receive_str())[8:]) == ["patch", "直"]


@pytest.mark.asyncio
async def test_without_the_short_way_everything_arrives_all_the_same(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(broadcast, "writes_directly", lambda _engine: False)
    hall.broadcast = Broadcast(hall.server, NAMESPACE)
    async with listening(hall) as client:
        for content in CONTENTS:
            await hall.fast(content)
        assert await client.until(len(CONTENTS)) == CONTENTS


@pytest.mark.asyncio
@pytest.mark.parametrize("transports", [["websocket"], ["polling", "websocket"]])
async def test_order_is_kept_between_the_two_ways(hall: Hall, transports: list[str]) -> None:
    """The shortcut is open for some of these messages and closed for others; nobody can tell which."""
    async with listening(hall, *transports) as client:
        await settled(lambda: all(each.upgraded for each in hall.engine.sockets.values()))
        for number in range(300):
            await (hall.stock if number % 3 == 0 else hall.fast)(number)
            if number % 7 == 0:
                await asyncio.sleep(0)
        assert await client.until(300) == list(range(300))


@pytest.mark.asyncio
async def test_acknowledgements_and_events_keep_their_order(hall: Hall) -> None:
    async with raw(hall) as ws:
        for number in range(50):
            await ws.send_str(f'42{NAMESPACE},{number}["echo",{number}]')
        events = 0
        seen: list[str] = []
        while len(seen) < 100:
            if events < 50:
                await hall.fast(events)
                events += 1
            seen.append(await ws.receive_str())
        acknowledged = [text for text in seen if text.startswith("43")]
        told = [text for text in seen if text.startswith("42")]
        assert acknowledged == [f"43{NAMESPACE},{number}[{number}]" for number in range(50)]
        assert told == [f'42{NAMESPACE},["patch",{number}]' for number in range(50)]


@pytest.mark.asyncio
async def test_an_upgrade_in_the_middle_loses_and_swaps_nothing(hall: Hall) -> None:
    sent = 0
    async with listening(hall, "polling") as still, asyncio.TaskGroup() as group:

        async def keep_sending() -> None:
            """At the pace of the slower one: its library takes at most 16 packets from one poll."""
            nonlocal sent
            while sum(each.upgraded for each in hall.engine.sockets.values()) == 0 or sent < 20:
                await hall.fast(sent)
                sent += 1
                await still.until(sent)

        sending = group.create_task(keep_sending())
        async with listening(hall, "polling", "websocket") as client:
            await sending
            await hall.fast(sent)
            await still.until(sent + 1)
            await settled(lambda: client.heard[-1:] == [sent])
            assert client.heard == list(range(client.heard[0], sent + 1))
            assert still.heard == list(range(sent + 1))


@pytest.mark.asyncio
async def test_an_upgraded_client_is_reached_directly(hall: Hall) -> None:
    async with listening(hall, "polling", "websocket") as client:
        await settled(lambda: all(each.upgraded for each in hall.engine.sockets.values()))
        await parked(hall)
        (sid,) = hall.engine.sockets
        assert hall.engine.write(sid, frame_of("6"))  # engine.io's NOOP
        await hall.fast("升级后")
        assert await client.until(1) == ["升级后"]


# Those who cannot keep up ------------------------------------------------------------------------------


async def deaf(hall: Hall) -> socket.socket:
    """A phone that is connected and never reads."""
    loop = asyncio.get_running_loop()
    phone = socket.socket()
    phone.setblocking(False)  # noqa: FBT003 - its only parameter
    phone.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    await loop.sock_connect(phone, ("127.0.0.1", hall.port))
    request = (
        "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n"
        "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
    )
    before = hall.people
    await loop.sock_sendall(phone, request.encode())
    opened = b""
    while b"maxPayload" not in opened:
        opened += await loop.sock_recv(phone, 4096)
    text = f"40{NAMESPACE},".encode()
    await loop.sock_sendall(phone, bytes([0x81, 0x80 | len(text), 0, 0, 0, 0]) + text)
    await settled(lambda: hall.people > before)
    await parked(hall)
    return phone


async def drain(phone: socket.socket, line: Line | Direct) -> bytes:
    """Read until nothing waits on the server's side."""
    loop = asyncio.get_running_loop()
    data = b""
    while not line.drained or not data:
        data += await loop.sock_recv(phone, 1 << 20)
    return data


@pytest.mark.asyncio
async def test_who_never_reads_costs_a_bounded_amount_and_gets_the_present_afterwards(hall: Hall) -> None:
    phone = await deaf(hall)
    (line,) = hall.lines
    message = {"text": "x" * 20_000}
    while not line.behind:
        await hall.fast(message)
    connection = line.connection
    assert connection is not None
    held = connection.transport.get_write_buffer_size()
    assert held < MOST_BYTES + 3 * 20_100
    for _ in range(100):
        assert await hall.fast(message) == []
    assert connection.transport.get_write_buffer_size() <= held

    await drain(phone, line)
    (who,) = await hall.fast(message)
    assert await hall.fast(message) == []  # asked for once
    await hall.broadcast.recover(who, "board", {"seq": 7})
    await hall.fast({"seq": 8})
    loop = asyncio.get_running_loop()
    text = b""
    while b'"seq":8' not in text:
        text += await loop.sock_recv(phone, 1 << 20)
    assert text.index(b'["board",{"seq":7}]') < text.index(b'["patch",{"seq":8}]')
    phone.close()


@pytest.mark.asyncio
async def test_a_poll_that_never_comes_costs_a_bounded_amount(hall: Hall) -> None:
    base = f"http://127.0.0.1:{hall.port}/socket.io/?EIO=4&transport=polling"
    async with aiohttp.ClientSession() as session:
        async with session.get(base) as opened:
            sid = json.loads((await opened.text())[1:])["sid"]
        async with session.post(f"{base}&sid={sid}", data=f"40{NAMESPACE},") as posted:
            await posted.text()
        async with session.get(f"{base}&sid={sid}") as polled:
            assert "sid" in await polled.text()
        (line,) = hall.lines
        assert isinstance(line, Line)
        for number in range(MOST_WAITING + 100):
            await hall.fast(number)
        assert line.behind
        assert line.qsize() == MOST_WAITING
        async with session.get(f"{base}&sid={sid}") as polled:
            packets = (await polled.text()).split("\x1e")
        assert packets == [f'42{NAMESPACE},["patch",{number}]' for number in range(MOST_WAITING)]
        assert len(await hall.fast("later")) == 1


@pytest.mark.asyncio
async def test_a_slow_screen_is_shown_the_latest_board(service: Service) -> None:
    """The whole way: the room goes on, the screen is behind, then sees the present and follows again."""
    member = await service.client(MEMBERS[2])
    chair = await service.client(CHAIR)
    await member.wait_for("board")
    everybody = lines(service.outbox._server.eio)
    await settled(lambda: all(map(free, everybody)))
    for each in everybody:
        each.behind = True
    assert (await chair.command("check_in"))["ok"]
    await member.wait_for("board", 2)
    assert (await member.command("check_in"))["ok"]

    def seq() -> int:
        """Where the screen is when it puts each patch onto what it has."""
        second = [event for event, _ in member.heard].index("board", 1)
        have: int = member.heard[second][1]["seq"]
        for event, content in member.heard[second + 1 :]:
            if event == "patch":
                assert content["after"] == have
                have = content["seq"]
        return have

    await settled(lambda: seq() == 3)


# Those who leave ---------------------------------------------------------------------------------------


@pytest.mark.asyncio
async def test_who_hangs_up_in_the_middle_does_not_silence_the_others(hall: Hall) -> None:
    async with listening(hall) as client:
        phone = await deaf(hall)
        for number in range(20):
            if number == 10:
                phone.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                phone.close()  # a reset, no goodbye
            await hall.fast(number)
        assert await client.until(20) == list(range(20))
        await settled(lambda: len(hall.engine.sockets) == 1)
        with contextlib.suppress(KeyError):
            await hall.broadcast.recover("gone", "board", {})
