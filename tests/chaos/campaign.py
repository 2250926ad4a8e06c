"""`make faults`: every fault, many rounds, both databases; one table and one JSON file.

A round is named by its seed. `--seed` holds it again, with the same plan; when exactly it meets the load is
up to real processes. What is run in pieces is put together: a fault on a database replaces its last results.
"""

import asyncio
import json
import platform
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Final
from zlib import crc32

import msgspec
import typer
from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from tests.chaos.arena import DATABASES, Arena, Database, Fault, Outcome
from tests.chaos.faults.catalog import FAULTS

RESULTS: Final = Path("bench/results/faults.json")


def seed_of(fault: Fault, database: Database, number: int) -> int:
    """The seed of a round when none is asked for: every campaign holds the same rounds."""
    return crc32(f"{fault.name}/{database}/{number}".encode())


async def campaign(
    arena: Arena, fault: Fault, database: Database, seeds: Sequence[int], told: Progress
) -> list[Outcome]:
    """All rounds of one fault on one database."""
    task = told.add_task(f"{fault.name}, {database}", total=len(seeds))
    free = asyncio.Semaphore(fault.at_once)

    async def play(seed: int) -> Outcome:
        async with free:
            outcome = await arena.play(fault, database, seed, full=True)
        told.advance(task)
        for violation in outcome.violations:
            told.console.print(
                f"[red]seed {seed}: {violation.kind}[/red]: {violation.sentence}", soft_wrap=True
            )
        return outcome

    return await asyncio.gather(*map(play, seeds))


def summary(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """What is kept of the rounds of one fault on one database."""
    measured = {name for outcome in outcomes for name in outcome.measured}
    recoveries = sorted(outcome.recovery for outcome in outcomes)
    return {
        "rounds": len(outcomes),
        "acknowledgements": sum(outcome.acknowledgements for outcome in outcomes),
        "violations": sum(len(outcome.violations) for outcome in outcomes),
        "kinds": Counter(violation.kind for outcome in outcomes for violation in outcome.violations),
        "median_recovery_seconds": round(recoveries[len(recoveries) // 2], 2),
        "slowest_recovery_seconds": round(recoveries[-1], 2),
        "most": {
            name: max(outcome.measured.get(name, 0) for outcome in outcomes) for name in sorted(measured)
        },
        "failed": [msgspec.to_builtins(outcome) for outcome in outcomes if outcome.violations],
    }


def print_table(results: dict[str, dict[str, Any]]) -> None:
    """One row for a fault on a database."""
    table = Table("Fault", "Database", "Rounds", "Acknowledged", "Violations", "Median recovery", "Slowest")
    for column in table.columns[2:]:
        column.justify = "right"
    for fault in FAULTS:
        for database in DATABASES:
            if row := results.get(fault.name, {}).get(database):
                table.add_row(
                    fault.name,
                    database,
                    *(f"{row[name]:,}" for name in ("rounds", "acknowledgements", "violations")),
                    *(f"{row[f'{name}_recovery_seconds']} s" for name in ("median", "slowest")),
                )
    Console().print(table)


def main(
    rounds: Annotated[int, typer.Option(min=1)] = 50,
    only: Annotated[str, typer.Option(help="Faults whose name contains this.")] = "",
    database: Annotated[str, typer.Option(help="sqlite or postgres; both if it is not given.")] = "",
    seed: Annotated[int | None, typer.Option(help="Of the one round to hold.")] = None,
) -> None:
    """Hold the rounds, print the table, keep the results. Exit status 1 if any promise was broken."""
    RESULTS.parent.mkdir(exist_ok=True)
    kept = json.loads(RESULTS.read_text()) if RESULTS.exists() else {"faults": {}}
    kept["machine"] = {"python": platform.python_version(), "system": platform.platform()}
    broken = 0
    with Progress(TextColumn("{task.description}"), MofNCompleteColumn(), TimeElapsedColumn()) as told:
        for fault in (fault for fault in FAULTS if only in fault.name):
            if missing := fault.lacks():
                told.console.print(f"{fault.name}: left out, {missing}")
                continue
            for each in (each for each in DATABASES if database in ("", each)):
                seeds = (
                    [seed] if seed is not None else [seed_of(fault, each, number) for number in range(rounds)]
                )
                outcomes = asyncio.run(_hold(fault, each, seeds, told))
                row = summary(outcomes)
                broken += row["violations"]
                kept["faults"].setdefault(fault.name, {})[each] = row
                RESULTS.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n")
    print_table(kept["faults"])
    raise typer.Exit(code=1 if broken else 0)


async def _hold(fault: Fault, database: Database, seeds: Sequence[int], told: Progress) -> list[Outcome]:
    with tempfile.TemporaryDirectory(prefix="deliberation-faults-") as folder:
        async with Arena(Path(folder)) as arena:
            return await campaign(arena, fault, database, seeds, told)


if __name__ == "__main__":
    typer.run(main)
