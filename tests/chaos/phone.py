"""A phone: it stays connected as well as it can, shows what it is told, and repeats itself until answered.

It speaks just enough Engine.IO and Socket.IO, over WebSocket, to be quick, to be put to sleep, and to keep
every answer that arrives, late ones too. It follows the contract as the screens do: a board replaces, a patch
that fits is merged, and one that does not makes it ask.
"""

import asyncio
import json
from collections.abc import Callable
from random import Random
from typing import Any

from msgspec import Struct
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from deliberation.language import Locale
from deliberation.live.messages import AUDIENCES
from deliberation.session.names import Role
from deliberation.session.patch import apply_patch
from tests.chaos.checker import Act, Answer, Screen, Shown, digest
from tests.chaos.nursery import Server

NOT_NOW = ("unavailable", "slow_down")
NAMESPACE = "/live,"

OPEN, PING, PONG = "0", "2", "3"
CONNECTED, EVENT, ACK, REFUSED = "40", "42", "43", "44"


class Person(Struct, frozen=True):
    """Who holds the phone. Without a ticket: somebody who only watches."""

    who: str
    role: Role
    ticket: str | None
    locale: Locale = "zh"


class Patience(Struct, frozen=True):
    """How long a phone waits, in seconds. None of it decides whether anything is right."""

    answer: float = 10
    """For an answer, before it connects anew and asks again."""
    connection: float = 10
    pause: float = 0.1
    """Between two tries."""


