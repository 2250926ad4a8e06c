"""How many messages a second a server brings to a thousand phones before they come late."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from bench.kernel import kernel_alone
from bench.plan import Plan
from bench.processes import PEERS, PHONES_CORE, QUIET, cpu_seconds, running, serving_on

LATEST_MS = 250
SECONDS = 1.5
WAIT = 0.7
STEP = 1.15
COST_RATE = 4
"""Messages a second at which the servers' computing time is compared: none of them is late with it."""
START = {"ours": 60.0, "emit": 5.0, "node": 40.0}
"""Messages a second to begin the search with."""
CROWD_RATE = 10
ALL = 0.999
"""The share that has to arrive: all but what is still under way when the trial ends."""


@dataclass
class Load:
    """A server with its phones."""

    phones: int
    process: subprocess.Popen[str]
    server: subprocess.Popen[str]
    trials: list[dict[str, Any]] = field(default_factory=list)

    def play(self, rate: float, seconds: float = SECONDS, wait: float = WAIT) -> dict[str, Any]:
        """Flood the phones; what arrived, the share of what should have, and what it cost."""
        cpu = cpu_seconds(self.server)
        assert self.process.stdin is not None  # noqa: S101 - opened as pipes
        assert self.process.stdout is not None  # noqa: S101
        content = {"rate": rate, "seconds": seconds}
        wish = {"event": "flood", "content": content, "seconds": seconds, "wait": wait}
        self.process.stdin.write(json.dumps(wish) + "\n")
        self.process.stdin.flush()
        seen: dict[str, Any] = json.loads(self.process.stdout.readline())
        seen["rate"] = round(rate, 2)
        seen["cpu_us"] = round((cpu_seconds(self.server) - cpu) / max(1, seen["messages"]) * 1e6, 2)
        seen["delivered"] = round(seen["messages"] / (int(rate * seconds) * self.phones), 4)
        self.trials.append(seen)
        return seen

    def in_time(self, rate: float) -> bool:
        """Whether this rate was delivered completely and not late."""
        seen = self.play(rate)
        if seen["delivered"] < ALL:
            time.sleep(2)
            return False
        return seen["p99_ms"] is not None and seen["p99_ms"] <= LATEST_MS

    def capacity(self, guess: float) -> float:
        """The highest rate that is in time, to one step; 0 when not even one a second is."""
        rate = guess
        while not self.in_time(rate):
            rate /= STEP if rate < guess else 1.5
            if rate < 1:
                return 0.0
        while self.in_time(rate * STEP):
            rate *= STEP
        return rate

    @property
    def busy(self) -> float:
        """How busy the phones were in the busiest trial that was in time."""
        return max(
            (each["busy"] for each in self.trials if (each["p99_ms"] or LATEST_MS) < LATEST_MS), default=0.0
        )


@contextmanager
def loaded(name: str, phones: int) -> Iterator[Load]:
    """A peer with its phones connected, each on its own core."""
    with serving_on(PEERS[name], **QUIET) as (port, server):
        crowd = [sys.executable, "-m", "bench.phones", str(port), str(phones)]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        with running(crowd, PHONES_CORE, **pipes) as process:
            assert process.stdout is not None  # noqa: S101 - opened as a pipe
            json.loads(process.stdout.readline())
            yield Load(phones, process, server)


def fan_out(plan: Plan) -> dict[str, Any]:
    """Each peer in turn; the medians."""
    found: dict[str, list[float]] = {name: [] for name in PEERS}
    costs: dict[str, list[float]] = {name: [] for name in PEERS}
    trials: dict[str, list[dict[str, Any]]] = {name: [] for name in PEERS}
    busy = []
    for _ in range(plan.rounds):
        for name in PEERS:
            with loaded(name, plan.phones) as load:
                load.play(5, 1)  # warm
                load.trials.clear()
                costs[name].append(load.play(COST_RATE, 4 if plan.search else 1)["cpu_us"])
                guess = found[name][-1] / STEP if found[name] and found[name][-1] else START[name]
                found[name].append(round(load.capacity(guess), 1) if plan.search else guess)
                busy.append(load.busy)
                trials[name] += load.trials
    rates = {name: median(each) for name, each in found.items()}
    cpu = {name: median(each) for name, each in costs.items()} | {"kernel": kernel_alone(plan)}
    return {
        "phones": plan.phones,
        "messages_per_second": found,
        "median": rates,
        "against_emit": round(rates["ours"] / rates["emit"], 2) if rates["emit"] else None,
        "against_node": round(rates["ours"] / rates["node"], 2) if rates["node"] else None,
        "cpu_us": costs,
        "cpu_us_median": cpu,
        "cpu_against_emit": round(cpu["emit"] / max(0.1, cpu["ours"]), 2),
        "cpu_against_node": round(cpu["node"] / max(0.1, cpu["ours"]), 2),
        "generator_busy": max(busy),
        "trials": trials,
    }


def crowd(plan: Plan) -> dict[str, Any]:
    """Three thousand phones at ten messages a second."""
    trials = []
    for _ in range(plan.rounds):
        with loaded("ours", plan.crowd) as load:
            load.play(2, 1)  # warm
            trials.append(load.play(CROWD_RATE, 5 if plan.search else 1, 1.5))
    return {
        "phones": plan.crowd,
        "rate": CROWD_RATE,
        "p50_ms": median(each["p50_ms"] for each in trials),
        "p99_ms": median(each["p99_ms"] for each in trials),
        "delivered": min(each["delivered"] for each in trials),
        "cpu_us": median(each["cpu_us"] for each in trials),
        "generator_busy": max(each["busy"] for each in trials),
        "trials": trials,
    }
