"""Running the server: its socket, its log, and the ASGI application."""

import asyncio
import contextlib
import gc
import signal
import socket
import sys

import structlog
import uvicorn
from starlette.types import ASGIApp

from deliberation.console.journal import write_log
from web.app import Alongside, Hall, create_app
from web.settings import Settings

log = structlog.get_logger()

GRACE_SECONDS = 5
"""How long it may take to decide what was asked when the server is told to stop, and how long open requests
may then take to finish."""

BACKLOG = 4096
"""Connections that may wait to be accepted: a hall's phones all come back in the second its Wi-Fi does."""

MOST_CONNECTIONS = 65_536

COLLECT_AFTER = (10_000, 10, 10)
"""New objects before the collector looks at them. What the start made, some 128,000 objects, is frozen:
to walk it took 157 ms on a busy machine, in which no phone is answered."""


def allow_many_connections() -> None:
    """As many open sockets as the system lets us have: the usual 1,024 are fewer than many phones need."""
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_CONNECTIONS if most == resource.RLIM_INFINITY else min(most, MOST_CONNECTIONS)
    with contextlib.suppress(ValueError, OSError):  # some systems promise more than they give
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))


def listen(host: str, port: int) -> socket.socket:
    """A listening socket, taken before anything else starts; OSError when the port is in use."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        # Without it, a server that was just stopped blocks its own port for a minute.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(BACKLOG)
    except OSError:
        listener.close()
        raise
    listener.set_inheritable(True)
    return listener


def listen_near(host: str, port: int) -> tuple[socket.socket, int]:
    """A listening socket on this port or the next free one; OSError when ten in a row are in use."""
    for candidate in range(port, port + 9):
        try:
            return listen(host, candidate), candidate
        except OSError:
            continue
    return listen(host, port + 9), port + 9


def run(
    settings: Settings, listener: socket.socket, *, log_level: int, alongside: Alongside | None = None
) -> None:
    """Serve until the process is told to stop."""
    allow_many_connections()
    write_log(level=log_level)
    hall = create_app(settings, alongside=alongside)
    config = serving(hall)
    config.load()
    calm_collector()
    # uvicorn stops decently and then raises the signal once more: being told to stop is no failure.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    log.info("serving", port=listener.getsockname()[1])
    Server(config, hall).run(sockets=[listener])


class Server(uvicorn.Server):
    """uvicorn, with a farewell: whoever waits is answered, then everybody looks for the next server."""

    def __init__(self, config: uvicorn.Config, hall: Hall) -> None:
        super().__init__(config)
        self._hall = hall

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """See `uvicorn.Server.shutdown`, which would hang up first."""
        for listening in (*self.servers, *(sockets or ())):
            listening.close()  # who comes now finds the next server, or tries again
        try:
            await asyncio.wait_for(self._hall.settle(), GRACE_SECONDS)
        except TimeoutError:
            log.warning("not_settled", seconds=GRACE_SECONDS)
        # In this order: the second begins where the first, having hung up, waits for open requests to end.
        await asyncio.gather(super().shutdown(sockets), self._hall.let_go())
        log.info("stopped")


def serving(app: ASGIApp) -> uvicorn.Config:
    """How uvicorn serves the hall, or anything that is measured against it."""
    return uvicorn.Config(
        app,
        log_config=None,
        access_log=False,  # web.middleware.RequestLog writes it, without anything personal
        timeout_graceful_shutdown=GRACE_SECONDS,
        backlog=BACKLOG,
        # The one that web/sockets/engine.py knows; with another it would only be slower.
        ws="websockets-sansio",
        # Uncompressed, one frame serves all; compressed, each phone would need its own.
        ws_per_message_deflate=False,
        ws_ping_interval=None,  # Engine.IO has its own heartbeat
    )


def calm_collector() -> None:
    """After everything is imported: do not walk it again and again in search of garbage."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)
