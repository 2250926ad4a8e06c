"""How much is measured: the whole, or a quick look whether everything still runs."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Plan:
    """Sizes; the defaults are what docs/speed.md quotes."""

    rounds: int = 3
    """Peers take turns so often; medians are quoted."""
    phones: int = 1000
    """For fan-out, and for the second in which everybody votes."""
    crowd: int = 3000
    """For ten messages a second, and for joining at once."""
    callers: int = 100
    voters: int = 500
    ballots: int = 6
    """How often each voter changes their mind."""
    commits: int = 500
    """Ballots in transactions of their own."""
    entries: int = 10_000
    few: int = 20
    many: int = 200
    """Old proposals."""
    turns: int = 100
    halls: tuple[int, ...] = (1, 10, 50)
    hall: int = 100
    """Phones in each of them."""
    hall_seconds: float = 8
    issues: int = 10_000
    people: int = 2_000
    sessions: int = 500
    """The past of the community whose lists are opened."""
    visits: int = 15
    search: bool = True
    """Whether the highest rate is looked for, or only the first one tried."""


QUICK = Plan(
    rounds=1,
    phones=30,
    crowd=60,
    callers=10,
    voters=20,
    ballots=2,
    commits=20,
    entries=400,
    few=2,
    many=8,
    turns=10,
    halls=(1, 2),
    hall=10,
    hall_seconds=1,
    issues=200,
    people=100,
    sessions=50,
    visits=3,
    search=False,
)
