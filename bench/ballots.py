"""How many ballots a second are durable and acknowledged, over real sockets.

Against the same server on a ledger that is only in memory, and against a transaction for each ballot.
`python -m bench.ballots sql|memory VOTERS PORT` is the server.
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from pathlib import Path
from statistics import median
from typing import Any

import socketio
import uvicorn
import uvloop
from sqlalchemy import Column, Integer, MetaData, String, Table, insert

from bench.plan import Plan
from bench.processes import PHONES_CORE, SERVER_CORE, on_core, serving_on
from bench.turns import give
from deliberation.console.server import calm_collector, serving
from deliberation.ledger.database import make_engine, migrate
from deliberation.ledger.memory import MemoryLedger
from deliberation.ledger.sql import SqlLedger
from deliberation.ledger.store import Ledger
from deliberation.live.rooms import Rooms
from deliberation.records.tickets import Ticket
from deliberation.rehearsal.phone import Phone, look_up, quantile
from deliberation.session.commands import (
    CallForMore,
    CheckIn,
    CloseDebate,
    OpenSession,
    OpenTopic,
    OpenVote,
    Propose,
    ReadRules,
    Second,
)
from deliberation.session.facts import Actor
from deliberation.session.names import SeatId, TopicId
from tests.support.halls import CHAIR, CODE, MEMBERS, RECORDER, convene
from web.metrics import Metrics
from web.sockets.broadcast import LiveServer
from web.sockets.namespace import LiveNamespace
from web.sockets.publish import Outbox
from web.sockets.wire import SERVER_OPTIONS


class OpenDoor:
    """Whoever names a seat has it."""

    async def read_ticket(self, text: str) -> Ticket:
        """See `web.sockets.admission.Door`."""
        return Ticket(CODE, SeatId(text), "member", 1)

    async def still_good(self, tickets: Collection[Any]) -> Collection[Any]:
        """All of them."""
        return tickets

    async def is_planned(self, _session: str) -> bool:
        """See `web.sockets.admission.Door`."""
        return False


@asynccontextmanager
async def a_ledger(kind: str) -> AsyncIterator[Ledger]:
    """In memory, or on the embedded database."""
    if kind == "memory":
        yield MemoryLedger()
        return
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'hall.db'}"
        await migrate(url)
        ledger = SqlLedger(make_engine(url))
        try:
            yield ledger
        finally:
            await ledger.close()


async def serve(kind: str, port: int, voters: int) -> None:
    """A session in the middle of a vote by phone."""
    async with a_ledger(kind) as ledger:
        await convene(ledger, members=voters)
        server = LiveServer(**SERVER_OPTIONS)
        metrics = Metrics()
        outbox, door = Outbox(server, metrics), OpenDoor()
        rooms = Rooms(ledger, outbox, vouch=door.still_good)
        live = LiveNamespace(rooms, outbox, door, metrics)
        server.register_namespace(live)
        outbox.start(live.present)
        rooms.start()
        await rooms.open(CODE)
        crowd = [Actor("member", SeatId(f"M{number}")) for number in range(1, voters + 1)]
        await give(rooms, [(each, CheckIn()) for each in [CHAIR, RECORDER, *MEMBERS, *crowd]])
        words = {"what": "买长椅", "who": "居委会", "when": "两个月内", "money": "公益金"}
        await give(rooms, [(CHAIR, OpenSession()), (CHAIR, ReadRules()), (CHAIR, OpenTopic(TopicId("T1")))])
        await give(rooms, [(MEMBERS[2], Propose(TopicId("T1"), "添长椅", "在树下添两把", **words))])
        await give(rooms, [(MEMBERS[3], Second("P1")), *[(CHAIR, CallForMore())] * 3, (CHAIR, CloseDebate())])
        await give(rooms, [(CHAIR, OpenVote("P1", "substantive", "online"))])
        config = serving(socketio.ASGIApp(server))
        config.host, config.port, config.lifespan = "127.0.0.1", port, "off"
        calm_collector()
        await uvicorn.Server(config).serve()


async def crowd(port: int, plan: Plan) -> dict[str, Any]:
    """Everybody votes at once, each again as soon as the last ballot was acknowledged."""
    where = await look_up(f"http://127.0.0.1:{port}")
    phones = [Phone() for _ in range(plan.voters)]
    for number, each in enumerate(phones, start=1):
        await each.join(where, {"session": CODE, "ticket": f"M{number}"})
    took: list[float] = []

    async def vote(phone: Phone) -> None:
        for number in range(plan.ballots):
            sent = time.monotonic_ns()
            answer, when = await phone.ask("cast_ballot", vote="V1", choice=("for", "against")[number % 2])
            if not answer["ok"]:
                raise AssertionError(answer)
            took.append((when - sent) / 1e6)

    begun, busy = time.monotonic(), time.process_time()
    await asyncio.gather(*map(vote, phones))
    seconds = time.monotonic() - begun
    used = time.process_time() - busy
    for each in phones:
        each.hang_up()
    return {
        "per_second": round(len(took) / seconds),
        "p99_ms": round(quantile(sorted(took), 0.99) or 0, 2),
        "busy": round(used / seconds, 3),
    }


async def one_by_one(commits: int) -> int:
    """Ballots a second with a transaction for each, as one would write it with SQLAlchemy."""
    table = Table(
        "ballots",
        MetaData(),
        Column("id", Integer, primary_key=True),
        Column("voter", String),
        Column("choice", String),
    )
    with tempfile.TemporaryDirectory() as folder:
        engine = make_engine(f"sqlite:///{Path(folder) / 'ballots.db'}")
        async with engine.begin() as db:
            await db.run_sync(table.metadata.create_all)
        begun = time.monotonic()
        for number in range(commits):
            async with engine.begin() as db:
                await db.execute(insert(table).values(voter=f"M{number}", choice="for"))
        seconds = time.monotonic() - begun
        await engine.dispose()
    return round(commits / seconds)


def ballots(plan: Plan) -> dict[str, Any]:
    """All three in turn."""
    found: dict[str, list[dict[str, Any]]] = {"sql": [], "memory": []}
    transactions = []
    for _ in range(plan.rounds):
        for kind, results in found.items():
            command = [sys.executable, "-m", "bench.ballots", kind, str(plan.voters)]
            with serving_on(command) as (port, _), on_core(PHONES_CORE):
                results.append(asyncio.run(crowd(port, plan)))
        with on_core(SERVER_CORE):
            transactions.append(asyncio.run(one_by_one(plan.commits)))
    durable, memory = (median(each["per_second"] for each in found[kind]) for kind in ("sql", "memory"))
    return {
        **found,
        "one_by_one": transactions,
        "per_second": durable,
        "per_second_in_memory": memory,
        "per_second_one_by_one": median(transactions),
        "p99_ms": median(each["p99_ms"] for each in found["sql"]),
        "against_transactions": round(durable / median(transactions), 2),
        "against_memory": round(durable / memory, 2),
        "generator_busy": max(each["busy"] for each in found["sql"] + found["memory"]),
    }


if __name__ == "__main__":
    uvloop.run(serve(sys.argv[1], int(sys.argv[3]), int(sys.argv[2])))
