"""Engine.IO for a hall: a client that comes by WebSocket costs no queue and no task but its connection's own.

The library makes for each client a queue, a task that empties it, a task for the heartbeat and an environment
of its request, and for each message that comes another two tasks, one with a time limit. Whoever polls, or
begins with polling, is the library's as before; docs/speed.md has the figures.
"""

import asyncio
from contextlib import suppress
from contextvars import ContextVar
from typing import Any, Final
from urllib.parse import parse_qs

import engineio
import uvicorn
from engineio.async_socket import AsyncSocket
from engineio.exceptions import EngineIOError, SocketIsClosedError
from engineio.packet import CLOSE, MESSAGE, NOOP, OPEN, PING, PONG, Packet
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from uvicorn.server import ServerState
from websockets.frames import Frame, Opcode

MOST_BYTES: Final = 256 * 1024
"""Written to a client and not yet taken by its network: a dozen boards. Above it, a client is behind."""

MOST_WAITING: Final = 512
"""Messages in a client's queue; twice what a phone that comes back may be sent at once (`KEPT_PATCHES`)."""

GOODBYE_SECONDS: Final = 10
"""For a client to hang up after it was told to: uvicorn's patience."""

_ASKED: Final = {
    b"host": "HTTP_HOST",
    b"origin": "HTTP_ORIGIN",
    b"x-forwarded-proto": "HTTP_X_FORWARDED_PROTO",
    b"x-forwarded-host": "HTTP_X_FORWARDED_HOST",
}
"""What tells from where a page comes, and its names in the library."""


def frame_of(content: str | bytes) -> bytes:
    """A whole WebSocket message from a server: one frame, neither masked nor compressed."""
    if isinstance(content, str):
        return Frame(Opcode.TEXT, content.encode()).serialize(mask=False)
    return Frame(Opcode.BINARY, content).serialize(mask=False)


PING_FRAME: Final = frame_of(Packet(PING).encode())

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


class Direct(AsyncSocket):  # type: ignore[misc]  # not annotated
    """A client that came by WebSocket. What it is sent is written to its connection at once, in order."""

    def __init__(self, engine: "Engine", sid: str, connection: WebSocketsSansIOProtocol) -> None:
        # Not the library's: it would make a queue, 3 kB that nobody would use.
        self.server = engine
        self.sid = sid
        self.session: dict[str, object] = {}
        self.connected = self.upgraded = True
        self.upgrading = self.closing = self.closed = False
        self.connection = connection
        self.behind = self.recovering = False
        """As for a Line."""
        self._loop = asyncio.get_running_loop()
        self._timer: asyncio.TimerHandle | None = None

    @property
    def open(self) -> bool:
        """Whether something may still be written, however much of it waits."""
        connection = self.connection
        return not (self.closed or connection.close_sent or connection.transport.is_closing())

    @property
    def drained(self) -> bool:
        """Whether its connection takes more."""
        return self.connection.writable.is_set()

    @property
    def choked(self) -> bool:
        """Whether more waits in its connection than it should ever have to catch up with."""
        return not self.connection.writable.is_set()

    def take(self, frame: bytes) -> bool:
        """Write a message, unless the client is behind or gone."""
        connection = self.connection
        transport = connection.transport
        if (
            self.behind
            or self.closing
            or not connection.writable.is_set()
            or connection.close_sent
            or transport.is_closing()
        ):
            return False
        transport.write(frame)
        return True

    async def send(self, pkt: Packet) -> None:
        """See `AsyncSocket.send`. Answers take this way, also while the client is behind: see `listen`."""
        if self.closed:
            raise SocketIsClosedError
        if self.open:
            self.connection.transport.write(frame_of(pkt.encode()))

    async def listen(self, receive: Any) -> None:  # noqa: ANN401 - ASGI's
        """Take one message after another until the connection ends."""
        while not self.closed:
            if not self.connection.writable.is_set():
                # Who does not take what it is sent is not listened to: the answers would pile up here.
                await self.connection.writable.wait()
            event = await receive()
            message = event.get("text") or event.get("bytes")
            if not message or len(message) > self.server.max_http_buffer_size:
                return
            try:
                packet = Packet(encoded_packet=message)
            except ValueError:
                return
            if packet.packet_type == MESSAGE:
                # Without a task: for each event python-socketio makes one itself.
                await self.server._trigger_event("message", self.sid, packet.data, run_async=False)  # noqa: SLF001 - no other way in
                # Whatever needs no waiting is answered before the next message is taken.
                await asyncio.sleep(0)
            elif packet.packet_type == PONG:
                self.schedule_ping()
            elif packet.packet_type == CLOSE:
                return

    def schedule_ping(self) -> None:
        """See `AsyncSocket.schedule_ping`: the client is there, and asked again later. A timer, no task."""
        if self._timer is not None:
            self._timer.cancel()
        self._timer = self._loop.call_later(self.server.ping_interval, self._ping)

    def _ping(self) -> None:
        if self.open:
            self.connection.transport.write(PING_FRAME)
            self._timer = self._loop.call_later(self.server.ping_timeout, self._miss)

    def _miss(self) -> None:
        self.server.start_background_task(self.close, reason=self.server.reason.PING_TIMEOUT)

    async def check_ping_timeout(self) -> bool:
        """See `AsyncSocket.check_ping_timeout`, which asks the wall clock; here a timer rings."""
        return not self.closed

    async def close(self, wait: bool = True, abort: bool = False, reason: str | None = None) -> None:  # noqa: ARG002, FBT001, FBT002 - the library's
        """See `AsyncSocket.close`. `abort`: the connection has ended already."""
        if self._timer is not None:
            self._timer.cancel()
        await super().close(wait=False, abort=abort, reason=reason)
        if not abort:
            # Its own goodbye ends the connection; this does if there is none.
            self._loop.call_later(GOODBYE_SECONDS, self.connection.transport.abort)


