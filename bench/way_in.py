"""What it costs to take one message from a phone and acknowledge it, without deciding anything."""

import asyncio
import sys
from statistics import median
from typing import Any

from bench.plan import Plan
from bench.processes import PEERS, PHONES_CORE, QUIET, cpu_seconds, on_core, serving_on
from deliberation.rehearsal.phone import Phone, look_up

SERVERS = {**PEERS, "bare": [sys.executable, "-m", "bench.bare"]}

CALLS = 40


async def calls(port: int, callers: int) -> None:
    """Everybody calls, each again as soon as it was answered."""
    where = await look_up(f"http://127.0.0.1:{port}")
    phones = [Phone() for _ in range(callers)]

    async def call(phone: Phone) -> None:
        for _ in range(CALLS):
            await phone.call("echo", 1)

    for each in phones:
        await each.connect(where, {})
    await asyncio.gather(*map(call, phones))
    for each in phones:
        each.hang_up()


def way_in(plan: Plan) -> dict[str, Any]:
    """Computing time of the server for a call, in microseconds; peers in turn."""
    found: dict[str, list[float]] = {name: [] for name in SERVERS}
    for _ in range(plan.rounds):
        for name, command in SERVERS.items():
            with serving_on(command, **QUIET) as (port, server), on_core(PHONES_CORE):
                asyncio.run(calls(port, plan.callers))  # warm
                before = cpu_seconds(server)
                asyncio.run(calls(port, plan.callers))
                each = (cpu_seconds(server) - before) / plan.callers / CALLS
                found[name].append(round(each * 1e6, 1))
    return {"us": found, "median": {name: median(each) for name, each in found.items()}}
