"""One board as one audience sees it in one language, and the patches that led to it."""

from collections import deque
from datetime import datetime

from deliberation.live.messages import Patch
from deliberation.live.publisher import Channel
from deliberation.session.board import board
from deliberation.session.patch import merge_patch
from deliberation.session.phrases import Say
from deliberation.session.state import Session
from deliberation.session.wire import Json, iso

KEPT_PATCHES = 256
"""About half an hour of a lively session: a phone that slept longer gets the whole board, some 20 kB."""


class Feed:
    """The latest board of one channel, and how to get there from a little earlier."""

    def __init__(self, channel: Channel, say: Say, session: Session) -> None:
        self.channel = channel
        self._say = say
        self._session = session
        self.board: Json = board(session, channel.audience, say)
        self._patches: deque[Patch] = deque(maxlen=KEPT_PATCHES)

    @property
    def seq(self) -> int:
        """The entry up to which the board shows what happened."""
        return self._session.seq

    def advance(self, session: Session, at: datetime) -> Patch:
        """Move on to a later state; the patch is empty when this audience sees no difference.

        When the board cannot be made, nothing changed here, and the next patch covers this one too.
        """
        new = board(session, self.channel.audience, self._say, last=(self._session, self.board))
        patch = Patch(after=self.seq, seq=session.seq, at=iso(at), patch=merge_patch(self.board, new))
        self._session, self.board = session, new
        self._patches.append(patch)
        return patch

    def since(self, have: int) -> list[Patch] | None:
        """The patches that lead from `have` to now, or None when only the whole board will do."""
        if have == self.seq:
            return []
        patches = list(self._patches)
        start = next((index for index, patch in enumerate(patches) if patch.after == have), None)
        return None if start is None else patches[start:]
