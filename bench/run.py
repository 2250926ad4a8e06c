"""`make bench`: every measurement, one table, one JSON file, two plots.

Servers and phones are processes of their own on different cores; nothing leaves this machine. Peers take
turns within one run, and what is quoted is the median of three. `--quick` only shows that everything runs;
names of measurements run only those, and keep what the last run found of the others.
"""

import argparse
import asyncio
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.ballots import ballots
from bench.fanout import crowd, fan_out
from bench.halls import halls
from bench.joining import joining
from bench.lists import lists
from bench.plan import QUICK, Plan
from bench.plots import draw
from bench.processes import Machine
from bench.report import print_table
from bench.turns import replayed, turns
from bench.voting import voting
from bench.way_in import way_in

RESULTS = Path(__file__).parent / "results"

MEASUREMENTS: dict[str, Callable[[Plan], dict[str, Any]]] = {
    "turns": lambda plan: asyncio.run(turns(plan)),
    "replay": lambda plan: asyncio.run(replayed(plan)),
    "way_in": way_in,
    "ballots": ballots,
    "voting": voting,
    "joining": joining,
    "halls": halls,
    "crowd": crowd,
    "fan_out": fan_out,
    "lists": lists,
}


def main() -> None:
    """Measure, print, keep."""
    parser = argparse.ArgumentParser(prog="make bench", description="Measure speed on this machine.")
    parser.add_argument("measurements", nargs="*", choices=[[], *MEASUREMENTS], help="only these")
    parser.add_argument("--quick", action="store_true", help="a small run that shows that everything works")
    parser.add_argument("--results", type=Path, default=RESULTS, help="where the figures go")
    wish = parser.parse_args()
    plan = QUICK if wish.quick else Plan()
    latest = wish.results / ("quick.json" if wish.quick else "latest.json")
    latest.parent.mkdir(parents=True, exist_ok=True)
    machine = Machine()
    time.sleep(1 if wish.quick else 2)
    before = machine.foreign_share()
    print(f"others use {before:.0%} of this machine", flush=True)
    result = json.loads(latest.read_text()) if wish.measurements and latest.exists() else {}
    result["machine"] = {**machine.describe(), "busy_before": before}
    begun = time.monotonic()
    for name in wish.measurements or MEASUREMENTS:
        print(f"{name} …", end=" ", flush=True)
        result[name] = MEASUREMENTS[name](plan)
        result[name]["others_busy"] = machine.foreign_share()
        print(f"{time.monotonic() - begun:.0f} s, others {result[name]['others_busy']:.0%}", flush=True)
        # After each: what a run that was stopped had found is not lost.
        latest.write_text(json.dumps(result, indent=1) + "\n")
    print_table(result)
    print(f"All figures: {latest}")
    for picture in draw(result, latest.parent):
        print(f"Plot: {picture}")


if __name__ == "__main__":
    main()
