"""A PostgreSQL server of our own, to be treated as no shared one may be: stopped dead, or out of disk."""

import asyncio
import os
import shutil
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path
from time import monotonic

import asyncpg

from tests.conftest import require_or_skip
from tests.support.server import free_port

START_SECONDS = 60

SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "max_connections": "60",
    "shared_buffers": "16MB",
    "max_wal_size": "32MB",
    "min_wal_size": "5MB",
}
"""Small, to fit on a small disk. What makes it durable stays as it comes: fsync, full_page_writes."""


class ToolFailed(Exception):
    """One of PostgreSQL's own tools ended with an error; what it and the server said."""


def tools() -> Path | None:
    """The folder of initdb, pg_ctl and postgres, which distributions keep off the path."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda each: int(each.parts[-3]))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


class Cluster:
    """In a folder of its own. PostgreSQL refuses to run as root, so then it runs as `postgres`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"postgresql://postgres@127.0.0.1:{self.port}/postgres"
        found = tools()
        if found is None:
            require_or_skip("REQUIRE_POSTGRES", "initdb of PostgreSQL is not installed")
            raise AssertionError("skipped")
        self._tools = found
        self._data = folder / "pg"

    async def create(self) -> None:
        """Make it and start it."""
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres")
        await self._run(
            "initdb",
            "--username=postgres",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C",
            "--wal-segsize=1",
        )
        with (self._data / "postgresql.conf").open("a") as file:
            file.writelines(f"{name} = '{value}'\n" for name, value in SETTINGS.items())
            file.write(f"port = {self.port}\nunix_socket_directories = '{self.folder}'\n")
        await self.start()

    async def start(self) -> None:
        """Start it, after whatever happened: it recovers by itself, once there is room to."""
        log = f"--log={self.folder}/pg.log"
        await self._run("pg_ctl", log, "--wait", f"--timeout={START_SECONDS}", "start")

    async def stop(self, mode: str = "fast") -> None:
        """`immediate`: no checkpoint, no goodbye; the next start has to recover."""
        await self._run("pg_ctl", "--wait", f"--mode={mode}", "stop")

    @property
    def running(self) -> bool:
        return self._postmaster() is not None

    async def recover(self) -> None:
        """Start it if it ended, and come back when it answers."""
        until = monotonic() + START_SECONDS
        while True:
            try:
                if not self.running:
                    await self.start()
                connection = await asyncpg.connect(self.url, timeout=5)
            except (OSError, TimeoutError, asyncpg.PostgresError, ToolFailed):
                # A killed one may hold its memory a moment longer; a new one refuses to begin beside it.
                if monotonic() > until:
                    raise
                await asyncio.sleep(0.05)
            else:
                await connection.close()
                return

    async def kill(self) -> None:
        """SIGKILL to every process of it at once, as when the plug is pulled."""
        handles = self._processes()
        for handle in handles:
            try:
                signal.pidfd_send_signal(handle, signal.SIGKILL)
            except ProcessLookupError:
                continue
        for handle in handles:
            await _ended(handle)
            os.close(handle)

    def _processes(self) -> list[int]:
        """File descriptors that stand for them; the first one is stopped, so that none is added."""
        first = self._postmaster()
        if first is None:
            return []
        handles = [os.pidfd_open(first)]
        signal.pidfd_send_signal(handles[0], signal.SIGSTOP)
        for pid in map(int, Path(f"/proc/{first}/task/{first}/children").read_text().split()):
            try:
                handles.append(os.pidfd_open(pid))
            except ProcessLookupError:
                continue
        return handles

    def _postmaster(self) -> int | None:
        try:
            pid = int((self._data / "postmaster.pid").read_text().split()[0])
            command = Path(f"/proc/{pid}/cmdline").read_bytes()
        except (OSError, IndexError, ValueError):
            return None
        return pid if str(self._data).encode() in command else None

    async def _run(self, tool: str, *arguments: str) -> None:
        command: Sequence[str] = [str(self._tools / tool), f"--pgdata={self._data}", *arguments]
        if os.geteuid() == 0:
            command = ["runuser", "-u", "postgres", "--", *command]
        # Its output to a file, never a pipe: the server that pg_ctl leaves behind would keep that open.
        with (self.folder / "tools.log").open("ab") as log:
            ended = await asyncio.to_thread(
                subprocess.run,
                command,
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                cwd="/",
                check=False,
            )
        if ended.returncode:
            logs = [self.folder / name for name in ("tools.log", "pg.log")]
            raise ToolFailed("\n".join(log.read_text()[-1000:] for log in logs if log.exists()))


async def _ended(handle: int) -> None:
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_reader(handle, ended.set)
    try:
        async with asyncio.timeout(START_SECONDS):
            await ended.wait()
    finally:
        loop.remove_reader(handle)
