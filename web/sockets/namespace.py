"""The Socket.IO namespace /live: connect, command, resync. It reads, asks the rooms and answers."""

import asyncio
from collections import Counter
from time import perf_counter
from typing import Any

import socketio
from msgspec import Struct
from socketio.exceptions import ConnectionRefusedError as Refusal

from deliberation.language import SOURCE, speaker
from deliberation.ledger.store import LedgerUnavailable
from deliberation.live.logs import log_defect
from deliberation.live.messages import Answer, Refused, Snapshot, Viewer
from deliberation.live.refusals import refused as refused_by_room
from deliberation.live.room import Speak
from deliberation.live.rooms import NoSuchSession, Rooms
from deliberation.records.tickets import Ticket
from deliberation.session.board import Audience
from deliberation.session.phrases import Say
from deliberation.session.refusals import Rejected, require
from web.metrics import Metrics
from web.sockets.admission import Door, Turned, actor_of, language_of, read_auth, read_ticket
from web.sockets.allowance import Allowance
from web.sockets.decode import command_named, decode_command, read_resync
from web.sockets.publish import NAMESPACE, Outbox
from web.sockets.refusals import Malformed
from web.sockets.wire import Ack, acknowledgement


class Connection(Struct, frozen=True, eq=False):
    """One screen that was let in: what it may see and say is settled here, never by what it sends."""

    viewer: Viewer
    ticket: Ticket | None
    allowance: Allowance
    say: Say


class LiveNamespace(socketio.AsyncNamespace):  # type: ignore[misc]  # not annotated
    """Knows who is connected. A client names its events itself, so a handler may be called with anything."""

    def __init__(
        self, rooms: Rooms, outbox: Outbox, door: Door, metrics: Metrics, speak: Speak = speaker
    ) -> None:
        super().__init__(NAMESPACE)
        self._rooms = rooms
        self._outbox = outbox
        self._door = door
        self._metrics = metrics
        self._speak = speak
        self._connections: dict[str, Connection] = {}

    # Coming and going ----------------------------------------------------------------------------------

    async def on_connect(self, sid: str, environ: dict[str, Any], auth: object = None) -> None:
        """Let a screen in, or refuse it with one word of the contract."""
        if sid in self._connections:
            return  # a client that is in sent an event of this name
        try:
            await self._let_in(sid, environ, auth)
        except Turned as turned:
            raise Refusal(str(turned)) from None
        except LedgerUnavailable:
            raise Refusal("unavailable") from None
        except Exception as error:  # noqa: BLE001 - a TypeError that leaves here makes python-socketio call again
            log_defect("connect_failed", error)
            raise Refusal("unavailable") from None

    async def _let_in(self, sid: str, environ: dict[str, Any], raw: object) -> None:
        auth = read_auth(raw)
        ticket = await read_ticket(self._door, auth)
        try:
            await self._rooms.open(auth.session)
        except NoSuchSession as error:
            planned = await self._door.is_planned(auth.session)
            raise Turned("not_open" if planned else "no_such_session") from error
        if self.server.get_environ(sid, NAMESPACE) is None:
            raise Turned("unavailable")  # hung up while we looked; nobody would ever tell us again
        # No await from here on: the snapshot, and everything that is published after it, fit together.
        viewer = Viewer(sid, auth.session, actor_of(ticket), language_of(environ.get("QUERY_STRING", "")))
        snapshot = self._rooms.enter(viewer, auth.have)
        allowance = Allowance(self._rooms.clock())
        self._connections[sid] = Connection(viewer, ticket, allowance, self._speak(viewer.locale))
        self._outbox.welcome(viewer, snapshot)

    async def on_disconnect(self, sid: str, _reason: object = None) -> None:
        """A screen is gone."""
        if self.server.manager.is_connected(sid, NAMESPACE):
            return  # a client that is still there sent an event of this name
        if connection := self._connections.pop(sid, None):
            self._rooms.leave(connection.viewer)

    def present(self, sid: str) -> Snapshot | None:
        """The whole board as this screen may see it now; None when it has gone."""
        connection = self._connections.get(sid)
        return None if connection is None else self._rooms.resync(connection.viewer, None)

    def phones(self) -> Counter[Audience]:
        """How many screens are connected, by what they may see."""
        return Counter(each.viewer.audience for each in self._connections.values())

    # What screens send ---------------------------------------------------------------------------------

    async def on_command(self, sid: str, *payload: object) -> Ack:
        """Hand one command to the sender's room; answer once its facts are durable.

        Always answers: python-socketio sends no acknowledgement when a handler raises.
        """
        arrived = perf_counter()
        connection = self._connections.get(sid)
        if connection is None:
            return acknowledgement(refused_by_room("unavailable"), self._speak(SOURCE))
        try:
            # No await before the command is in its room: commands are decided in the order they arrived.
            answer = await self._submit(connection, payload)
        except Malformed as malformed:
            answer = malformed.answer
        except Rejected as rejected:
            answer = Refused.by_rules(rejected)
        except Exception as error:  # noqa: BLE001 - see above
            log_defect("command_failed", error)
            answer = refused_by_room("internal")
        if answer == refused_by_room("bad_ticket"):
            self._outbox.dismiss(sid)
        self._metrics.answered(command_named(payload), answer, perf_counter() - arrived)
        return acknowledgement(answer, connection.say)

    def _submit(self, connection: Connection, payload: tuple[object, ...]) -> "asyncio.Future[Answer]":
        """Put the command into the room's inbox, at once. Raises Malformed or Rejected."""
        viewer = connection.viewer
        self._spend(connection)
        require(connection.ticket is not None, "ticket_needed")
        request = decode_command(payload)
        require(request.for_seat is None or viewer.actor.role == "recorder", "not_recorder")
        return self._rooms.submit(viewer.session, request, viewer.actor, connection.ticket)

    async def on_resync(self, sid: str, *payload: object) -> Snapshot | Ack:
        """Tell a screen that lost the thread how to get from what it has to the present."""
        connection = self._connections.get(sid)
        if connection is None:
            return acknowledgement(refused_by_room("unavailable"), self._speak(SOURCE))
        try:
            self._spend(connection)
            snapshot = self._rooms.resync(connection.viewer, read_resync(payload).have)
            # What was published before the snapshot goes out before it, or the screen would take it for news.
            await self._outbox.turn()
        except Malformed as malformed:
            return acknowledgement(malformed.answer, connection.say)
        except Exception as error:  # noqa: BLE001 - as for a command
            log_defect("resync_failed", error)
            return acknowledgement(refused_by_room("internal"), connection.say)
        return snapshot

    def _spend(self, connection: Connection) -> None:
        if not connection.allowance.spend(self._rooms.clock()):
            raise Malformed("slow_down")
