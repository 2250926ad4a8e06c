"""What a city needs, computed from what was measured: `python -m bench.scale` prints docs/scale.md's tables.

The formulas are here and nowhere else; the assumptions stand first, so that they can be changed and the
tables printed again.
"""

import json
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import Any

from bench.report import row

HALLS = 2054
PHONES = 100
SCREENS = PHONES + 2
"""With the wall and the chair's console."""
UTILISATION = 0.5
"""A core is planned to be half busy: the rest is for bursts, and for the halls of a process that died."""
PULSES = 5
"""A second, while a vote is open."""
PULSE_BYTES = 110
CONNECTIONS = 10
"""To the database, for each process, at most (`make_engine`)."""
FRAMING = 1.3
"""TCP, IP, Ethernet and TLS around messages of this size."""


@dataclass(frozen=True)
class Moment:
    """What every hall does at the same time; rates are for one hall."""

    name: str
    commands: float = 0
    """A second, each shown to all screens."""
    ballots: float = 0
    """A second."""
    joins: float = 0
    """A second."""


MOMENTS = (
    Moment("listening: nothing happens", 0),
    Moment("debate: a change every five seconds", 0.2),
    Moment("lively: a change a second", 1),
    Moment("vote: everybody within ten seconds", 0.1, ballots=PHONES / 10),
    Moment("return: everybody within thirty seconds", 0, joins=PHONES / 30),
)


@dataclass(frozen=True)
class Costs:
    """Measured on one core here; computing time in milliseconds, memory in kB."""

    command: float
    """A command, decided, durable, acknowledged and shown to a hall of 100."""
    ballot: float
    pulse: float
    """One pulse to one phone: a broadcast message like any other."""
    join: float
    idle: float
    """A hall in which nothing happens, a second."""
    hall: float
    """Memory of a hall with its phones."""
    process: float
    """Memory of a process without any."""
    message: float
    """Bytes a phone receives for a command: its patch, and what concerns only its person."""
    board: float
    """Bytes a phone receives when it comes."""
    turn: float
    """Milliseconds from a command to its commit: a process makes one transaction at a time, and gathers what
    comes meanwhile."""
    entry: float
    """Bytes in the database for an entry of the ledger."""

    @classmethod
    def of(cls, result: dict[str, Any]) -> "Costs":
        """From the results of `make bench`; the largest number of halls measured is the one that counts."""
        halls = result["halls"]["by_count"]
        most = halls[max(halls, key=int)]
        return cls(
            command=most["cpu_ms_a_command"],
            ballot=1e3 / result["ballots"]["per_second"],
            pulse=result["fan_out"]["cpu_us_median"]["ours"] / 1e3,
            join=result["joining"]["cpu_us"] / 1e3,
            idle=most["idle_ms_a_second"],
            hall=most["kilobytes_a_hall"],
            process=most["kilobytes_before"],
            message=most["bytes_a_phone"],
            board=result["joining"]["bytes"],
            turn=result["turns"]["ms"],
            entry=result["replay"]["bytes_an_entry"],
        )


@dataclass(frozen=True)
class Needs:
    """What so many halls need at one moment."""

    cores: float
    processes: int
    gigabytes: float
    entries: float
    """A second, in the ledger."""
    ballots: float
    """A second, in the boxes."""
    transactions: float
    """A second, at most."""
    connections: int
    words: float
    """A second on the bus, all processes together; each of them hears all."""
    megabits: float

    @classmethod
    def at(cls, moment: Moment, costs: Costs, halls: int = HALLS) -> "Needs":
        """The formula."""
        pulses = PULSES if moment.ballots else 0
        busy = (  # milliseconds a second that a hall costs
            costs.idle
            + moment.commands * costs.command * SCREENS / PHONES
            + moment.ballots * costs.ballot
            + pulses * SCREENS * costs.pulse
            + moment.joins * costs.join
        )
        cores = halls * busy / 1e3
        processes = ceil(cores / UTILISATION)
        kilobytes = processes * costs.process + halls * costs.hall
        writes = halls * (moment.commands + moment.ballots)
        transactions = min(writes, processes * 1e3 / costs.turn)
        sent = (
            moment.commands * SCREENS * costs.message
            + pulses * SCREENS * PULSE_BYTES
            + moment.joins * costs.board
        )
        return cls(
            cores=cores,
            processes=processes,
            gigabytes=kilobytes / 1e6,
            entries=halls * moment.commands,
            ballots=halls * moment.ballots,
            transactions=transactions,
            connections=processes * CONNECTIONS,
            words=transactions + processes,
            megabits=halls * sent * 8 * FRAMING / 1e6,
        )


