"""A Redis server of a test's own: to be killed, held up and started again as no shared one may be."""

import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from time import monotonic

import pytest

from tests.conftest import require_or_skip
from tests.support.server import free_port

START_SECONDS = 30


class RedisServer:
    """Always on the same port, and empty each time it starts."""

    def __init__(self, folder: Path) -> None:
        program = shutil.which("redis-server")
        if program is None:
            require_or_skip("REQUIRE_REDIS", "redis-server is not installed")
            raise AssertionError("skipped")
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._folder = folder
        self._program = program
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and come back when it answers."""
        options = ("--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", str(self._folder))
        with (self._folder / "redis.log").open("ab") as log:
            command = [self._program, *options]
            self._process = subprocess.Popen(command, stdout=log, stderr=log)  # noqa: S603 - a program of ours
        until = monotonic() + START_SECONDS
        while not self._answers():
            # Waits for its end, so that one that could not start is not waited for.
            try:
                self._process.wait(0.02)
            except subprocess.TimeoutExpired:
                if monotonic() < until:
                    continue
            raise AssertionError((self._folder / "redis.log").read_text())

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=60) as connection:
                connection.sendall(b"PING\r\n")
                return connection.recv(16).startswith(b"+PONG")
        except OSError:
            return False

    def kill(self) -> None:
        """As when the plug is pulled."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def hold(self) -> None:
        """It takes connections and answers nothing, as behind a network that swallows everything."""
        self._signal(signal.SIGSTOP)

    def release(self) -> None:
        """It goes on where it was."""
        self._signal(signal.SIGCONT)

    def _signal(self, what: signal.Signals) -> None:
        assert self._process is not None
        self._process.send_signal(what)


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[RedisServer]:
    """A running one, gone afterwards."""
    folder = tmp_path / "redis"
    folder.mkdir()
    server = RedisServer(folder)
    server.start()
    yield server
    server.kill()
