"""A hall in which everybody votes within one second, on the real server.

How soon is a ballot durable and acknowledged, and how soon does every screen, the wall's among them, show
that all have voted?
"""

import asyncio
import subprocess
from statistics import median
from typing import Any

import msgspec

from bench.hall import databases, prepared
from bench.plan import Plan
from bench.processes import PHONES_CORE, cpu_seconds, on_core, serving_on
from deliberation.console.bringing import Brought
from deliberation.console.server import allow_many_connections
from deliberation.rehearsal.course import Course
from deliberation.rehearsal.phone import look_up


async def evening(port: int, server: subprocess.Popen[str], keys: Brought, phones: int) -> dict[str, Any]:
    """Come, check in, vote."""

    async def effort() -> float:
        return cpu_seconds(server)

    where = await look_up(f"http://127.0.0.1:{port}")
    course = Course(where, keys, phones, tell=lambda _step, _count: None, effort=effort)
    await course.join()
    await course.check_in()
    before = cpu_seconds(server)
    ballot, turnout = await course.measured(course.vote())
    cpu = cpu_seconds(server) - before
    course.end()
    return {
        "ballot": msgspec.to_builtins(ballot),
        "turnout": msgspec.to_builtins(turnout),
        "cpu_us": round(cpu / phones * 1e6),
        "server_busy": round(course.server_busy, 3),
        "generator_busy": round(course.phones_busy, 3),
    }


def voting(plan: Plan) -> dict[str, Any]:
    """On each database in turn."""
    allow_many_connections()
    with databases() as urls:
        found: dict[str, list[dict[str, Any]]] = {name: [] for name in urls}
        for _ in range(plan.rounds):
            for name, url in urls.items():
                with (
                    prepared(plan.phones, database=url) as halls,
                    serving_on(halls.command) as (port, server),
                    on_core(PHONES_CORE),
                ):
                    found[name].append(asyncio.run(evening(port, server, halls.keys[0], plan.phones)))
    return {
        "phones": plan.phones,
        "rounds": found,
        **{
            name: {
                "ballot_p99_ms": median(each["ballot"]["p99"] for each in rounds),
                "turnout_ms": median(each["turnout"]["last"] for each in rounds),
                "missing": max(each["ballot"]["missing"] + each["turnout"]["missing"] for each in rounds),
                "cpu_us": median(each["cpu_us"] for each in rounds),
            }
            for name, rounds in found.items()
        },
        "generator_busy": max(each["generator_busy"] for rounds in found.values() for each in rounds),
    }
