"""Clients that connect and never read a byte, while the record grows fast.

Half of them fall silent. The others keep their connection alive, as a broken or hostile program might:
they say that they are there, and ask for the whole board again and again without ever taking one. The
people in the hall must not notice, and the server must not gather what nobody takes.
"""

import asyncio
import json
import socket

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from tests.chaos.checker import Violation
from tests.chaos.phone import CONNECTED, EVENT, NAMESPACE, PONG
from tests.chaos.scene import Scene

DEAF = 20
WINDOW = 4096
"""Bytes that the kernel takes for such a client."""

SECONDS, SECONDS_IN_CAMPAIGN = 2, 4

MOST_GROWTH = DEAF * 1_000_000 + 30_000_000
"""Bytes: what the server may keep for each of them (`web.sockets.engine.MOST_BYTES` and a board or two),
and what it needs for itself when it is busy."""


async def strike(scene: Scene) -> None:
    """Let them in, let the recorder write at length, and look at the server's memory."""
    (server,) = scene.servers
    before = server.resident
    deaf = [await _connect(scene, server.port, talks=number % 2 == 0) for number in range(DEAF)]
    asking = [asyncio.create_task(_ask(client)) for client in deaf[::2]]
    scene.note_length = 1500
    most = before
    try:
        for _ in range((SECONDS_IN_CAMPAIGN if scene.full else SECONDS) * 10):
            await asyncio.sleep(0.1)
            most = max(most, server.resident)
    finally:
        for task in asking:
            task.cancel()
        await asyncio.wait(asking)
        for client in deaf:
            client.transport.abort()
    scene.measured["megabytes grown"] = round((most - before) / 1e6, 1)
    if most - before > MOST_GROWTH:
        scene.extra.append(Violation("memory", f"The server grew from {before} to {most} bytes"))


async def _connect(scene: Scene, port: int, *, talks: bool) -> ClientConnection:
    plain = socket.socket()
    plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, WINDOW)
    plain.setblocking(False)  # noqa: FBT003 - its only parameter
    await asyncio.get_running_loop().sock_connect(plain, ("127.0.0.1", port))
    client = await connect(
        f"ws://127.0.0.1:{port}/socket.io/?EIO=4&transport=websocket&session={scene.hall.code}",
        sock=plain,
        compression=None,
        ping_interval=None,
        max_queue=1,
        proxy=None,
    )
    auth = {"session": scene.hall.code, "ticket": scene.hall.tickets["wall"] if talks else None, "have": None}
    await client.send(CONNECTED + NAMESPACE + json.dumps(auth))
    return client


async def _ask(client: ClientConnection) -> None:
    """As often as one connection may, and a little more."""
    number = 0
    try:
        while True:
            number += 1
            await client.send(f"{EVENT}{NAMESPACE}{number}" + json.dumps(["resync", {"have": None}]))
            await client.send(PONG)
            await asyncio.sleep(0 if number < 60 else 0.15)
    except (OSError, WebSocketException):
        return  # the server hung up: it need not keep such a client
