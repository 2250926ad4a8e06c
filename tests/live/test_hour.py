"""An hour of a lively session in one process: what stays in memory is what was decided, nothing else."""

import asyncio
import gc
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from deliberation.ledger.database import make_engine, migrate
from deliberation.ledger.sql import SqlLedger
from deliberation.live.clock import SteadyClock
from deliberation.live.messages import Patch, Pulse, Request, Viewer
from deliberation.live.publisher import Channel
from deliberation.live.rooms import Rooms
from deliberation.session.commands import (
    AnyCommand,
    CheckIn,
    LowerHand,
    Note,
    OpenSession,
    OpenTopic,
    RaiseHand,
    Second,
)
from deliberation.session.facts import Actor
from deliberation.session.names import TopicId
from deliberation.session.wire import Json
from tests.live.hall import fresh_id, speak
from tests.support.halls import CHAIR, CODE, MEMBERS, PUBLIC, RECORDER, WALL, convene

MINUTES = 60
SETTLED_AFTER = 20
"""Minutes after which what is kept for a while, patches and refusals, is as much as it will ever be."""

BLOCKS_AN_ENTRY = 10
"""What the state, the logs and the answers keep of each; measured: 7, in 460 bytes."""


class Nowhere:
    """A publisher whose network takes everything at once."""

    def __init__(self) -> None:
        self.pulses = 0

    def patch(self, _channel: Channel, _patch: Patch) -> None: ...

    def you(self, _viewer: str, _you: Json) -> None: ...

    def pulse(self, _session: str, _pulse: Pulse) -> None:
        self.pulses += 1


class Hour:
    """The session, and the time in it."""

    def __init__(self, ledger: SqlLedger) -> None:
        self.seconds = 0.0
        clock = SteadyClock(lambda: datetime(2026, 5, 16, 6, tzinfo=UTC), lambda: self.seconds)
        self.screens = Nowhere()
        self.rooms = Rooms(ledger, self.screens, speak=speak, clock=clock)
        self.rooms._writer.start(self.rooms.bus.tell)

    async def give(self, actor: Actor, command: AnyCommand) -> None:
        await self.rooms.submit(CODE, Request(fresh_id(), command), actor)

    async def minute(self, number: int) -> None:
        """Hands go up and down, notes are taken, much is refused, phones come, look again and go."""
        await self.give(RECORDER, Note(f"第{number}分钟"))
        for turn in range(6):
            member = MEMBERS[turn % len(MEMBERS)]
            await self.give(member, RaiseHand("for"))
            await self.give(member, LowerHand())
            await asyncio.gather(*(self.give(member, Second("P9")) for _ in range(25)))
            for actor in (member, PUBLIC, WALL):
                await self._visit(Viewer(fresh_id(), CODE, actor, "zh"))
            for _ in range(50):
                self.seconds += 0.2
                self.rooms.beat()
        await self.rooms.look()

    async def _visit(self, viewer: Viewer) -> None:
        await self.rooms.open(CODE)
        snapshot = self.rooms.enter(viewer, None)
        self.rooms.resync(viewer, getattr(snapshot, "seq", None))
        self.rooms.leave(viewer)


@pytest.mark.asyncio
async def test_an_hour_leaves_nothing_in_memory_but_the_record(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'hall.db'}"
    await migrate(url)
    ledger = SqlLedger(make_engine(url))
    await convene(ledger)
    hour = Hour(ledger)
    for actor in MEMBERS:
        await hour.give(actor, CheckIn())
    for command in (CheckIn(), OpenSession(), OpenTopic(TopicId("T1"))):
        await hour.give(CHAIR, command)
    for number, actor in enumerate((WALL, CHAIR, RECORDER, *MEMBERS)):
        await hour.rooms.open(CODE)
        hour.rooms.enter(Viewer(f"stays-{number}", CODE, actor, "zh"), None)

    for number in range(SETTLED_AFTER):
        await hour.minute(number)
    before, entries = held(), hour.rooms.session(CODE).seq
    for number in range(SETTLED_AFTER, MINUTES):
        await hour.minute(number)
    grown, entries = held() - before, hour.rooms.session(CODE).seq - entries

    assert hour.seconds == pytest.approx(MINUTES * 60)
    assert hour.screens.pulses >= MINUTES * 12
    assert entries > MINUTES * 8
    assert grown < entries * BLOCKS_AN_ENTRY
    await hour.rooms.stop()
    await ledger.close()


def held() -> int:
    """Blocks of memory in use; to trace the bytes would make the hour three times as long."""
    gc.collect()
    return sys.getallocatedblocks()
