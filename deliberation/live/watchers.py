"""The screens that watch one room, found by what a turn asks for: everybody, a seat, a channel."""

from collections import Counter
from collections.abc import Collection, Iterable

from deliberation.live.messages import Viewer
from deliberation.live.publisher import Channel, channel_of
from deliberation.session.names import SeatId


class Watchers:
    """With a thousand phones and a ballot a millisecond, nothing may look at all of them for one."""

    def __init__(self) -> None:
        self._all: dict[str, Viewer] = {}
        self._by_seat: dict[SeatId | None, dict[str, Viewer]] = {}
        self._channels: Counter[Channel] = Counter()

    def __bool__(self) -> bool:
        return bool(self._all)

    @property
    def all(self) -> Collection[Viewer]:
        """Every screen."""
        return self._all.values()

    @property
    def staff(self) -> list[Viewer]:
        """The screens of chair, recorder and supervision."""
        return [each for each in self._all.values() if each.audience == "staff"]

    @property
    def channels(self) -> Collection[Channel]:
        """The channels that anybody watches."""
        return self._channels.keys()

    @property
    def people(self) -> int:
        """People, not screens: a seat counts once, a wall not at all."""
        seatless = self._by_seat.get(None, {}).values()
        seats = len(self._by_seat) - (None in self._by_seat)
        return seats + sum(each.actor.role != "wall" for each in seatless)

    def of(self, seats: Iterable[SeatId]) -> list[Viewer]:
        """The screens of these seats."""
        return [each for seat in seats for each in self._by_seat.get(seat, {}).values()]

    def add(self, viewer: Viewer) -> None:
        """One more screen, or the same again."""
        self.remove(viewer)
        self._all[viewer.id] = viewer
        self._by_seat.setdefault(viewer.actor.seat, {})[viewer.id] = viewer
        self._channels[channel_of(viewer)] += 1

    def remove(self, viewer: Viewer) -> None:
        """This screen is gone."""
        if self._all.pop(viewer.id, None) is None:
            return
        screens = self._by_seat[viewer.actor.seat]
        del screens[viewer.id]
        if not screens:
            del self._by_seat[viewer.actor.seat]
        self._channels[channel_of(viewer)] -= 1
        if not self._channels[channel_of(viewer)]:
            del self._channels[channel_of(viewer)]
