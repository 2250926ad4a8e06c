"""What is reported of a run: one list of figures with their targets, shown in a terminal or on a page."""

from dataclasses import dataclass
from typing import Any

from rich.console import Console
from rich.table import Table

TOO_BUSY = 0.7
"""From this share of its core on, the load generator was measured, and not the server."""


@dataclass(frozen=True)
class Figure:
    """`at` leads to it in the results. `least` is met by more, or by less where `down`; so is `aim`."""

    what: str
    at: str
    unit: str
    least: float | None = None
    aim: float | None = None
    down: bool = False

    def value(self, result: dict[str, Any]) -> float | None:
        """None where it was not measured."""
        found: Any = result
        for step in self.at.split("."):
            found = found.get(step) if isinstance(found, dict) else None
        return found if isinstance(found, int | float) else None

    def verdict(self, value: float | None) -> str:
        """In a word."""
        if self.least is None:
            return ""
        if value is None:
            return "not measured"
        if self._reaches(value, self.aim):
            return "aim reached"
        return "met" if self._reaches(value, self.least) else "missed"

    def _reaches(self, value: float, target: float | None) -> bool:
        return target is not None and (value <= target if self.down else value >= target)

    def show(self, value: float | None) -> str:
        """With its unit."""
        if value is None:
            return "–"
        if self.unit == "%":
            return f"{value:.0%}"
        return f"{value:,g} {self.unit}".rstrip()

    def row(self, result: dict[str, Any]) -> tuple[str, str, str, str, str]:
        """What, here, at least, aim, verdict."""
        value = self.value(result)
        least, aim = (self.show(each) if each is not None else "" for each in (self.least, self.aim))
        return self.what, self.show(value), least, aim, self.verdict(value)


FIGURES = [
    Figure("fan-out to 1,000 phones against emit", "fan_out.against_emit", "×", 9, 10),
    Figure("  messages a second, ours", "fan_out.median.ours", ""),
    Figure("  messages a second, emit", "fan_out.median.emit", ""),
    Figure("  messages a second, Node", "fan_out.median.node", ""),
    Figure("fan-out against Node's socket.io", "fan_out.against_node", "×", 1.3, 1.6),
    Figure("  computing time for one phone, ours", "fan_out.cpu_us_median.ours", "µs"),
    Figure("  computing time for one phone, emit", "fan_out.cpu_us_median.emit", "µs"),
    Figure("  computing time for one phone, Node", "fan_out.cpu_us_median.node", "µs"),
    Figure("  computing time for one phone, the kernel alone", "fan_out.cpu_us_median.kernel", "µs"),
    Figure("3,000 phones, 10 messages a second: p99", "crowd.p99_ms", "ms", 40, 30, down=True),
    Figure("3,000 phones joining at once, against the stock server", "joining.against_emit", "×", 1, 2),
    Figure("  all are in, ours with ticket and board", "joining.seconds.ours", "s"),
    Figure("  all are in, stock server with an empty room", "joining.seconds.emit", "s"),
    Figure("  computing time for one phone", "joining.cpu_us", "µs"),
    Figure("memory of an idle phone", "joining.kilobytes_an_idle_phone", "kB", 45, 10, down=True),
    Figure("durable ballots, against a transaction each", "ballots.against_transactions", "×", 5, 40),
    Figure("durable ballots, against no database", "ballots.against_memory", "×", 0.6, 0.9),
    Figure("  a second, durable", "ballots.per_second", ""),
    Figure("  a second, in memory", "ballots.per_second_in_memory", ""),
    Figure("  a second, a transaction each", "ballots.per_second_one_by_one", ""),
    Figure(
        "1,000 ballots in a second: acknowledgement p99",
        "voting.sqlite.ballot_p99_ms",
        "ms",
        50,
        15,
        down=True,
    ),
    Figure("  every screen shows the turnout", "voting.sqlite.turnout_ms", "ms", 400, 250, down=True),
    Figure(
        "the same on PostgreSQL: acknowledgement p99",
        "voting.postgres.ballot_p99_ms",
        "ms",
        50,
        15,
        down=True,
    ),
    Figure("  every screen shows the turnout", "voting.postgres.turnout_ms", "ms", 400, 250, down=True),
    Figure("a turn with 10 × the old proposals", "turns.ratio", "×", 1.5, 1.1, down=True),
    Figure("  in computing time", "turns.cpu_ratio", "×"),
    Figure("replay of 10,000 entries", "replay.median", "s", 1, 0.2, down=True),
    Figure("taking and acknowledging a message, ours", "way_in.median.ours", "µs"),
    Figure("  python-socketio", "way_in.median.emit", "µs"),
    Figure("  Node", "way_in.median.node", "µs"),
    Figure("  uvicorn alone", "way_in.median.bare", "µs"),
    Figure("a command to 100 phones: 50 halls at once against one", "halls.ratio", "×"),
    Figure(
        "a list page, the slowest: 10,000 issues, 2,000 people, 500 sessions",
        "lists.slowest_ms",
        "ms",
        150,
        75,
        down=True,
    ),
    Figure("load generator, busiest", "generator_busy", "%"),
    Figure("others on this machine, busiest", "others_busy", "%"),
]
HEADINGS = ("What", "Here", "At least", "Aim", "")


def summed_up(result: dict[str, Any]) -> dict[str, Any]:
    """With the busiest moments of all measurements."""
    parts = {name: each for name, each in result.items() if isinstance(each, dict)}
    return {
        **result,
        "generator_busy": max((each.get("generator_busy", 0) for each in parts.values()), default=0),
        "others_busy": max((each.get("others_busy", 0) for each in parts.values()), default=0),
    }


def print_table(result: dict[str, Any]) -> None:
    """In the terminal."""
    table = Table(*HEADINGS)
    colours = {"missed": "red", "not measured": "yellow", "met": "green", "aim reached": "bold green"}
    for figure in FIGURES:
        *cells, verdict = figure.row(summed_up(result))
        table.add_row(*cells, verdict, style=colours.get(verdict, ""))
    console = Console()
    console.print(table)
    for name, each in result.items():
        if isinstance(each, dict) and each.get("generator_busy", 0) > TOO_BUSY:
            console.print(
                f"[yellow]{name}: the load generator was busier than 70 %; it was measured, too.[/]"
            )


def row(*cells: str) -> str:
    """A line of a table on a page."""
    return "| " + " | ".join(cells) + " |"


def figures(result: dict[str, Any]) -> str:
    """The table for a page."""
    rows = [each.row(summed_up(result)) for each in FIGURES]
    told = [(f"– {what.strip()}" if what.startswith(" ") else what, *rest) for what, *rest in rows]
    return "\n".join([row(*HEADINGS), row(*["---"] * len(HEADINGS)), *(row(*each) for each in told)])


def machine(result: dict[str, Any]) -> str:
    """What it was measured on, in a sentence."""
    on = result["machine"]
    return (
        f"{on['processor']}, {on['cores']} cores, Python {on['python']}, {on['system']}; "
        f"others used {on['busy_before']:.0%} of it before the start."
    )
