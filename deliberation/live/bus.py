"""The bus: what the processes over one database tell each other, so that nobody has to ask.

It only makes things faster. The database stays the one referee: whatever is lost here, the next word, or the
look that `Rooms` takes at the ledger once a second, makes up for.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Final, Literal, Protocol, TypeAlias

from msgspec import Struct

State: TypeAlias = Literal["none", "ready", "missing"]
"""No bus is wanted; what is said on it comes round; it does not."""

BEAT_SECONDS: Final = 1
"""How often a process says how many people it has; its own words then show it whether the bus carries."""

SILENT: Final = timedelta(seconds=3)
"""A process that missed three beats is gone, and its people with it; the same goes for the bus."""


class Mark(Struct, frozen=True, array_like=True):
    """How far a session has come: two numbers that only ever grow."""

    seq: int
    box_version: int


class Word(Struct, frozen=True, omit_defaults=True):
    """What one process says. Sessions by their codes, people only as a number."""

    by: str
    """A random name that the process has for as long as it lives."""
    sent: float
    """Seconds by a clock that only the sender can read: it measures how long its own words take."""
    moved: Mapping[str, Mark] = {}
    """What was committed since the last word."""
    online: Mapping[str, int] | None = None
    """People connected to this process, by session; the sessions left out have none. None: nothing new."""


Hear: TypeAlias = Callable[[Word], None]
"""Takes a word of another process, at once; words may be lost, doubled, or come late."""

CountPeople: TypeAlias = Callable[[], Mapping[str, int]]
"""People connected to this process, by session."""


class BusFigures(Struct):
    """What happened since the process started, for the operator."""

    published: int = 0
    """Words that were handed over to the bus."""
    received: int = 0
    """Words of other processes."""
    dropped: int = 0
    """Words that could not be handed over, or not be read."""
    lag_seconds: float = 0.0
    """How long our latest word took to come back to us."""


class Bus(Protocol):
    """Carries words between processes. Nothing here waits for anybody or raises because the bus is away."""

    figures: BusFigures

    @property
    def state(self) -> State:
        """Whether words come round now."""
        ...

    def start(self, hear: Hear, count_people: CountPeople) -> None:
        """Begin; inside a running event loop."""
        ...

    async def stop(self) -> None:
        """Say what is left to say, and that nobody is here any more; takes a second at most."""
        ...

    def tell(self, session: str, mark: Mark) -> None:
        """A session was moved on by this process; called after the commit."""
        ...


class NoBus:
    """For one process; several hear from each other by looking at the ledger."""

    state: State = "none"

    def __init__(self) -> None:
        self.figures = BusFigures()

    def start(self, hear: Hear, count_people: CountPeople) -> None:
        """See `Bus`."""

    async def stop(self) -> None:
        """See `Bus`."""

    def tell(self, session: str, mark: Mark) -> None:
        """See `Bus`."""


class Elsewhere:
    """How many people the other processes have. What a process said counts until it falls silent."""

    def __init__(self) -> None:
        self._heard: dict[str, tuple[datetime, Mapping[str, int]]] = {}

    def hear(self, word: Word, now: datetime) -> None:
        """Take over what a process says of its people."""
        if word.online is not None:
            self._heard[word.by] = (now, word.online)

    def forget_silent(self, now: datetime) -> None:
        """Leave out the processes that are gone."""
        self._heard = {by: heard for by, heard in self._heard.items() if now - heard[0] < SILENT}

    def online(self, session: str) -> int:
        """People connected to other processes. A seat with devices on two processes counts on each."""
        return sum(online.get(session, 0) for _, online in self._heard.values())
