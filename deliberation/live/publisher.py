"""Who carries messages to the screens. The rooms are handed one; they know neither sockets nor the web."""

from typing import Protocol

from msgspec import Struct

from deliberation.language import Locale
from deliberation.live.messages import Patch, Pulse, Viewer
from deliberation.session.board import Audience
from deliberation.session.wire import Json


class Channel(Struct, frozen=True):
    """Everybody in one session who is shown the same board in the same language."""

    session: str
    audience: Audience
    locale: Locale


def channel_of(viewer: Viewer) -> Channel:
    """Whose board a screen is shown."""
    return Channel(viewer.session, viewer.audience, viewer.locale)


class Publisher(Protocol):
    """Takes messages without waiting and delivers them in the order in which it was given them."""

    def patch(self, channel: Channel, patch: Patch) -> None:
        """The board of a channel moved on."""
        ...

    def you(self, viewer: str, you: Json) -> None:
        """What only this screen is shown; replaces the last one."""
        ...

    def pulse(self, session: str, pulse: Pulse) -> None:
        """A sign of life for everybody in the session."""
        ...
