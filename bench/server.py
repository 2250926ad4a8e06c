"""The smallest server that sends one event to a room: `python -m bench.server KIND PORT`, ours or stock.

Both run under the hall's own uvicorn settings. Any client may ask for a `flood` of {rate, seconds}. Each
message carries the time at which it was due, so that a server that falls behind cannot hide it.
"""

import asyncio
import sys
import time
from typing import Any

import socketio
import uvicorn
import uvloop

from deliberation.console.server import calm_collector, serving
from web.sockets.broadcast import Broadcast, LiveServer
from web.sockets.wire import SERVER_OPTIONS

PATCH = {
    "floor": {
        "speaker": {"name": "楼下住户代表", "group": "g2", "position": "against", "kind": "speech"},
        "queue": [{"id": f"h{number}", "name": "小院住户", "group": "g1"} for number in range(4)],
    },
    "log": {
        "118": {
            "at": "2026-05-10T14:32:05.000Z",
            "text": "楼下住户代表发言：担心充电桩的消防安全，请物业说明。",
        }
    },
}
"""About 600 bytes, as a typical turn makes."""

HOPELESS = 2_000_000_000
"""Nanoseconds behind after which a flood ends."""


class Flood(socketio.AsyncNamespace):  # type: ignore[misc]  # not annotated
    """Puts everybody into one room and floods it on request."""

    def __init__(self, send: Any) -> None:  # noqa: ANN401 - emit or its replacement
        super().__init__("/live")
        self._send = send
        self._floods: set[asyncio.Task[None]] = set()

    async def on_connect(self, sid: str, _environ: object, _auth: object = None) -> None:
        """Let everybody in."""
        await self.enter_room(sid, "hall")

    async def on_flood(self, _sid: str, wish: dict[str, float]) -> None:
        """Begin to send."""
        task = asyncio.create_task(self._flood(wish["rate"], wish["seconds"]))
        self._floods.add(task)
        task.add_done_callback(self._floods.discard)

    async def on_echo(self, _sid: str, content: object) -> object:
        """Acknowledge, nothing else: the way in."""
        return content

    async def _flood(self, rate: float, seconds: float) -> None:
        begun = time.monotonic_ns()
        for number in range(int(rate * seconds)):
            due = begun + int(number / rate * 1e9)
            # Also when it is late: clients are read, and time passes.
            await asyncio.sleep(max(0.0, (due - time.monotonic_ns()) / 1e9))
            if time.monotonic_ns() - due > HOPELESS:
                return  # hopeless; let the next trial find an empty queue
            await self._send("patch", {"t": due, "after": number, "seq": number + 1, "patch": PATCH})


async def main(kind: str, port: int) -> None:
    """Serve until killed."""
    if kind == "ours":
        server = LiveServer(**SERVER_OPTIONS)
        broadcast = Broadcast(server, "/live")

        async def send(event: str, content: object) -> None:
            await broadcast.send(event, content, to="hall")
    else:
        server = socketio.AsyncServer(**SERVER_OPTIONS)

        async def send(event: str, content: object) -> None:
            await server.emit(event, content, to="hall", namespace="/live")

    server.register_namespace(Flood(send))
    config = serving(socketio.ASGIApp(server))
    config.host, config.port, config.lifespan = "127.0.0.1", port, "off"
    config.load()
    calm_collector()
    await uvicorn.Server(config).serve()


if __name__ == "__main__":
    uvloop.run(main(sys.argv[1], int(sys.argv[2])))
