"""A phone as light as it can be: Socket.IO over one WebSocket, and the time of what it was shown.

Thousands of them fit into one process that is not what is measured: nothing is decoded but a few numbers. The
rehearsal and the benches share it.
"""

import asyncio
import base64
import json
import re
import socket
import time
from collections.abc import Mapping, Sequence
from itertools import count
from typing import Any, Final
from urllib.parse import urlsplit

from msgspec import Struct

from deliberation import ids

SHORT: Final = 126
"""From this length on a frame's size takes two bytes; LONG stands for eight."""
LONG: Final = 127
PING, PONG = b"2", "3"
CLOSE: Final = 0x8
MOST_BYTES: Final = 1 << 18

_SHOWN: Final = re.compile(rb'42/live,\["(?:board|patch)",\{(?:"after":\d+,)?"seq":(\d+)')
_TURNOUT: Final = re.compile(rb'"turnout":\{"[^"]+":(\d+)')


class Where(Struct, frozen=True):
    """A server, its name already looked up."""

    family: socket.AddressFamily
    address: tuple[Any, ...]
    host: str


async def look_up(url: str) -> Where:
    """Where `http://host:port` is; OSError when there is no such host."""
    parts = urlsplit(url)
    found = await asyncio.get_running_loop().getaddrinfo(
        parts.hostname, parts.port or 80, type=socket.SOCK_STREAM
    )
    family, *_, address = found[0]
    return Where(family, address, parts.netloc)


