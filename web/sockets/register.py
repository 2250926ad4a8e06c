"""Who is in which room, for a hall that comes and goes in one moment.

The library keeps those who are coming, and those who are going, in lists, and looks through all rooms when
somebody goes; each client has a room of its own, so that a thousand who hang up cost a million looks.
"""

from collections.abc import Iterable
from typing import Any

import socketio


class Clients(dict[str, None]):
    """A list of clients that finds each at once."""

    def append(self, sid: str) -> None:
        """See `list`."""
        self[sid] = None

    def remove(self, sid: str) -> None:
        """See `list`."""
        del self[sid]


class ByNamespace(dict[str, Any]):
    """Makes such a list of each that the library puts here."""

    def __setitem__(self, namespace: str, clients: Iterable[str]) -> None:
        super().__setitem__(namespace, Clients.fromkeys(clients))


class Register(socketio.AsyncManager):  # type: ignore[misc]  # not annotated
    """The library's, but nobody's coming or going takes longer because many others are there."""

    def __init__(self) -> None:
        super().__init__()
        self.pending_connect, self.pending_disconnect = ByNamespace(), ByNamespace()
        self._entered: dict[str, dict[str | None, None]] = {}
        """The rooms of each client, as it entered them."""

    def basic_enter_room(
        self, sid: str, namespace: str, room: str | None, eio_sid: str | None = None
    ) -> None:
        """See the library."""
        super().basic_enter_room(sid, namespace, room, eio_sid)
        self._entered.setdefault(sid, {})[room] = None

    def basic_leave_room(self, sid: str, namespace: str, room: str | None) -> None:
        """See the library."""
        super().basic_leave_room(sid, namespace, room)
        if sid in self._entered:
            self._entered[sid].pop(room, None)

    def basic_disconnect(self, sid: str, namespace: str, **_options: object) -> None:
        """See the library, which looks for the client in every room."""
        for room in list(self._entered.pop(sid, ())):
            super().basic_leave_room(sid, namespace, room)
        self.callbacks.pop(sid, None)
        for pending in (self.pending_connect, self.pending_disconnect):
            if sid in pending.get(namespace, ()):
                pending[namespace].remove(sid)
                if not pending[namespace]:
                    del pending[namespace]
