"""Servers for rough treatment: real processes of `deliberation serve`, forked from one with all imports done.

To start a server takes seconds, nearly all of them for imports; a campaign starts hundreds. So one process,
run as `python -m tests.chaos.nursery`, imports the program once and forks: what a child does from there on,
from reading its arguments to serving, is what the command does.
"""

import asyncio
import ctypes
import gc
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from pathlib import Path

import msgspec
from msgspec import Struct

from tests.support.server import free_port

END_SECONDS = 30

PR_SET_PDEATHSIG = 1
"""Of Linux's prctl: which signal a process gets when its parent dies."""


class Order(Struct, frozen=True):
    """What a child is to do."""

    arguments: list[str]
    environment: Mapping[str, str]
    log: str
    heartbeat: tuple[float, float] | None = None
    """Ping interval and timeout in seconds; None for those that everybody gets."""


class Nursery:
    """The process that servers are forked from. `environment` is its own, and so theirs."""

    def __init__(self, environment: Mapping[str, str] | None = None) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.chaos.nursery"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, **(environment or {})},
        )
        self._lock = threading.Lock()

    def wait(self) -> None:
        """Come back when everything is imported."""
        assert self._process.stdout is not None
        self._process.stdout.readline()

    def fork(self, order: Order) -> int:
        """Start `deliberation` as ordered; the child's process id."""
        with self._lock:
            assert self._process.stdin is not None
            assert self._process.stdout is not None
            self._process.stdin.write(msgspec.json.encode(order) + b"\n")
            self._process.stdin.flush()
            return int(self._process.stdout.readline())

    def close(self) -> None:
        """End the nursery; its children are ended by whoever started them."""
        self._process.communicate(timeout=END_SECONDS)


class Server:
    """Started, killed and started again on the same port and the same data."""

    def __init__(
        self,
        nursery: Nursery,
        data: Path,
        environment: Mapping[str, str],
        log: Path,
        *,
        heartbeat: tuple[float, float] | None = None,
    ) -> None:
        self.port = free_port()
        self.log = log
        log.touch()
        self._nursery = nursery
        arguments = ["serve", "--host", "127.0.0.1", "--port", str(self.port), "--data", str(data)]
        self._order = Order(arguments, environment, str(log), heartbeat)
        self._process: tuple[int, int] | None = None
        """Its id, and a file descriptor that stands for it and for no later process of the same id."""

    @property
    def running(self) -> bool:
        return self._process is not None

    async def start(self) -> None:
        """Start it; whoever connects now is let in when it is ready."""
        pid = await asyncio.to_thread(self._nursery.fork, self._order)
        self._process = pid, os.pidfd_open(pid)

    def signal(self, what: signal.Signals) -> None:
        """SIGSTOP, SIGCONT or the like."""
        assert self._process is not None
        signal.pidfd_send_signal(self._process[1], what)

    async def kill(self) -> None:
        """As when the plug is pulled: no goodbye, nothing is finished."""
        if self._process is None:
            return
        _, handle = self._process
        ended = asyncio.Event()
        loop = asyncio.get_running_loop()
        loop.add_reader(handle, ended.set)
        try:
            self.signal(signal.SIGKILL)
            async with asyncio.timeout(END_SECONDS):
                await ended.wait()
        finally:
            loop.remove_reader(handle)
            os.close(handle)
            self._process = None

    # What it holds -------------------------------------------------------------------------------------

    @property
    def resident(self) -> int:
        """Bytes of memory that are its own and in use."""
        lines = (self._proc / "status").read_text().splitlines()
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS:"))

    @property
    def threads(self) -> int:
        return len(list((self._proc / "task").iterdir()))

    @property
    def open_files(self) -> int:
        """Files, not sockets: those come and go with the phones."""
        links = []
        for each in (self._proc / "fd").iterdir():
            try:
                links.append(str(each.readlink()))
            except FileNotFoundError:
                continue  # closed in this moment
        return sum(link.startswith("/") for link in links)

    @property
    def _proc(self) -> Path:
        assert self._process is not None
        return Path("/proc") / str(self._process[0])


def main() -> None:
    """Fork a server for each order on standard input."""
    # Imported here and not by the tests, which only need what stands above.
    from deliberation.cli import main as program  # noqa: PLC0415
    from web.sockets.wire import SERVER_OPTIONS  # noqa: PLC0415

    _warm_up()
    print("ready", flush=True)  # noqa: T201 - what `wait` waits for
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the system buries the dead
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for whoever runs the tests
    for line in sys.stdin:
        order = msgspec.json.decode(line, type=Order)
        if pid := os.fork():
            print(pid, flush=True)  # noqa: T201 - the answer
            continue
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)  # no server outlives its tests
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        log = os.open(order.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        for number, file in enumerate((os.open(os.devnull, os.O_RDONLY), log, log)):
            os.dup2(file, number)
        os.environ.update(order.environment)
        if order.heartbeat:
            SERVER_OPTIONS.update(ping_interval=order.heartbeat[0], ping_timeout=order.heartbeat[1])
        sys.argv = ["deliberation", *order.arguments]
        program()
        return


def _warm_up() -> None:
    """Do once what each server would do for itself: import what is imported late, read the texts."""
    import uvicorn.lifespan.on  # noqa: PLC0415
    import uvicorn.protocols.http.auto  # noqa: PLC0415
    import uvicorn.protocols.websockets.websockets_sansio_impl  # noqa: F401, PLC0415

    from deliberation.language import LOCALES, speaker  # noqa: PLC0415
    from deliberation.ledger.database import migrate  # noqa: PLC0415

    for locale in LOCALES:
        speaker(locale)
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(migrate(f"sqlite:///{folder}/hall.sqlite3"))
    gc.collect()
    gc.freeze()  # or the first collection in each child would copy everything


if __name__ == "__main__":
    main()
