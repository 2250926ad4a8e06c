"""One frame for everybody: a message is encoded once and written straight to each client's connection.

The library's own `emit` makes a task, a queue entry, two wake-ups, an ASGI message and another frame for
every client; docs/speed.md has the figures. Here a client costs one write. Order is kept because a client
that began with polling is written to only while nothing waits in its queue and whatever was taken from it has
been written; else (polling, an upgrade under way, an unknown server) the message takes the queue as before.
"""

import socketio
import structlog
from engineio.exceptions import EngineIOError
from engineio.packet import MESSAGE
from engineio.packet import Packet as EnginePacket
from socketio.packet import EVENT

from web.sockets.engine import Engine, frame_of, writes_directly
from web.sockets.register import Register

log = structlog.get_logger()


class LiveServer(socketio.AsyncServer):  # type: ignore[misc]  # noqa: TID251 - what web/app.py builds; not annotated
    """Socket.IO over that engine."""

    def __init__(self, **options: object) -> None:
        super().__init__(client_manager=Register(), **options)

    def _engineio_server_class(self) -> type[Engine]:
        return Engine


class Broadcast:
    """Sends events to everybody in a room."""

    def __init__(self, server: LiveServer, namespace: str) -> None:
        self._server = server
        self._namespace = namespace
        self._engine: Engine = server.eio
        self._direct = writes_directly(self._engine)
        if not self._direct:
            self._engine.direct = False
            log.warning("broadcast_through_queues")

    async def send(self, event: str, content: object, *, to: str) -> list[str]:
        """Send to a room or one client. Returns who was behind and can be shown the present now."""
        if not self._direct:
            await self._server.emit(event, content, to=to, namespace=self._namespace)
            return []
        packet = self._encode(event, content)
        frame = frame_of(packet.encode())
        write = self._engine.write
        drained: list[str] = []
        for sid, eio_sid in self._server.manager.get_participants(self._namespace, to):
            if write(eio_sid, frame):
                continue
            line = self._engine.line(eio_sid)
            if line is None:
                continue
            if line.behind:
                if line.drained and not line.recovering:
                    line.recovering = True
                    drained.append(sid)
            elif line.choked:
                line.behind = True
            else:
                await self._queue(eio_sid, packet)
        return drained

    async def recover(self, sid: str, event: str, content: object) -> None:
        """Show a client that was behind the present; from now on it is sent everything again."""
        eio_sid = self._server.manager.eio_sid_from_sid(sid, self._namespace)
        if line := self._engine.line(eio_sid):
            line.behind = line.recovering = False
            await self._queue(eio_sid, self._encode(event, content))

    def _encode(self, event: str, content: object) -> EnginePacket:
        # `binary`: or the library looks through all of it for bytes, which nothing of ours holds.
        packet = self._server.packet_class(
            EVENT, namespace=self._namespace, data=[event, content], binary=False
        )
        return EnginePacket(MESSAGE, packet.encode())

    async def _queue(self, eio_sid: str, packet: EnginePacket) -> None:
        try:
            await self._engine.send_packet(eio_sid, packet)
        except EngineIOError:
            return  # it closed in this moment; the library says goodbye to it
