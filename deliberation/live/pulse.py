"""When the next pulse is due.

Pushing every ballot to every phone is O(N²) and was measured to collapse: 1,000 ballots in 2 s made a delay
of 10 s, coalesced 0.2 s. So changes are gathered, and a quiet room still shows that it is alive.
"""

from datetime import datetime, timedelta
from typing import Final

SHORTEST: Final = timedelta(seconds=0.2)
COMING_AND_GOING: Final = timedelta(seconds=1)
"""Nobody waits for that number, and when a whole hall comes, telling everybody five times a second how many
are there took a fifth of the computing time."""
LONGEST: Final = timedelta(seconds=5)


class Rhythm:
    """At most five pulses a second while something changes, one in five seconds otherwise."""

    def __init__(self) -> None:
        self._last: datetime | None = None
        self._pause = LONGEST

    def note_change(self) -> None:
        """The next pulse will say something new."""
        self._pause = SHORTEST

    def note_people(self) -> None:
        """The next pulse will count other people, if nothing else."""
        self._pause = min(self._pause, COMING_AND_GOING)

    def strike(self, now: datetime) -> bool:
        """Whether a pulse is due now; if so, it counts as sent."""
        if self._last is not None and now - self._last < self._pause:
            return False
        self._last, self._pause = now, LONGEST
        return True