class Engine(engineio.AsyncServer):  # type: ignore[misc]  # not annotated
    """Engine.IO with a way past the send queue. Acknowledgements take it too: the library sends them here."""

    direct = True
    """Whether what this module takes for granted about the libraries holds."""

    async def handle_request(self, scope: dict[str, Any], receive: Any, send: Any) -> object:  # noqa: ANN401 - ASGI's
        """Serve who comes by WebSocket; for the others remember by which connection they are reached."""
        owner = getattr(send, "__self__", None)
        connection = owner if isinstance(owner, WebSocketsSansIOProtocol) else None
        _connection.set(connection)
        if connection is not None:
            connection.transport.set_write_buffer_limits(high=MOST_BYTES)
            query = scope["query_string"].decode("latin-1")
            if self.direct and self._may_be_served(scope, query):
                await self._serve(query, connection, receive, send)
                return None
            for sid in parse_qs(query).get("sid", ()):
                socket = self.sockets.get(sid)
                if socket is not None and not socket.upgraded:
                    socket.queue.connection = connection
        return await super().handle_request(scope, receive, send)

    def _may_be_served(self, scope: dict[str, Any], query_string: str) -> bool:
        """Whether this is a new client from a page that may connect. The library turns the others away."""
        query = parse_qs(query_string)
        if query.get("transport") != ["websocket"] or query.get("EIO") != ["4"] or "sid" in query:
            return False
        environ = {
            name: value.decode("latin-1")
            for key, value in scope["headers"]
            if (name := _ASKED.get(key)) is not None
        }
        origin = environ.get("HTTP_ORIGIN")
        if origin is None:
            return True
        environ["wsgi.url_scheme"] = environ.get("HTTP_X_FORWARDED_PROTO", "http")
        allowed = self._cors_allowed_origins(environ)
        return allowed is None or origin in allowed

    async def _serve(
        self,
        query: str,
        connection: WebSocketsSansIOProtocol,
        receive: Any,  # noqa: ANN401 - ASGI's
        send: Any,  # noqa: ANN401 - ASGI's
    ) -> None:
        """From the handshake to the end of the connection; see the library's `_handle_connect`."""
        await receive()
        await send({"type": "websocket.accept"})
        client = Direct(self, self.generate_id(), connection)
        self.sockets[client.sid] = client
        try:
            await client.send(Packet(OPEN, self._greeting(client.sid)))
            await self._trigger_event("connect", client.sid, {"QUERY_STRING": query}, run_async=False)
            client.schedule_ping()
            await client.listen(receive)
        finally:
            await client.close(abort=True, reason=self.reason.TRANSPORT_CLOSE)
            self.sockets.pop(client.sid, None)

    def _greeting(self, sid: str) -> dict[str, object]:
        """What Engine.IO tells a new client."""
        return {
            "sid": sid,
            "upgrades": [],
            "pingTimeout": int(self.ping_timeout * 1000),
            "pingInterval": int(self.ping_interval * 1000),
            "maxPayload": self.max_http_buffer_size,
        }

    def create_queue(self, *_arguments: object, **_options: object) -> Line:
        """Called once a client, inside the request that brings it."""
        return Line(_connection.get())

    def line(self, sid: str) -> Line | Direct | None:
        """What knows whether a client keeps up."""
        socket = self.sockets.get(sid)
        return socket if socket is None or isinstance(socket, Direct) else socket.queue

    def write(self, sid: str, frame: bytes) -> bool:
        """Write to a client now; false when what it was sent earlier would arrive later, or it is behind."""
        socket = self.sockets.get(sid)
        if isinstance(socket, Direct):
            return socket.take(frame)
        transport = self._way_past(socket)
        if transport is None:
            return False
        transport.write(frame)
        return True

    def _way_past(self, socket: AsyncSocket | None) -> asyncio.Transport | None:
        """Where to write past the queue of a client that began with polling, or None."""
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
            line.behind
            or not line.idle
            or connection is None
            or not connection.writable.is_set()
            or connection.close_sent
            or connection.transport.is_closing()
        ):
            return None
        return connection.transport

    async def send_packet(self, sid: str, pkt: Packet) -> None:
        """Send to one client: at once if possible, else through its queue."""
        if self.write(sid, frame_of(pkt.encode())):
            return
        line = self.line(sid)
        if isinstance(line, Line) and line.qsize() >= 2 * MOST_WAITING:
            # Broadcasts end at half of it: this one asks and asks and does not take the answers.
            await self.sockets[sid].close(wait=False, abort=True, reason=self.reason.TRANSPORT_ERROR)
        else:
            await super().send_packet(sid, pkt)

    async def answer_polls(self) -> None:
        """Answer whoever polls with nothing, so that they ask again: elsewhere, if this server is gone."""
        for socket in list(self.sockets.values()):
            if not socket.upgraded:
                with suppress(EngineIOError):
                    await socket.send(Packet(NOOP))


def writes_directly(engine: object) -> bool:
    """Whether the installed libraries are as this module takes them to be; asked once, inside the loop."""
    if not isinstance(engine, Engine):
        return False  # python-socketio no longer asks which engine to build
    config = uvicorn.Config(_nothing, log_config=None, lifespan="off")
    try:
        config.load()
        connection = WebSocketsSansIOProtocol(config, ServerState(), {})
        client, direct = AsyncSocket(engine, "probe"), Direct(engine, "probe", connection)
        line = client.queue
        line.put_nowait(None)
        known = vars(client).keys() - {"queue", "last_ping"} <= vars(direct).keys()
        return (
            known
            and isinstance(line, Line)
            and not (client.upgraded or client.upgrading or client.closing or client.closed)
            and connection.writable.is_set()
            and not (connection.close_sent or connection.disconnected)
            and getattr(connection.send, "__self__", None) is connection
        )
    except (AttributeError, TypeError):
        return False


async def _nothing(_scope: object, _receive: object, _send: object) -> None:
    """An application for the trial connection, which is never opened."""
