"""Clients that come by WebSocket and are not the library's: who may come, how they are kept, how they end."""

import asyncio
import contextlib
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest
import socketio
from hypothesis import given
from hypothesis import strategies as st

from deliberation.rehearsal.phone import masked
from tests.sockets.service import Service
from tests.support.halls import CODE, MEMBERS
from web.sockets.engine import MOST_BYTES, MOST_WAITING, Direct, Engine, Line
from web.sockets.publish import NAMESPACE
from web.sockets.register import Register

WEBSOCKET = "/socket.io/?EIO=4&transport=websocket"
A1 = MEMBERS[2]


def engine_of(service: Service) -> Engine:
    engine: Engine = service.outbox._server.eio
    return engine


@asynccontextmanager
async def connected(service: Service) -> AsyncIterator[aiohttp.ClientWebSocketResponse]:
    """A member's screen whose messages the test reads and writes as they are."""
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(f"http://127.0.0.1:{service.port}{WEBSOCKET}") as ws,
    ):
        assert (await ws.receive_str()).startswith("0{")
        await ws.send_str(f"40{NAMESPACE},{json.dumps(service.auth(A1))}")
        assert (await ws.receive_str()).startswith(f"40{NAMESPACE},")
        yield ws


@pytest.mark.asyncio
async def test_who_comes_by_websocket_has_neither_queue_nor_tasks_of_the_library(service: Service) -> None:
    before = len(asyncio.all_tasks())
    async with connected(service):
        (client,) = engine_of(service).sockets.values()

        assert isinstance(client, Direct)
        # Two: the connection's own, and aiohttp's on the test's side.
        assert len(asyncio.all_tasks()) <= before + 2
    await gone(service)


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "headers,answer",
    [
        ({}, 101),
        ({"Origin": "http://127.0.0.1:{port}"}, 101),
        ({"Origin": "https://hall.example", "X-Forwarded-Proto": "https", "Host": "hall.example"}, 101),
        ({"Origin": "https://elsewhere.example"}, 403),
        ({"Origin": "null"}, 403),
    ],
)
async def test_only_our_own_pages_may_connect(service: Service, headers: dict[str, str], answer: int) -> None:
    headers = {name: value.format(port=service.port) for name, value in headers.items()}
    headers |= {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13"}
    headers |= {"Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA=="}
    address = f"http://127.0.0.1:{service.port}{WEBSOCKET}"
    async with aiohttp.ClientSession() as session, session.get(address, headers=headers) as response:
        assert response.status == answer


@pytest.mark.asyncio
@pytest.mark.parametrize("message", ["", "x", "4?", "1", "2" * 70_000, b"\x04\x00"])
async def test_a_client_that_does_not_speak_the_protocol_is_hung_up_on_and_nobody_else(
    service: Service, message: str | bytes
) -> None:
    async with connected(service) as other:
        async with connected(service) as ws:
            await (ws.send_bytes(message) if isinstance(message, bytes) else ws.send_str(message))
            while message not in ("4?", b"\x04\x00") and not ws.closed:
                await ws.receive()
        await other.send_str(f'42{NAMESPACE},1["resync",{{"have":null}}]')
        while not (await other.receive_str()).startswith(f"43{NAMESPACE},1["):
            pass
    await gone(service)


@pytest.mark.asyncio
async def test_a_screen_that_answers_is_kept_and_one_that_is_silent_is_let_go(service: Service) -> None:
    engine = engine_of(service)
    engine.ping_interval = engine.ping_timeout = 0.2
    async with connected(service) as answering, connected(service) as silent:
        asked = 0
        while asked < 4:
            if await answering.receive_str() == "2":
                asked += 1
                await answering.send_str("3")
        while (await silent.receive()).data != "1":  # the farewell
            pass

        assert len(engine.sockets) <= 2
        assert service.rooms._rooms[CODE].online == 1
    await gone(service)


@pytest.mark.asyncio
async def test_who_asks_again_and_again_and_never_reads_is_not_listened_to(service: Service) -> None:
    """Each answer may be a whole board: they must not pile up without end."""
    phone = await deaf(service)
    (client,) = engine_of(service).sockets.values()
    assert isinstance(client, Direct)
    transport = client.connection.transport
    transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
    question = masked(f'42{NAMESPACE},1["resync",{{"have":null}}]')
    sent = 0
    rest = b""
    while not client.choked or rest:
        rest = put(phone, rest or question)
        sent += not rest
        await asyncio.sleep(0)
    held = transport.get_write_buffer_size()
    assert held < MOST_BYTES + 64 * 1024

    stuck = 0
    while stuck < 200:  # the way to the server fills up: it takes no more
        left = put(phone, rest or question)
        stuck += left == (rest or question)
        rest = left
        await asyncio.sleep(0)
    assert transport.get_write_buffer_size() <= held + 64 * 1024

    phone.close()
    await gone(service)


@pytest.mark.asyncio
async def test_who_asks_again_and_again_and_never_polls_is_let_go(service: Service) -> None:
    """The library would keep every answer, for as long as somebody says that they are there."""
    base = f"http://127.0.0.1:{service.port}/socket.io/?EIO=4&transport=polling"
    questions = "\x1e".join([f'42{NAMESPACE},1["resync",{{"have":null}}]'] * 10)
    async with aiohttp.ClientSession() as session:

        async def post(content: str) -> int:
            async with session.post(f"{base}&sid={sid}", data=content) as posted:
                return posted.status

        async with session.get(base) as opened:
            sid = json.loads((await opened.text())[1:])["sid"]
        await post(f"40{NAMESPACE},{json.dumps(service.auth(A1))}")
        line = engine_of(service).line(sid)
        assert isinstance(line, Line)
        while await post(questions) == 200:
            assert line.qsize() <= 3 * MOST_WAITING
    await gone(service)


@pytest.mark.asyncio
async def test_who_reads_late_is_answered_and_listened_to_again(service: Service) -> None:
    phone = await deaf(service)
    (client,) = engine_of(service).sockets.values()
    loop = asyncio.get_running_loop()
    client.connection.pause_writing()  # as the transport does when too much waits
    await loop.sock_sendall(phone, masked(f'42{NAMESPACE},7["resync",{{"have":null}}]'))
    client.connection.resume_writing()

    heard = b""
    while f"43{NAMESPACE},7[".encode() not in heard:
        heard += await loop.sock_recv(phone, 1 << 16)
    phone.close()
    await gone(service)


async def deaf(service: Service) -> socket.socket:
    """A member's phone that reads nothing from the moment on at which it is in."""
    loop = asyncio.get_running_loop()
    phone = socket.socket()
    phone.setblocking(False)  # noqa: FBT003 - its only parameter
    phone.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    await loop.sock_connect(phone, ("127.0.0.1", service.port))
    request = (
        f"GET {WEBSOCKET} HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
    )
    await loop.sock_sendall(phone, request.encode())
    heard = b""
    while b"maxPayload" not in heard:
        heard += await loop.sock_recv(phone, 4096)
    await loop.sock_sendall(phone, masked(f"40{NAMESPACE},{json.dumps(service.auth(A1))}"))
    while b'["board",' not in heard:
        heard += await loop.sock_recv(phone, 4096)
    return phone


def put(phone: socket.socket, data: bytes) -> bytes:
    """What could not be sent now."""
    with contextlib.suppress(BlockingIOError):
        return data[phone.send(data) :]
    return data


async def gone(service: Service) -> None:
    """Come back when nobody is connected; the test's own time limit is the end of patience."""
    while engine_of(service).sockets:  # noqa: ASYNC110 - the library's own state; nothing announces it
        await asyncio.sleep(0)


# The register ------------------------------------------------------------------------------------------

STEPS = st.lists(
    st.tuples(
        st.sampled_from(["connect", "finish", "enter", "leave", "leaving", "disconnect"]),
        st.sampled_from(["a", "b", "c"]),
        st.sampled_from(["hall", "hall/staff"]),
    ),
    max_size=30,
)


@given(STEPS)
def test_the_register_knows_what_the_librarys_own_would_know(steps: list[tuple[str, str, str]]) -> None:
    known = [shown(register, steps) for register in (Register(), socketio.AsyncManager())]

    assert known[0] == known[1]


def shown(register: socketio.AsyncManager, steps: list[tuple[str, str, str]]) -> object:
    """What it says after each step; clients are called by the connection they came with."""
    names = iter(range(1000))
    server = socketio.AsyncServer(client_manager=register)
    server.eio.generate_id = lambda: f"sid{next(names)}"
    sids: dict[str, str] = {}
    seen: list[object] = []
    for act, who, room in steps:
        sid = sids.get(who)
        if act == "connect" and sid is None:
            sids[who] = asyncio.run(register.pre_connect(who, NAMESPACE))
        elif sid is not None and act == "finish" and register.is_pre_connected(sid, NAMESPACE):
            asyncio.run(register.connect(sid, NAMESPACE))
        elif sid is not None and act == "enter":
            register.basic_enter_room(sid, NAMESPACE, room)
        elif sid is not None and act == "leave":
            register.basic_leave_room(sid, NAMESPACE, room)
        elif sid is not None and act == "leaving" and register.is_connected(sid, NAMESPACE):
            register.pre_disconnect(sid, NAMESPACE)
        elif sid is not None and act == "disconnect":
            register.basic_disconnect(sids.pop(who), NAMESPACE)
        rooms = register.rooms.get(NAMESPACE, {})
        seen.append({name: dict(members) for name, members in rooms.items()})
        seen.append({each: register.is_connected(sids[each], NAMESPACE) for each in sids})
        seen.append([list(register.pending_connect), list(register.pending_disconnect)])
    return seen
