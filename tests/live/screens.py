"""Screens as the contract describes them: they merge what fits, and ask again when something does not."""

from collections import deque
from dataclasses import dataclass, field
from typing import Any

from deliberation.live.messages import Missed, Patch, Pulse, Snapshot, Viewer, Whole
from deliberation.live.publisher import Channel
from deliberation.session.patch import apply_patch


@dataclass
class Screen:
    """One client. What was published for it waits in `arriving` until it is delivered, lost or doubled."""

    viewer: Viewer
    board: dict[str, Any] = field(default_factory=dict)
    seq: int | None = None
    you: dict[str, Any] = field(default_factory=dict)
    pulses: list[Pulse] = field(default_factory=list)
    arriving: deque[Patch | dict[str, Any]] = field(default_factory=deque)
    lost_the_thread: bool = False
    patches_applied: int = 0

    def take(self, snapshot: Snapshot) -> None:
        """What comes at connect, or in answer to a resync."""
        self.you = snapshot.you
        if isinstance(snapshot, Whole):
            self.board, self.seq = snapshot.board, snapshot.seq
        else:
            assert isinstance(snapshot, Missed)
            for patch in snapshot.patches:
                assert patch.after == self.seq, "what was missed begins where the screen is"
                self._merge(patch)
        self.lost_the_thread = False

    def deliver(self) -> None:
        """Everything that is on its way arrives."""
        while self.arriving:
            message = self.arriving.popleft()
            if isinstance(message, Patch):
                self._receive(message)
            else:
                self.you = message

    def _receive(self, patch: Patch) -> None:
        """The whole state logic of a client: does `after` match what I have? merge : resync."""
        if patch.after == self.seq:
            self._merge(patch)
        else:
            self.lost_the_thread = True

    def _merge(self, patch: Patch) -> None:
        self.board, self.seq = apply_patch(self.board, patch.patch), patch.seq
        self.patches_applied += 1


class Screens:
    """A publisher to screens in this process."""

    def __init__(self) -> None:
        self.connected: dict[str, Screen] = {}
        self.published: list[tuple[str, object]] = []

    def patch(self, channel: Channel, patch: Patch) -> None:
        self.published.append(("patch", patch))
        for screen in self.connected.values():
            viewer = screen.viewer
            if (viewer.session, viewer.audience, viewer.locale) == (
                channel.session,
                channel.audience,
                channel.locale,
            ):
                screen.arriving.append(patch)

    def you(self, viewer: str, you: dict[str, Any]) -> None:
        self.published.append(("you", viewer))
        if viewer in self.connected:
            self.connected[viewer].arriving.append(you)

    def pulse(self, session: str, pulse: Pulse) -> None:
        self.published.append(("pulse", pulse))
        for screen in self.connected.values():
            if screen.viewer.session == session:
                screen.pulses.append(pulse)
