"""Time for the record: UTC that never runs backwards, whatever somebody does to the wall clock."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeAlias

from deliberation.clock import utc_now

Clock: TypeAlias = Callable[[], datetime]
"""Now, in UTC, with its zone. Everything in `live` is handed one."""


def machine_seconds() -> float:
    """Seconds since some fixed moment, counted on while the laptop sleeps wherever the system can tell."""
    # Linux stops CLOCK_MONOTONIC during suspend, macOS does not; Windows has neither name and counts on.
    for name in ("CLOCK_BOOTTIME", "CLOCK_MONOTONIC"):
        if hasattr(time, name):
            return time.clock_gettime(getattr(time, name))
    return time.monotonic()


class SteadyClock:
    """The wall clock as it stood at the start, carried on by the machine's own count of seconds.

    When NTP or a person sets the wall clock during a session, speeches keep their length and entries their
    order; `drift` says by how much the record's time is off since then, until the program is started again.
    """

    def __init__(
        self, wall: Callable[[], datetime] = utc_now, elapsed: Callable[[], float] = machine_seconds
    ) -> None:
        self._wall = wall
        self._elapsed = elapsed
        self._anchor = wall()
        self._zero = elapsed()

    def __call__(self) -> datetime:
        """Now."""
        return self._anchor + timedelta(seconds=self._elapsed() - self._zero)

    @property
    def drift(self) -> timedelta:
        """How far the wall clock was moved since the start; positive when it was set forward."""
        return self._wall() - self()
