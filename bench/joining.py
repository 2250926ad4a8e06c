"""A crowd that comes in one moment: with their tickets checked and the board sent, and into an empty room."""

import asyncio
import subprocess
import time
from collections.abc import Awaitable, Callable
from statistics import median
from typing import Any

from bench.hall import prepared
from bench.plan import Plan
from bench.processes import PEERS, PHONES_CORE, QUIET, cpu_seconds, kilobytes, on_core, serving_on
from deliberation.console.bringing import Brought
from deliberation.console.server import allow_many_connections
from deliberation.rehearsal.course import at_once
from deliberation.rehearsal.hall import member
from deliberation.rehearsal.phone import Phone, Where, look_up

SETTLE_SECONDS = 2

Come = Callable[[Phone], Awaitable[int]]


async def crowd(
    server: subprocess.Popen[str], first: Phone, phones: list[Phone], come: Come
) -> dict[str, Any]:
    """Everybody at once; one was there before, so that the room is loaded. Joined phones stay a while."""
    await come(first)
    await asyncio.sleep(0.2)
    memory, cpu = kilobytes(server), cpu_seconds(server)
    begun, busy = time.monotonic(), time.process_time()
    took = await at_once(phones, come)
    share = (time.process_time() - busy) / (time.monotonic() - begun)
    cpu = cpu_seconds(server) - cpu
    await asyncio.sleep(SETTLE_SECONDS)
    found = {
        "seconds": round((took.last or 0) / 1000, 3),
        "p50_ms": took.p50,
        "missing": took.missing,
        "cpu_us": round(cpu / len(phones) * 1e6),
        "kilobytes": round((kilobytes(server) - memory) / len(phones), 1),
        "bytes": round(sum(each.received for each in phones) / len(phones)),
        "busy": round(share, 3),
    }
    for each in [first, *phones]:
        each.hang_up()
    return found


async def hall(port: int, server: subprocess.Popen[str], keys: Brought, count: int) -> dict[str, Any]:
    """Into the real session: until the board is there."""
    where = await look_up(f"http://127.0.0.1:{port}")
    phones = [Phone() for _ in range(count)]
    wall = Phone()
    holders = {phone: member(number) for number, phone in enumerate(phones)} | {wall: "wall"}

    def come(phone: Phone) -> Awaitable[int]:
        auth = {"session": keys.session, "ticket": keys.tickets[holders[phone]], "have": None}
        return phone.join(where, auth)

    return await crowd(server, wall, phones, come)


async def empty_room(port: int, server: subprocess.Popen[str], count: int) -> dict[str, Any]:
    """Into the library's room: until the connection is accepted."""
    where: Where = await look_up(f"http://127.0.0.1:{port}")
    return await crowd(
        server, Phone(), [Phone() for _ in range(count)], lambda phone: phone.connect(where, {})
    )


def joining(plan: Plan) -> dict[str, Any]:
    """Both in turn."""
    allow_many_connections()
    found: dict[str, list[dict[str, Any]]] = {"ours": [], "emit": []}
    with prepared(plan.crowd) as halls:
        for _ in range(plan.rounds):
            with serving_on(halls.command) as (port, server), on_core(PHONES_CORE):
                found["ours"].append(asyncio.run(hall(port, server, halls.keys[0], plan.crowd)))
            with serving_on(PEERS["emit"], **QUIET) as (port, server), on_core(PHONES_CORE):
                found["emit"].append(asyncio.run(empty_room(port, server, plan.crowd)))
    seconds = {name: median(each["seconds"] for each in rounds) for name, rounds in found.items()}
    ours = found["ours"]
    return {
        "phones": plan.crowd,
        **found,
        "seconds": seconds,
        "against_emit": round(seconds["emit"] / seconds["ours"], 2),
        "missing": max(each["missing"] for each in ours),
        "cpu_us": median(each["cpu_us"] for each in ours),
        "bytes": median(each["bytes"] for each in ours),
        "kilobytes_an_idle_phone": median(each["kilobytes"] for each in ours),
        "generator_busy": max(each["busy"] for rounds in found.values() for each in rounds),
    }