class Phone:
    """One connection after another to one of the servers."""

    def __init__(
        self,
        person: Person,
        session: str,
        servers: list[Server],
        random: Random,
        *,
        patience: Patience | None = None,
        answered: Callable[[], None] = lambda: None,
    ) -> None:
        self.person = person
        self.acts: list[Act] = []
        self.screen = Screen(person.who, AUDIENCES[person.role], person.locale)
        self.board: dict[str, Any] = {}
        self.seq: int | None = None
        self.you: dict[str, Any] = {}
        self.turnout: dict[str, int] = {}
        self.awake = asyncio.Event()
        """While it is not set, the phone reads nothing and says nothing."""
        self.awake.set()
        self.connections = 0
        self._session = session
        self._servers = servers
        self._random = random
        self._patience = patience or Patience()
        self._answered = answered
        self._socket: ClientConnection | None = None
        self._in = asyncio.Event()
        self._asked: dict[int, tuple[Act, asyncio.Future[Answer | None]]] = {}
        self._number = 0
        self._task: asyncio.Task[None] | None = None
        self._moved = asyncio.Event()

    # Life ----------------------------------------------------------------------------------------------

    def start(self) -> None:
        self._task = asyncio.create_task(self._live(), name=f"phone {self.person.who}")

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])
            if not self._task.cancelled():
                self._task.result()  # a phone that broke is a mistake of ours

    async def _live(self) -> None:
        turn = self._random.randrange(len(self._servers))
        while True:
            try:
                async with asyncio.timeout(self._patience.connection) as limit:
                    socket, silence = await self._connect(self._servers[turn % len(self._servers)])
                    try:
                        await self._greet(socket)
                        limit.reschedule(None)
                        await self._listen(socket, silence)
                    finally:
                        self._leave()
                        socket.transport.abort()
            except (OSError, WebSocketException, TimeoutError):
                turn += 1
                await asyncio.sleep(self._patience.pause)

    async def _connect(self, server: Server) -> tuple[ClientConnection, float]:
        """The connection, and after how many seconds of silence it is dead."""
        language = f"&lang={self.person.locale}"
        socket = await connect(
            f"ws://127.0.0.1:{server.port}/socket.io/?EIO=4&transport=websocket&session={self._session}{language}",
            compression=None,
            ping_interval=None,
            open_timeout=None,
            max_queue=4,  # few: a phone that sleeps leaves everything else to the network
            proxy=None,
        )
        opened = await self._receive(socket)
        assert opened.startswith(OPEN), opened
        terms = json.loads(opened[1:])
        return socket, (terms["pingInterval"] + terms["pingTimeout"]) / 1000

    async def _greet(self, socket: ClientConnection) -> None:
        auth = {"session": self._session, "ticket": self.person.ticket, "have": self.seq}
        await socket.send(CONNECTED + NAMESPACE + json.dumps(auth))
        while not (message := await self._receive(socket)).startswith(CONNECTED):
            if message.startswith(REFUSED):
                reason = json.loads(message.removeprefix(REFUSED + NAMESPACE))["message"]
                if reason != "unavailable":
                    self.screen.turned_away.append(reason)
                raise ConnectionRefusedError(reason)
        self._socket = socket
        self.connections += 1
        self._in.set()

    async def _listen(self, socket: ClientConnection, silence: float) -> None:
        while True:
            await self._take(socket, await self._receive(socket, silence))

    async def _receive(self, socket: ClientConnection, silence: float | None = None) -> str:
        await self.awake.wait()
        async with asyncio.timeout(silence):
            message = str(await socket.recv())
        await self.awake.wait()
        return message

    def _leave(self) -> None:
        self._socket = None
        self._in.clear()
        asked, self._asked = self._asked, {}
        for _, answer in asked.values():
            if not answer.done():
                answer.set_result(None)

    # What it is told -----------------------------------------------------------------------------------

    async def _take(self, socket: ClientConnection, message: str) -> None:
        if message == PING:
            await socket.send(PONG)
        elif message.startswith(EVENT):
            event, content = json.loads(message.removeprefix(EVENT + NAMESPACE))
            await self._hear(socket, event, content)
        elif message.startswith(ACK):
            number, bracket, rest = message.removeprefix(ACK + NAMESPACE).partition("[")
            (content,) = json.loads(bracket + rest)
            self._take_answer(int(number), content)
        else:
            raise ConnectionResetError(message)  # the server hangs up

    async def _hear(self, socket: ClientConnection, event: str, content: dict[str, Any]) -> None:
        match event:
            case "board":
                self.you = content["you"]
                self._show(content["seq"], content["board"])
            case "patch":
                if self.seq is not None and content["seq"] <= self.seq:
                    return
                if content["after"] != self.seq:
                    self._number += 1
                    await self._send(socket, self._number, "resync", {"have": self.seq})
                    return
                self._show(content["seq"], apply_patch(self.board, content["patch"]))
            case "you":
                self.you = content
            case "pulse":
                self.turnout = content["turnout"]
            case _:
                raise AssertionError(f"the contract knows no {event}")
        self._moved.set()

    def _show(self, seq: int, board: dict[str, Any]) -> None:
        self.seq, self.board = seq, board
        self.screen.shown.append(Shown(seq, digest(board)))

    def _take_answer(self, number: int, content: dict[str, Any]) -> None:
        if number not in self._asked:  # it was a resync
            if "board" in content:
                self._show(content["seq"], content["board"])
            for patch in content.get("patches", ()):
                if patch["after"] == self.seq:
                    self._show(patch["seq"], apply_patch(self.board, patch["patch"]))
            self.you = content.get("you", self.you)
            self._moved.set()
            return
        act, answer = self._asked[number]
        act.answers.append(content)
        if content["ok"]:
            self._answered()
        if not answer.done():
            answer.set_result(content)

    # What it says --------------------------------------------------------------------------------------

    async def say(self, do: str, **arguments: object) -> Act:
        """Give a command, and come back when it is answered."""
        act = Act(self.person.who, f"{self.person.who}-{len(self.acts) + 1}", do, dict(arguments))
        self.acts.append(act)
        await self.repeat(act)
        return act

    async def repeat(self, act: Act) -> None:
        """Give a command, again if it was given before, until there is an answer that counts."""
        while True:
            answer = await self._ask(act)
            if answer is not None and answer.get("code") not in NOT_NOW:
                return
            await asyncio.sleep(self._patience.pause)

    async def _ask(self, act: Act) -> Answer | None:
        await self._in.wait()
        await self.awake.wait()
        if (socket := self._socket) is None:
            return None
        self._number += 1
        answer: asyncio.Future[Answer | None] = asyncio.get_running_loop().create_future()
        self._asked[self._number] = act, answer
        try:
            async with asyncio.timeout(self._patience.answer):
                await self._send(
                    socket, self._number, "command", {"id": act.id, "do": act.do, **act.arguments}
                )
                return await answer
        except (OSError, WebSocketException, TimeoutError):
            socket.transport.abort()
            return None

    async def _send(self, socket: ClientConnection, number: int, event: str, content: object) -> None:
        await socket.send(f"{EVENT}{NAMESPACE}{number}{json.dumps([event, content])}")

    async def until(self, condition: Callable[["Phone"], bool]) -> None:
        """Wait until what it shows is so."""
        while not condition(self):
            self._moved.clear()
            await self._moved.wait()
