"""What the socket tests talk to: uvicorn, Socket.IO and rooms as the application has them, and clients."""

import asyncio
import socket
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import socketio
import uvicorn
from socketio.exceptions import ConnectionError as ConnectionFailed

from deliberation.ledger.database import make_engine, migrate
from deliberation.ledger.sql import SqlLedger
from deliberation.live.rooms import Rooms
from deliberation.records.tickets import BadTicket, Ticket, Tickets
from deliberation.session.facts import Actor
from tests.live.hall import fresh_id, speak
from tests.support.halls import CODE, convene
from web.metrics import Metrics
from web.sockets.broadcast import LiveServer
from web.sockets.namespace import LiveNamespace
from web.sockets.publish import NAMESPACE, Outbox
from web.sockets.wire import SERVER_OPTIONS

OTHER = "700001"
"""Another session that is on in the same house."""

PLANNED = "700000"
"""A session that the records know and the ledger does not."""


class Door:
    """Tickets signed as in the application; cards that are taken back by name."""

    def __init__(self) -> None:
        self.tickets = Tickets(b"k" * 32, max_age=timedelta(hours=1))
        self.taken_back: set[Ticket] = set()

    async def read_ticket(self, text: str) -> Ticket:
        ticket = self.tickets.read(text)
        if ticket in self.taken_back:
            raise BadTicket
        return ticket

    async def still_good(self, tickets: Collection[Ticket]) -> Collection[Ticket]:
        return set(tickets) - self.taken_back

    async def is_planned(self, session: str) -> bool:
        return session == PLANNED


class Client:
    """A screen behind a real socket. Keeps what it was sent, in order."""

    def __init__(self, port: int) -> None:
        self._port = port
        self.heard: list[tuple[str, Any]] = []
        self._something = asyncio.Condition()
        self._io = socketio.AsyncClient(reconnection=False)
        for event in ("board", "patch", "you", "pulse"):
            self._io.on(event, self._listener(event), namespace=NAMESPACE)
        self._io.on("connect_error", self._listener("connect_error"), namespace=NAMESPACE)
        self._io.on("disconnect", self._listener("disconnect"), namespace=NAMESPACE)

    def _listener(self, event: str) -> Any:  # noqa: ANN401 - a handler, whatever its arguments
        async def listen(*content: object) -> None:
            async with self._something:
                self.heard.append((event, content[0] if content else None))
                self._something.notify_all()

        return listen

    async def connect(self, auth: object, lang: str | None = None, transport: str = "websocket") -> None:
        """Connect; raises ConnectionFailed when refused."""
        query = f"?session={CODE}" + (f"&lang={lang}" if lang else "")
        await self._io.connect(
            f"http://127.0.0.1:{self._port}{query}",
            auth=auth,
            namespaces=[NAMESPACE],
            transports=[transport],
            wait_timeout=60,
        )

    async def wait_for(self, event: str, count: int = 1) -> Any:  # noqa: ANN401 - JSON
        """The content of the `count`-th message of this kind."""
        async with self._something:
            await self._something.wait_for(lambda: len(self.all(event)) >= count)
        return self.all(event)[count - 1]

    def all(self, event: str) -> list[Any]:
        return [content for name, content in self.heard if name == event]

    async def call(self, event: str, *content: object) -> Any:  # noqa: ANN401 - JSON
        """Send, and wait for the acknowledgement."""
        return await self._io.call(event, content if len(content) != 1 else content[0], namespace=NAMESPACE)

    async def command(self, do: str, **arguments: object) -> Any:  # noqa: ANN401 - JSON
        """Give a command with a fresh id, unless one is given."""
        return await self.call("command", {"id": fresh_id(), "do": do} | arguments)

    async def emit(self, event: str, content: object) -> None:
        await self._io.emit(event, content, namespace=NAMESPACE)

    async def close(self) -> None:
        await self._io.disconnect()
        await self._io.shutdown()


class Service:
    """The server as a test sees it."""

    def __init__(self, port: int, door: Door, rooms: Rooms, outbox: Outbox, metrics: Metrics) -> None:
        self.metrics = metrics
        self.port = port
        self.door = door
        self.rooms = rooms
        self.outbox = outbox
        self.clients: list[Client] = []

    def ticket(self, actor: Actor, session: str = CODE) -> Ticket:
        return Ticket(session, actor.seat, actor.role, 1)

    def auth(self, actor: Actor | None, have: int | None = None, session: str = CODE) -> dict[str, object]:
        text = None if actor is None else self.door.tickets.issue(self.ticket(actor, session))
        return {"session": session, "ticket": text, "have": have}

    async def client(
        self,
        actor: Actor | None = None,
        lang: str | None = None,
        have: int | None = None,
        transport: str = "websocket",
        session: str = CODE,
    ) -> Client:
        """A connected client; without an actor, somebody who only watches."""
        client = Client(self.port)
        self.clients.append(client)
        await client.connect(self.auth(actor, have, session), lang, transport)
        return client

    async def refusal(self, auth: object) -> str:
        """The word with which a connection is refused."""
        client = Client(self.port)
        self.clients.append(client)
        try:
            await client.connect(auth)
        except ConnectionFailed:
            pass
        else:
            raise AssertionError("was let in")
        content = await client.wait_for("connect_error")
        return str(content["message"])


async def hang_up(server: LiveServer) -> None:
    """Not by the clients: a poll of theirs that waits would not end before the next ping."""
    for each in list(server.eio.sockets.values()):
        # Without waiting: engine.io would wait for ever for the queue of one who just hung up.
        await each.close(wait=False)


@asynccontextmanager
async def serve(folder: Path) -> AsyncIterator[Service]:
    """Build it as web/app.py does, and serve it on a free port."""
    url = f"sqlite:///{folder / 'hall.db'}"
    await migrate(url)
    ledger = SqlLedger(make_engine(url))
    for code in (CODE, OTHER):
        await convene(ledger, code)
    sio = LiveServer(**SERVER_OPTIONS)
    metrics = Metrics()
    outbox, door = Outbox(sio, metrics), Door()
    rooms = Rooms(
        ledger,
        outbox,
        speak=speak,
        vouch=door.still_good,  # type: ignore[arg-type]  # tickets only
        note_turn=metrics.turned,
    )
    live = LiveNamespace(rooms, outbox, door, metrics, speak)
    sio.register_namespace(live)
    outbox.start(live.present)
    metrics.watch(rooms, live.phones)
    rooms.start()

    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(
        socketio.ASGIApp(sio),
        lifespan="off",
        log_level="error",
        ws="websockets-sansio",
        timeout_graceful_shutdown=2,
    )
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    service = Service(listener.getsockname()[1], door, rooms, outbox, metrics)
    try:
        yield service
    finally:
        await hang_up(sio)
        for client in service.clients:
            await client.close()
        await rooms.stop()
        await outbox.stop()
        server.should_exit = True
        await serving
        listener.close()
        await ledger.close()