class Phone:
    """One connection. All times are nanoseconds of this machine's monotonic clock."""

    def __init__(self) -> None:
        self.seq = 0
        """The newest state that it was shown."""
        self.shown: list[tuple[int, int]] = []
        """(seq, when) of each board and patch."""
        self.turnout: list[tuple[int, int]] = []
        """(ballots, when) of each pulse during a vote."""
        self.received = 0
        """Bytes, from the connection's first message on."""
        self.lost = False
        """Whether the connection ended without our doing."""
        self.socket: socket.socket | None = None
        self._rest = b""
        self._numbers = count()
        self._asked: dict[int, asyncio.Future[tuple[Any, int]]] = {}
        self._auth = ""
        self._in: asyncio.Future[int] | None = None
        self._welcomed: asyncio.Future[int] | None = None

    # Coming and going ----------------------------------------------------------------------------------

    async def connect(self, where: Where, auth: Mapping[str, object]) -> int:
        """Open, and be let into the namespace; when that was. ConnectionError says why not."""
        loop = asyncio.get_running_loop()
        self.socket = socket.socket(where.family, socket.SOCK_STREAM)
        self.socket.setblocking(False)  # noqa: FBT003 - its only parameter
        self.seq, self.lost, self._rest = 0, False, b""
        self._in, self._welcomed = loop.create_future(), loop.create_future()
        self._auth = json.dumps(auth)
        try:
            await loop.sock_connect(self.socket, where.address)
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            await self._upgrade(loop, self.socket, where.host, str(auth.get("session", "")))
        except OSError:
            self.lose()
            raise
        loop.add_reader(self.socket, self.take)
        self._digest(b"")  # what came along with the upgrade
        return await self._in

    async def join(self, where: Where, auth: Mapping[str, object]) -> int:
        """Connect, and be shown the present; when that was."""
        await self.connect(where, auth)
        return await self.welcomed()

    @property
    def line(self) -> socket.socket:
        """The socket; ConnectionError without one."""
        if self.socket is None:
            raise ConnectionError("not connected")
        return self.socket

    async def welcomed(self) -> int:
        """Wait for the present, once connected; when it came."""
        if self._welcomed is None:
            raise ConnectionError("not connected")
        return await self._welcomed

    async def _upgrade(
        self, loop: asyncio.AbstractEventLoop, line: socket.socket, host: str, session: str
    ) -> None:
        key = base64.b64encode(bytes.fromhex(ids.opaque_id())).decode()
        request = (
            f"GET /socket.io/?EIO=4&transport=websocket&session={session} HTTP/1.1\r\nHost: {host}\r\n"
            "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            f"Sec-WebSocket-Key: {key}\r\n\r\n"
        )
        await loop.sock_sendall(line, request.encode())
        seen = b""
        while b"\r\n\r\n" not in seen:
            data = await loop.sock_recv(line, 65536)
            if not data:
                raise ConnectionError(seen[:100].decode(errors="replace"))
            seen += data
        head, _, self._rest = seen.partition(b"\r\n\r\n")
        if b" 101 " not in head.split(b"\r\n")[0]:
            raise ConnectionError(head[:100].decode(errors="replace"))

    def hang_up(self) -> None:
        """Be gone without a word, as when the Wi-Fi is."""
        if self.socket is not None:
            if self.socket.fileno() >= 0:
                asyncio.get_running_loop().remove_reader(self.socket)
            self.socket.close()
            self.socket = None

    def lose(self, why: str = "") -> None:
        """The connection is gone; whoever waits for something is told."""
        self.hang_up()
        self.lost = True
        futures = [self._in, self._welcomed, *self._asked.values()]
        self._asked.clear()
        for future in futures:
            if future is not None and not future.done():
                future.set_exception(ConnectionError(why))
                future.exception()  # whether somebody waits for it is not known here

    # Saying --------------------------------------------------------------------------------------------

    def ask(self, do: str, **arguments: object) -> "asyncio.Future[tuple[dict[str, Any], int]]":
        """Send a command now; its answer, and when that came."""
        return self.call("command", {"id": ids.opaque_id(), "do": do, **arguments})

    def call(self, event: str, content: object) -> "asyncio.Future[tuple[Any, int]]":
        """Send any event now; what it was acknowledged with, and when."""
        number = next(self._numbers)
        future: asyncio.Future[tuple[Any, int]] = asyncio.get_running_loop().create_future()
        self._asked[number] = future
        self.send(f"42/live,{number}{json.dumps([event, content], ensure_ascii=False)}")
        return future

    def send(self, text: str) -> None:
        """Send something small: it always fits into the socket's buffer, unless nobody takes it any more."""
        try:
            self.line.send(masked(text))
        except OSError:
            self.lose()

    # Hearing -------------------------------------------------------------------------------------------

    def take(self) -> None:
        """Take whatever is there."""
        if self.socket is None:
            return
        try:
            data = self.socket.recv(MOST_BYTES)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self.lose("hung up")
            return
        self.received += len(data)
        self._digest(data)

    def _digest(self, data: bytes) -> None:
        now = time.monotonic_ns()
        messages, self._rest = frames(self._rest + data)
        for kind, text in messages:
            if kind == CLOSE:
                self.lose("closed")
                return
            self._hear(text, now)

    def _hear(self, text: bytes, now: int) -> None:
        if text.startswith(b"42/live,"):
            self._show(text, now)
        elif text.startswith(b"43/live,"):
            number, _, content = text[len(b"43/live,") :].partition(b"[")
            future = self._asked.pop(int(number), None)
            if future is not None and not future.done():
                future.set_result((json.loads(b"[" + content)[0], now))
        elif text == PING:
            self.send(PONG)
        elif text.startswith(b"0"):
            self.send(f"40/live,{self._auth}")
        elif text.startswith(b"40/live,"):
            self._settle(self._in, now)
        elif text.startswith(b"44/live,"):
            self.lose(text[len(b"44/live,") :].decode(errors="replace"))

    def _show(self, event: bytes, now: int) -> None:
        if shown := _SHOWN.match(event):
            self.seq = int(shown[1])
            self.shown.append((self.seq, now))
            self._settle(self._welcomed, now)
        elif event.startswith(b'42/live,["you"'):
            self._settle(self._welcomed, now)  # all that a phone is sent that missed nothing
        elif turnout := _TURNOUT.search(event):
            self.turnout.append((int(turnout[1]), now))

    @staticmethod
    def _settle(future: "asyncio.Future[int] | None", now: int) -> None:
        if future is not None and not future.done():
            future.set_result(now)


def masked(text: str) -> bytes:
    """A client's text frame of less than 64 kB; a mask of zeros is a mask."""
    data = text.encode()
    size = len(data)
    head = bytes([0x81, 0x80 | size]) if size < SHORT else b"\x81\xfe" + size.to_bytes(2, "big")
    return head + b"\0\0\0\0" + data


def frames(data: bytes) -> tuple[list[tuple[int, bytes]], bytes]:
    """A server's whole frames as (kind, content), and the beginning of one that is still under way."""
    found = []
    start = 0
    while len(data) - start >= 2:  # noqa: PLR2004 - the shortest head
        size, head = data[start + 1], 2
        if size == SHORT:
            size, head = int.from_bytes(data[start + 2 : start + 4], "big"), 4
        elif size == LONG:
            size, head = int.from_bytes(data[start + 2 : start + 10], "big"), 10
        end = start + head + size
        if len(data) < end:
            break
        found.append((data[start] & 0x0F, data[start + head : end]))
        start = end
    return found, data[start:]


def quantile(ordered: Sequence[float], share: float) -> float | None:
    """From sorted numbers; None when there are none."""
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else None
