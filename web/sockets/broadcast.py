"""One frame for everybody: a message is encoded once and written straight to each client's connection.

The library's own `emit` makes a task, a queue entry, two wake-ups, an ASGI message and another frame for
every client; docs/speed.md has the figures. Here a client costs one write. Order is kept because that
shortcut is taken only while nothing waits in the client's queue and whatever was taken from it has been
written. In every other case (polling, an upgrade under way, an unknown server) the message goes through the
queue as before.
"""

import asyncio
from contextlib import suppress
from contextvars import ContextVar
from typing import Any, Final
from urllib.parse import parse_qs

import engineio
import socketio
import structlog
import uvicorn
from engineio.async_socket import AsyncSocket
from engineio.exceptions import EngineIOError
from engineio.packet import MESSAGE, NOOP
from engineio.packet import Packet as EnginePacket
from socketio.packet import EVENT
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from uvicorn.server import ServerState
from websockets.frames import Frame, Opcode

log = structlog.get_logger()

MOST_BYTES: Final = 256 * 1024
"""Written to a client and not yet taken by its network: a dozen boards. Above it, a client is behind."""

MOST_WAITING: Final = 512
"""Messages in a client's queue; twice what a phone that comes back may be sent at once (`KEPT_PATCHES`)."""

_connection: ContextVar[WebSocketsSansIOProtocol | None] = ContextVar("connection", default=None)


class Line(asyncio.Queue[Any]):
    """A client's send queue that knows whether everything taken from it was written."""

    def __init__(self, connection: WebSocketsSansIOProtocol | None) -> None:
        super().__init__()
        self.connection = connection
        """Where this client is reached without the queue, once it speaks WebSocket."""
        self.idle = False
        """Empty, and the library's sender is asking for more: what it took before has been written."""
        self.behind = False
        """Too slow for what it was sent: it gets nothing more until it can be shown the present."""
        self.recovering = False
        """Its present board is on its way."""

    def put_nowait(self, item: object) -> None:
        """See `asyncio.Queue`."""
        self.idle = False
        super().put_nowait(item)

    async def get(self) -> Any:  # noqa: ANN401 - engine.io's packets, or None at the end
        """See `asyncio.Queue`."""
        self.idle = self.empty()
        return await super().get()

    @property
    def drained(self) -> bool:
        """Whether nothing waits for this client, here or in its connection."""
        return self.empty() and (self.connection is None or self.connection.writable.is_set())

    @property
    def choked(self) -> bool:
        """Whether more waits for this client than it should ever have to catch up with."""
        return self.qsize() >= MOST_WAITING or not (
            self.connection is None or self.connection.writable.is_set()
        )


class Engine(engineio.AsyncServer):  # type: ignore[misc]  # not annotated
    """Engine.IO with a way past the send queue. Acknowledgements take it too: the library sends them here."""

    direct = True
    """Whether what this module takes for granted about the libraries holds."""

    async def handle_request(self, scope: dict[str, Any], receive: object, send: object) -> object:
        """Remember by which connection a client is reached."""
        owner = getattr(send, "__self__", None)
        connection = owner if isinstance(owner, WebSocketsSansIOProtocol) else None
        _connection.set(connection)
        if connection is not None:
            connection.transport.set_write_buffer_limits(high=MOST_BYTES)
            for sid in parse_qs(scope["query_string"].decode("latin-1")).get("sid", ()):
                socket = self.sockets.get(sid)
                if socket is not None and not socket.upgraded:
                    socket.queue.connection = connection
        return await super().handle_request(scope, receive, send)

    def create_queue(self, *_arguments: object, **_options: object) -> Line:
        """Called once a client, inside the request that brings it."""
        return Line(_connection.get())

    def open_line(self, sid: str) -> asyncio.Transport | None:
        """Where to write so that nothing that was sent to this client earlier arrives later, or None."""
        socket = self.sockets.get(sid)
        if (
            not self.direct
            or socket is None
            or not socket.upgraded
            or socket.upgrading
            or socket.closing
            or socket.closed
        ):
            return None
        line: Line = socket.queue
        connection = line.connection
        if (
            not line.idle
            or connection is None
            or not connection.writable.is_set()
            or connection.close_sent
            or connection.transport.is_closing()
        ):
            return None
        return connection.transport

    async def send_packet(self, sid: str, pkt: EnginePacket) -> None:
        """Send to one client: at once if possible, else through its queue."""
        transport = None if pkt.binary else self.open_line(sid)
        if transport is None:
            await super().send_packet(sid, pkt)
        else:
            transport.write(text_frame(pkt.encode()))

    async def answer_polls(self) -> None:
        """Answer whoever polls with nothing, so that they ask again: elsewhere, if this server is gone."""
        for socket in list(self.sockets.values()):
            if not socket.upgraded:
                with suppress(EngineIOError):
                    await socket.send(EnginePacket(NOOP))


class LiveServer(socketio.AsyncServer):  # type: ignore[misc]  # noqa: TID251 - what web/app.py builds; not annotated
    """Socket.IO over that engine."""

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
        frame = text_frame(packet.encode())
        drained: list[str] = []
        for sid, eio_sid in self._server.manager.get_participants(self._namespace, to):
            line = self._line(eio_sid)
            if line is None:
                continue
            if line.behind:
                if line.drained and not line.recovering:
                    line.recovering = True
                    drained.append(sid)
            elif transport := self._engine.open_line(eio_sid):
                transport.write(frame)
            elif line.choked:
                line.behind = True
            else:
                await self._queue(eio_sid, packet)
        return drained

    async def recover(self, sid: str, event: str, content: object) -> None:
        """Show a client that was behind the present; from now on it is sent everything again."""
        eio_sid = self._server.manager.eio_sid_from_sid(sid, self._namespace)
        if line := self._line(eio_sid):
            line.behind = line.recovering = False
            await self._queue(eio_sid, self._encode(event, content))

    def _encode(self, event: str, content: object) -> EnginePacket:
        text = self._server.packet_class(EVENT, namespace=self._namespace, data=[event, content]).encode()
        return EnginePacket(MESSAGE, text)

    def _line(self, eio_sid: str) -> Line | None:
        socket = self._engine.sockets.get(eio_sid)
        return None if socket is None else socket.queue

    async def _queue(self, eio_sid: str, packet: EnginePacket) -> None:
        try:
            await self._engine.send_packet(eio_sid, packet)
        except EngineIOError:
            return  # it closed in this moment; the library says goodbye to it


def text_frame(text: str) -> bytes:
    """A whole WebSocket message from a server: one frame, neither masked nor compressed."""
    return Frame(Opcode.TEXT, text.encode()).serialize(mask=False)


def writes_directly(engine: object) -> bool:
    """Whether the installed libraries are as this module takes them to be; asked once, inside the loop."""
    if not isinstance(engine, Engine):
        return False  # python-socketio no longer asks which engine to build
    config = uvicorn.Config(_nothing, log_config=None, lifespan="off")
    try:
        config.load()
        connection = WebSocketsSansIOProtocol(config, ServerState(), {})
        client = AsyncSocket(engine, "probe")
        line = client.queue
        line.put_nowait(None)
        return (
            isinstance(line, Line)
            and not (client.upgraded or client.upgrading or client.closing or client.closed)
            and connection.writable.is_set()
            and not connection.close_sent
            and getattr(connection.send, "__self__", None) is connection
        )
    except (AttributeError, TypeError):
        return False


async def _nothing(_scope: object, _receive: object, _send: object) -> None:
    """An application for the trial connection, which is never opened."""
