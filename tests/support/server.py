"""A real server process over a data folder, as `deliberation serve` starts it."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from time import monotonic

import httpx

START_SECONDS = 120
STOP_SECONDS = 120


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Server:
    """Started, killed and started again on the same port and the same data."""

    def __init__(self, data: Path, environment: Mapping[str, str] | None = None) -> None:
        self.data = data
        self._environment = {**os.environ, **(environment or {})}
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and come back when it answers."""
        log = (self.data / "server.log").open("ab")
        program = str(Path(sys.executable).with_name("deliberation"))
        command = [
            program,
            "serve",
            "--host",
            "127.0.0.1",
            "--port",
            str(self.port),
            "--data",
            str(self.data),
        ]
        with log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log, env=self._environment)  # noqa: S603 - our own program
        self._wait_until_healthy(self._process)

    def _wait_until_healthy(self, process: subprocess.Popen[bytes]) -> None:
        until = monotonic() + START_SECONDS
        # Looks at the process while it waits: one that ended will never answer.
        while monotonic() < until:
            try:
                process.wait(0.1)
            except subprocess.TimeoutExpired:
                try:
                    if httpx.get(f"{self.url}/healthz", timeout=5).is_success:
                        return
                except httpx.TransportError:
                    continue
            else:
                break
        self.kill()
        raise AssertionError((self.data / "server.log").read_text())

    def kill(self) -> None:
        """As when the plug is pulled: no goodbye, nothing is finished."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """As when somebody presses Ctrl+C."""
        self._end(signal.SIGINT)

    def terminate(self) -> int | None:
        """As when it is replaced by a newer one; its exit status."""
        return self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> int | None:
        if self._process is None:
            return None
        self._process.send_signal(how)
        status = self._process.wait(STOP_SECONDS)
        self._process = None
        return status