def measured(result: dict[str, Any]) -> str:
    """The measured costs as a table."""
    costs = Costs.of(result)
    rows = [
        ("a command to a hall of 100", f"{costs.command:.2f} ms of one core"),
        ("a ballot, durable and acknowledged", f"{costs.ballot:.2f} ms"),
        ("a pulse or any other message to one phone", f"{costs.pulse * 1e3:.1f} µs"),
        ("a phone that joins", f"{costs.join:.2f} ms, {costs.board / 1e3:.1f} kB sent"),
        ("a hall in which nothing happens", f"{costs.idle:.2f} ms a second"),
        ("memory of a hall of 100 phones", f"{costs.hall / 1e3:.1f} MB"),
        ("memory of a process without a hall", f"{costs.process / 1e3:.0f} MB"),
        ("what a phone receives for a command", f"{costs.message:.0f} bytes"),
        ("a turn, from a command to its commit", f"{costs.turn:.1f} ms"),
        ("an entry of the ledger in the database", f"{costs.entry:.0f} bytes"),
    ]
    return "\n".join([row("What", "Measured"), row("---", "---"), *(row(*each) for each in rows)])


def linearity(result: dict[str, Any]) -> str:
    """Whether the fiftieth hall costs as much as the first."""
    head = (
        "Halls at once",
        "a command to one hall",
        "to one phone",
        "a quiet hall",
        "memory of a hall",
        "p99",
    )
    rows = [
        (
            count,
            f"{each['cpu_ms_a_command']:.2f} ms",
            f"{each['cpu_ms_a_command'] / result['halls']['phones'] * 1e3:.1f} µs",
            f"{each['idle_ms_a_second']:.2f} ms a second",
            f"{each['kilobytes_a_hall'] / 1e3:.1f} MB",
            f"{each['p99_ms']:.0f} ms",
        )
        for count, each in result["halls"]["by_count"].items()
    ]
    return "\n".join([row(*head), row(*["---"] * len(head)), *(row(*each) for each in rows)])


def needs(result: dict[str, Any], halls: int = HALLS) -> str:
    """What the city needs, a line each moment."""
    head = (
        f"{halls:,} halls at once", "cores busy", "processes", "memory", "entries a second",
        "ballots a second", "transactions a second, at most", "connections, at most",
        "words on the bus a second, at most", "network",
    )  # fmt: skip
    costs = Costs.of(result)
    rows = []
    for moment in MOMENTS:
        need = Needs.at(moment, costs, halls)
        rows.append(
            (
                moment.name,
                f"{need.cores:.1f}",
                f"{need.processes:,}",
                f"{need.gigabytes:.1f} GB",
                f"{need.entries:,.0f}",
                f"{need.ballots:,.0f}",
                f"{need.transactions:,.0f}",
                f"{need.connections:,}",
                f"{need.words:,.0f}",
                f"{need.megabits:,.0f} Mbit/s",
            )
        )
    return "\n".join([row(*head), row(*["---"] * len(head)), *(row(*each) for each in rows)])


if __name__ == "__main__":
    figures = json.loads((Path(__file__).parent / "results" / "latest.json").read_text())
    for table in (measured(figures), linearity(figures), needs(figures)):
        print(table, end="\n\n")
