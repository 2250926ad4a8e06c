"""One hall, ten, fifty on the same server at once: whether each costs as much as the first."""

import asyncio
import subprocess
import time
from collections.abc import Sequence
from itertools import cycle
from statistics import median
from typing import Any

from bench.hall import Halls, prepared
from bench.plan import Plan
from bench.processes import PHONES_CORE, cpu_seconds, kilobytes, on_core, serving_on
from bench.turns import Silence, give
from deliberation.console.bringing import Brought
from deliberation.console.server import allow_many_connections
from deliberation.live.rooms import Rooms
from deliberation.rehearsal.hall import member
from deliberation.rehearsal.phone import Phone, Where, look_up, quantile
from deliberation.session.commands import AnyCommand, CheckIn, OpenSession, OpenTopic
from deliberation.session.facts import Actor
from deliberation.session.names import SeatId, TopicId
from web.app import open_services

SPEAKERS = 10
"""In each hall; a connection may send five messages a second."""
RATE = 20
"""Commands a second, over all halls: the same work, spread over more of them."""
AT_ONCE = 100


async def open_all(halls: Halls) -> None:
    """Every hall is open and has a topic; its speakers are there."""
    async with open_services(halls.settings) as services:
        rooms = Rooms(services.ledger, Silence())
        rooms.start()
        chair = Actor("chair", SeatId("H1"))
        for keys in halls.keys:
            speakers = [Actor("member", SeatId(member(number))) for number in range(SPEAKERS)]
            await give(rooms, [(each, CheckIn()) for each in speakers], code=keys.session)
            opening: list[tuple[Actor, AnyCommand]] = [
                (chair, OpenSession()),
                (chair, OpenTopic(TopicId("T1"))),
            ]
            await give(rooms, opening, code=keys.session)
        await rooms.stop()


async def come(where: Where, halls: Sequence[Brought], phones: int) -> list[list[Phone]]:
    """Everybody, not too many at once."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(keys: Brought, number: int) -> Phone:
        phone = Phone()
        async with gate:
            ticket = keys.tickets[member(number)]
            await phone.join(where, {"session": keys.session, "ticket": ticket, "have": None})
        return phone

    crowds = ([one(keys, number) for number in range(phones)] for keys in halls)
    return [await asyncio.gather(*crowd) for crowd in crowds]


async def debate(
    server: subprocess.Popen[str], crowds: Sequence[Sequence[Phone]], seconds: float
) -> dict[str, Any]:
    """Hands go up and down in all halls, one command after another at a steady rate."""
    speakers = cycle([crowd[number] for number in range(SPEAKERS) for crowd in crowds])
    received = sum(each.received for crowd in crowds for each in crowd)
    cpu, busy, begun = cpu_seconds(server), time.process_time(), time.monotonic()
    took: list[float] = []
    up: set[Phone] = set()

    async def say(phone: Phone) -> None:
        sent = time.monotonic_ns()
        asked = phone.ask("lower_hand") if phone in up else phone.ask("raise_hand", position="for")
        up.symmetric_difference_update([phone])
        answer, when = await asked
        if not answer["ok"]:
            raise AssertionError(answer)
        took.append((when - sent) / 1e6)

    async with asyncio.TaskGroup() as saying:
        for number in range(int(RATE * seconds)):
            await asyncio.sleep(max(0.0, begun + number / RATE - time.monotonic()))
            saying.create_task(say(next(speakers)))
    for phone in up:
        await phone.ask("lower_hand")
    count = len(took) + len(up)
    bytes_ = sum(each.received for crowd in crowds for each in crowd) - received
    return {
        "cpu_ms_a_command": round((cpu_seconds(server) - cpu) / count * 1e3, 3),
        "bytes_a_phone": round(bytes_ / count / len(crowds[0])),
        "p99_ms": round(quantile(sorted(took), 0.99) or 0, 2),
        "busy": round((time.process_time() - busy) / (time.monotonic() - begun), 3),
    }


async def idle(server: subprocess.Popen[str], halls: int, seconds: float) -> float:
    """Milliseconds of computing a second that a hall costs in which nothing happens."""
    cpu, begun = cpu_seconds(server), time.monotonic()
    await asyncio.sleep(seconds)
    return round((cpu_seconds(server) - cpu) / (time.monotonic() - begun) / halls * 1e3, 3)


async def all_at_once(
    port: int, server: subprocess.Popen[str], keys: Sequence[Brought], plan: Plan
) -> dict[str, Any]:
    """So many halls, measured."""
    where = await look_up(f"http://127.0.0.1:{port}")
    before = kilobytes(server)
    crowds = await come(where, keys, plan.hall)
    await asyncio.sleep(1)
    memory = kilobytes(server) - before
    rounds = [await debate(server, crowds, plan.hall_seconds / 2) for _ in range(plan.rounds)]
    quiet = await idle(server, len(keys), plan.hall_seconds)
    for each in (phone for crowd in crowds for phone in crowd):
        each.hang_up()
    return {
        "rounds": rounds,
        "cpu_ms_a_command": median(each["cpu_ms_a_command"] for each in rounds),
        "bytes_a_phone": median(each["bytes_a_phone"] for each in rounds),
        "p99_ms": median(each["p99_ms"] for each in rounds),
        "idle_ms_a_second": quiet,
        "kilobytes_before": before,
        "kilobytes_a_hall": round(memory / len(keys)),
        "busy": max(each["busy"] for each in rounds),
    }


def halls(plan: Plan) -> dict[str, Any]:
    """From one to many, on a fresh server each."""
    allow_many_connections()
    found = {}
    with prepared(plan.hall, halls=max(plan.halls)) as made:
        asyncio.run(open_all(made))
        for count in plan.halls:
            with serving_on(made.command) as (port, server), on_core(PHONES_CORE):
                found[str(count)] = asyncio.run(all_at_once(port, server, made.keys[:count], plan))
    first, last = (found[str(count)]["cpu_ms_a_command"] for count in (plan.halls[0], plan.halls[-1]))
    return {
        "phones": plan.hall,
        "rate": RATE,
        "by_count": found,
        "ratio": round(last / first, 2),
        "generator_busy": max(each["busy"] for each in found.values()),
    }
