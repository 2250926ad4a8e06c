"""A thousand phones that only listen, in one process: `python -m bench.phones PORT COUNT`.

It connects them, prints one line, and then takes one JSON line after another on its standard input:
{"event", "content", "seconds", "wait"} lets the first phone send that event and reports what arrived. A few
phones, spread over all, are read at once and measured; the others are emptied every few milliseconds, so that
the load generator is not what is measured. It says how busy it was.
"""

import asyncio
import json
import sys
import time

from deliberation.console.server import allow_many_connections
from deliberation.rehearsal.phone import PONG, Phone, Where, look_up, quantile

MEASURED = 50
"""Phones whose messages are timed one by one."""

EMPTY_EVERY = 0.03
"""Seconds between two rounds over the others."""

AT_ONCE = 100
"""Connections that are made at the same time."""

PING_FRAME = b"\x81\x012"
STAMP = b'"t":'
LONGEST_STAMP = 20


class Listener(Phone):
    """`arrived` has (sent, received) in nanoseconds of the machine's monotonic clock.

    Counts stamps in whatever arrives; to look at every frame would be most of this process's work.
    """

    def __init__(self) -> None:
        super().__init__()
        self.messages = 0
        self.arrived: list[tuple[int, int]] = []
        self._cut = b""

    def empty(self) -> None:
        """Take whatever is there and count it."""
        data = self._cut + self._received(1 << 20)
        self.messages += data.count(STAMP)
        self._cut = data[1 - len(STAMP) :]  # a stamp may be cut in two
        if PING_FRAME in data:
            self.send(PONG)

    def take_timed(self) -> None:
        """Take whatever is there and time it."""
        data = self._cut + self._received(1 << 18)
        now = time.monotonic_ns()
        before, *stamped = data.split(STAMP)
        last = stamped[-1] if stamped else before
        self._cut = b""
        if len(last) < LONGEST_STAMP:  # cut within the stamp: the rest comes with the next read
            self._cut = STAMP + stamped.pop() if stamped else before[1 - len(STAMP) :]
        for part in stamped:
            self.messages += 1
            self.arrived.append((int(part.partition(b",")[0]), now))
        if PING_FRAME in data:
            self.send(PONG)

    def _received(self, most: int) -> bytes:
        if self.socket is None:
            return b""
        try:
            return self.socket.recv(most)
        except BlockingIOError:
            return b""


class Phones:
    """All of them."""

    def __init__(self, count: int) -> None:
        self.all = [Listener() for _ in range(count)]
        self.measured = self.all[:: max(1, count // MEASURED)]
        chosen = set(map(id, self.measured))
        self.others = [each for each in self.all if id(each) not in chosen]

    async def connect(self, where: Where) -> None:
        """Everybody comes."""
        gate = asyncio.Semaphore(AT_ONCE)

        async def one(phone: Listener) -> None:
            async with gate:
                await phone.connect(where, {})

        await asyncio.gather(*(one(each) for each in self.all))
        loop = asyncio.get_running_loop()
        for each in self.all:
            loop.remove_reader(each.line)
        for each in self.measured:
            loop.add_reader(each.line, each.take_timed)

    async def keep_emptying(self) -> None:
        """The phones that are not measured: their network takes everything."""
        while True:
            for each in self.others:
                each.empty()
            await asyncio.sleep(EMPTY_EVERY)

    async def play(self, event: str, content: object, seconds: float, wait: float) -> dict[str, float | None]:
        """Ask the server for something and report what arrived."""
        for each in self.all:
            each.messages = 0
            each.arrived.clear()
        begun, busy = time.monotonic(), time.process_time()
        self.all[0].send(f"42/live,{json.dumps([event, content])}")
        await asyncio.sleep(seconds + wait)
        share = (time.process_time() - busy) / (time.monotonic() - begun)
        delays = sorted((now - sent) / 1e6 for each in self.measured for sent, now in each.arrived)
        return {
            "messages": sum(each.messages for each in self.all),
            "timed": len(delays),
            "p50_ms": _rounded(quantile(delays, 0.5)),
            "p99_ms": _rounded(quantile(delays, 0.99)),
            "busy": round(share, 3),
        }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


async def main(port: int, count: int) -> None:
    """Connect, then do what the standard input says until it ends."""
    allow_many_connections()
    phones = Phones(count)
    await phones.connect(await look_up(f"http://127.0.0.1:{port}"))
    print(json.dumps({"connected": count}), flush=True)
    emptying = asyncio.create_task(phones.keep_emptying())
    while line := await asyncio.to_thread(sys.stdin.readline):
        print(json.dumps(await phones.play(**json.loads(line))), flush=True)
    emptying.cancel()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), int(sys.argv[2])))
