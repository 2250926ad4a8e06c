"""Room: one session in this process, as last committed, and the screens that watch it."""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import TypeAlias

from deliberation.language import Locale
from deliberation.live.draft import Draft, Known
from deliberation.live.feed import Feed
from deliberation.live.logs import log_defect
from deliberation.live.memory import Memory
from deliberation.live.messages import Missed, Pulse, Snapshot, Viewer, Whole
from deliberation.live.publisher import Channel, Publisher, channel_of
from deliberation.live.pulse import Rhythm
from deliberation.live.watchers import Watchers
from deliberation.session.names import SeatId
from deliberation.session.phrases import Say
from deliberation.session.state import Session
from deliberation.session.wire import Json, iso
from deliberation.session.you import Moment

Speak: TypeAlias = Callable[[Locale], Say]
"""Gives the voice of a language."""


class Room:
    """Everything here is true: it is changed only by `adopt`, after a commit."""

    def __init__(self, code: str, draft: Draft, publisher: Publisher, speak: Speak, now: datetime) -> None:
        self.code = code
        self.memory = Memory()
        self.memory.absorb(draft.memory)
        self.known: Known = draft.known
        self.last_used = now
        self._publisher = publisher
        self._speak = speak
        self._rhythm = Rhythm()
        self._feeds: dict[Channel, Feed] = {}
        self._moments: dict[Locale, Moment] = {}
        """What people are told, while the state is the same: nothing of it depends on the time alone."""
        self._watchers = Watchers()
        self._shown: dict[str, Json] = {}
        """The last `you` of each screen."""
        self._elsewhere = 0

    @property
    def session(self) -> Session:
        """The session as last committed."""
        return self.known.session

    @property
    def watched(self) -> bool:
        """Whether any screen is connected to it."""
        return bool(self._watchers)

    @property
    def online(self) -> int:
        """People connected to this process."""
        return self._watchers.people

    # Screens -------------------------------------------------------------------------------------------

    def enter(self, viewer: Viewer, have: int | None, now: datetime) -> Snapshot:
        """Add a screen; what comes back and what is published from now on fit together without a gap."""
        self._watchers.add(viewer)
        self._rhythm.note_people()
        return self.snapshot(viewer, have, now)

    def leave(self, viewer: Viewer, now: datetime) -> None:
        """Take a screen out."""
        self._watchers.remove(viewer)
        self._shown.pop(viewer.id, None)
        self._rhythm.note_people()
        self.last_used = now

    def snapshot(self, viewer: Viewer, have: int | None, now: datetime) -> Snapshot:
        """How this screen gets from what it has to the present."""
        whole = self.preview(viewer, now)
        self._shown[viewer.id] = whole.you
        feed = self._feed(channel_of(viewer))
        patches = None if have is None else feed.since(have)
        return whole if patches is None else Missed(patches=patches, you=whole.you)

    def preview(self, viewer: Viewer, now: datetime) -> Whole:
        """The present as this screen may see it, before it is connected."""
        feed = self._feed(channel_of(viewer))
        you = self._moment(viewer.locale, now).you(viewer.actor)
        return Whole(seq=feed.seq, audience=viewer.audience, board=feed.board, you=you)

    def _feed(self, channel: Channel) -> Feed:
        if channel not in self._feeds:
            self._feeds[channel] = Feed(channel, self._speak(channel.locale), self.session)
        return self._feeds[channel]

    def _moment(self, locale: Locale, now: datetime) -> Moment:
        if locale not in self._moments:
            self._moments[locale] = Moment(self.session, self._speak(locale), now)
        return self._moments[locale]

    # After a commit ------------------------------------------------------------------------------------

    def adopt(self, draft: Draft) -> bool:
        """Take a committed draft as the truth; whether the record moved on."""
        known = draft.known
        moved = known.session.seq > self.session.seq
        self.known = known
        self._moments.clear()
        self.memory.absorb(draft.memory)
        return moved

    def publish(self, *, moved: bool, voters: Collection[SeatId], now: datetime) -> None:
        """Show the screens what a turn changed. A screen that cannot be made is logged and skipped."""
        if moved:
            self._publish_patches(now)
            self._publish_you(self._watchers.all, now)
        elif voters:
            self._publish_you(self._watchers.of(voters), now, only_ballots=True)
        if moved or voters:
            self._rhythm.note_change()

    def beat(self, now: datetime, elsewhere: int) -> None:
        """Send a pulse if one is due, and with it what the staff's screens count.

        `elsewhere`: people connected to other processes.
        """
        if elsewhere != self._elsewhere:
            self._elsewhere = elsewhere
            self._rhythm.note_people()
        if not self._watchers or not self._rhythm.strike(now):
            return
        session = self.session
        turnout = {} if session.open_vote_id is None else {str(session.open_vote_id): self._ballots()}
        self._publisher.pulse(self.code, Pulse(at=iso(now), online=self.online + elsewhere, turnout=turnout))
        self._publish_you(self._watchers.staff, now)

    def _publish_patches(self, now: datetime) -> None:
        for channel, feed in self._feeds.items():
            try:
                # Unwatched feeds advance too: a phone that was locked for a minute goes on from where it was.
                patch = feed.advance(self.session, now)
            except Exception as error:  # noqa: BLE001 - the answer is already durable; one board must not undo that
                log_defect("board_failed", error, session=self.code)
                continue
            if channel in self._watchers.channels:
                self._publisher.patch(channel, patch)

    def _publish_you(self, viewers: Collection[Viewer], now: datetime, *, only_ballots: bool = False) -> None:
        for viewer in viewers:
            before = self._shown.get(viewer.id, {})
            try:
                moment = self._moment(viewer.locale, now)
                you = moment.after_ballot(viewer.actor, before) if only_ballots else moment.you(viewer.actor)
            except Exception as error:  # noqa: BLE001 - as above
                log_defect("you_failed", error, session=self.code)
                continue
            if you != before:
                self._shown[viewer.id] = you
                self._publisher.you(viewer.id, you)

    def _ballots(self) -> int:
        return len(self.known.box)
