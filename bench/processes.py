"""Servers and load generators as processes on cores of their own; what they compute and hold."""

import os
import platform
import resource
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
CORES = sorted(os.sched_getaffinity(0))
SERVER_CORE, PHONES_CORE = CORES[0], CORES[-1]
"""With one core only they are the same, and what is measured means little; the results say how many."""

PEERS: dict[str, list[str]] = {
    "ours": [sys.executable, "-m", "bench.server", "ours"],
    "emit": [sys.executable, "-m", "bench.server", "stock"],
    "node": ["node", str(ROOT / "bench" / "server.mjs")],
}
QUIET = {"stderr": subprocess.DEVNULL, "stdout": subprocess.DEVNULL}

TICK = 1 / os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


def start(command: Sequence[str], core: int, **options: Any) -> subprocess.Popen[str]:  # noqa: ANN401 - Popen's
    """A process on one core."""
    return subprocess.Popen(
        command,
        cwd=ROOT,
        text=True,
        preexec_fn=lambda: os.sched_setaffinity(0, {core}),  # noqa: PLW1509 - no threads here
        **options,
    )


@contextmanager
def running(command: Sequence[str], core: int, **options: Any) -> Iterator[subprocess.Popen[str]]:  # noqa: ANN401 - Popen's
    """A process that ends with the block."""
    process = start(command, core, **options)
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()


@contextmanager
def serving_on(command: Sequence[str], **options: Any) -> Iterator[tuple[int, subprocess.Popen[str]]]:  # noqa: ANN401 - Popen's
    """A server on its core, listening; its port is the first argument after the command."""
    port = free_port()
    with running([*command, str(port)], SERVER_CORE, **options) as server:
        reachable(port, server)
        yield port, server


def reachable(port: int, server: subprocess.Popen[str], seconds: float = 120) -> None:
    """Wait until it listens there."""
    until = time.monotonic() + seconds
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            if server.poll() is not None or time.monotonic() > until:
                raise
            time.sleep(0.05)
        else:
            return


@contextmanager
def on_core(core: int) -> Iterator[None]:
    """This process itself, on one core for the time of the block."""
    os.sched_setaffinity(0, {core})
    try:
        yield
    finally:
        os.sched_setaffinity(0, set(CORES))


def cpu_seconds(process: subprocess.Popen[str]) -> float:
    """What a process has computed so far, the kernel's work for it included."""
    fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * TICK


def kilobytes(process: subprocess.Popen[str]) -> int:
    """Resident memory of a process."""
    pages = int(Path(f"/proc/{process.pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // 1024


class Machine:
    """How much of the machine others used while we measured."""

    def __init__(self) -> None:
        self._total, self._idle = _jiffies()
        self._own = _own_seconds()

    def foreign_share(self) -> float:
        """Since the last time, or since the beginning: 0 to 1."""
        total, idle = _jiffies()
        own = _own_seconds()
        busy = (total - self._total) - (idle - self._idle) - (own - self._own) / TICK
        share = busy / max(1, total - self._total)
        self._total, self._idle, self._own = total, idle, own
        return round(max(0.0, share), 3)

    @staticmethod
    def describe() -> dict[str, Any]:
        """What we run on."""
        model = next(
            (line.partition(":")[2].strip() for line in _cpuinfo() if line.startswith("model name")),
            "unknown",
        )
        return {
            "processor": model,
            "cores": len(CORES),
            "python": platform.python_version(),
            "system": platform.platform(),
        }


def _cpuinfo() -> list[str]:
    return Path("/proc/cpuinfo").read_text().splitlines()


def _jiffies() -> tuple[int, int]:
    """All, and idle, of all cores."""
    numbers = [int(each) for each in Path("/proc/stat").read_text().splitlines()[0].split()[1:9]]
    return sum(numbers), numbers[3] + numbers[4]


def _own_seconds() -> float:
    """What we and our processes that ended have computed."""
    used = (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in used)
