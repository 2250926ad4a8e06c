"""What a turn costs when much lies behind it, and how long a room takes to come back from its ledger.

Everything in one process, on the embedded database, with one screen of each audience.
"""

import asyncio
import sqlite3
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, closing
from itertools import count
from pathlib import Path
from statistics import median
from typing import Any

from bench.plan import Plan
from deliberation.ledger.database import make_engine, migrate
from deliberation.ledger.sql import SqlLedger
from deliberation.live.messages import Done, Request, Viewer
from deliberation.live.rooms import Rooms
from deliberation.session.commands import (
    AnyCommand,
    CheckIn,
    LowerHand,
    Note,
    OpenSession,
    OpenTopic,
    Propose,
    RaiseHand,
    ReadRules,
    Withdraw,
)
from deliberation.session.facts import Actor
from deliberation.session.names import TopicId
from tests.support.halls import CHAIR, CODE, MEMBERS, PUBLIC, RECORDER, convene

_ids = count()


class Silence:
    """A publisher whose screens are not listening."""

    def patch(self, channel: object, patch: object) -> None:
        """See `deliberation.live.publisher`."""

    def you(self, viewer: str, you: object) -> None:
        """See `deliberation.live.publisher`."""

    def pulse(self, session: str, pulse: object) -> None:
        """See `deliberation.live.publisher`."""


@asynccontextmanager
async def opened(ledger: SqlLedger) -> AsyncIterator[Rooms]:
    """Rooms over a ledger."""
    rooms = Rooms(ledger, Silence())
    rooms.start()
    await rooms.open(CODE)
    try:
        yield rooms
    finally:
        await rooms.stop()


@asynccontextmanager
async def debating() -> AsyncIterator[tuple[SqlLedger, Path]]:
    """The ledger of a session in which a topic is open, and the file in which it is."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "hall.db"
        url = f"sqlite:///{file}"
        await migrate(url)
        ledger = SqlLedger(make_engine(url))
        await convene(ledger)
        async with opened(ledger) as rooms:
            everybody = [CHAIR, RECORDER, *MEMBERS]
            await give(rooms, [(each, CheckIn()) for each in everybody])
            await give(
                rooms, [(CHAIR, OpenSession()), (CHAIR, ReadRules()), (CHAIR, OpenTopic(TopicId("T1")))]
            )
        try:
            yield ledger, file
        finally:
            await ledger.close()


async def give(rooms: Rooms, commands: Sequence[tuple[Actor, AnyCommand]], *, code: str = CODE) -> list[Done]:
    """Put all of these before the next turn; everything has to be accepted."""
    asked = [rooms.submit(code, Request(f"b{next(_ids)}", command), actor) for actor, command in commands]
    answers = await asyncio.gather(*asked)
    done = [each for each in answers if isinstance(each, Done)]
    if len(done) < len(answers):
        raise AssertionError(next(each for each in answers if not isinstance(each, Done)))
    return done


def watch(rooms: Rooms) -> None:
    """One screen of each audience."""
    for actor in (CHAIR, MEMBERS[0], PUBLIC):
        rooms.enter(Viewer(f"{actor.role}", CODE, actor, "zh"), None)


async def replayed(plan: Plan) -> dict[str, Any]:
    """From a ledger of ten thousand entries to a board on a screen."""
    async with debating() as (ledger, file):
        before = size(file)
        async with opened(ledger) as rooms:
            while rooms.session(CODE).seq < plan.entries:
                await give(
                    rooms,
                    [
                        pair
                        for number in range(50)
                        for pair in (
                            (MEMBERS[2], RaiseHand("for")),
                            (MEMBERS[3], RaiseHand("against")),
                            (RECORDER, Note(f"第 {number} 条记录：请物业说明充电桩的位置。")),
                            (MEMBERS[2], LowerHand()),
                            (MEMBERS[3], LowerHand()),
                        )
                    ],
                )
        seconds, seq = [], 0
        for _ in range(plan.rounds):
            begun = time.perf_counter()
            async with opened(ledger) as rooms:
                watch(rooms)
                seconds.append(round(time.perf_counter() - begun, 3))
                seq = rooms.session(CODE).seq
        grown = size(file) - before
    return {
        "entries": seq,
        "seconds": seconds,
        "median": median(seconds),
        "bytes_an_entry": round(grown / seq),
    }


def size(file: Path) -> int:
    """Bytes in an SQLite database, what is not in its main file yet included."""
    with closing(sqlite3.connect(file)) as db:
        return int(
            db.execute("PRAGMA page_count").fetchone()[0] * db.execute("PRAGMA page_size").fetchone()[0]
        )


async def with_proposals(number: int, turns: int) -> dict[str, float]:
    """Milliseconds a turn costs with so many proposals behind it."""
    words = {"what": "装两把长椅", "who": "居委会", "when": "五月底前", "money": "公益金"}
    async with debating() as (ledger, _), opened(ledger) as rooms:
        for each in range(number):
            text = f"第 {each} 个方案：在院子东侧装长椅，留出消防通道。"
            (done,) = await give(rooms, [(MEMBERS[2], Propose(TopicId("T1"), f"方案 {each}", text, **words))])
            await give(rooms, [(MEMBERS[2], Withdraw(done.result["proposal"]))])
        watch(rooms)
        walls, cpus = [], []
        for turn in range(turns):
            wall, cpu = time.perf_counter(), time.process_time()
            await give(rooms, [(MEMBERS[2], LowerHand() if turn % 2 else RaiseHand("for"))])
            walls.append(time.perf_counter() - wall)
            cpus.append(time.process_time() - cpu)
    return {"ms": round(median(walls) * 1e3, 3), "cpu_ms": round(median(cpus) * 1e3, 3)}


async def turns(plan: Plan) -> dict[str, Any]:
    """A few old proposals against ten times as many, in turn."""
    rounds = [
        (await with_proposals(plan.few, plan.turns), await with_proposals(plan.many, plan.turns))
        for _ in range(plan.rounds)
    ]
    return {
        "few": plan.few,
        "many": plan.many,
        "rounds": rounds,
        "ms": median(few["ms"] for few, _ in rounds),
        "ratio": round(median(many["ms"] / few["ms"] for few, many in rounds), 2),
        "cpu_ratio": round(median(many["cpu_ms"] / few["cpu_ms"] for few, many in rounds), 2),
    }
