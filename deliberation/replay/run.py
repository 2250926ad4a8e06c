"""Replay a scenario and compare, or play one to an audience."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from msgspec import Struct

from deliberation.language import SOURCE
from deliberation.ledger.memory import MemoryLedger
from deliberation.ledger.store import Ledger
from deliberation.live.messages import Viewer
from deliberation.live.rooms import Rooms
from deliberation.records.importing import convened, packaged_ruleset
from deliberation.records.scenario import Scenario
from deliberation.replay.compare import Difference, differences
from deliberation.replay.script import ROLL_CALL, Script, starts_at
from deliberation.replay.stage import Nobody, Pace, Pass, ScriptClock, Stage
from deliberation.session.facts import Actor, Entry

CODE = "000000"
"""A replay's session lives only in memory; no real code begins with a zero."""


class Report(Struct, frozen=True):
    """What a replay found. `filled` are the procedural steps that the timeline had left out."""

    votes: int
    entries: int
    filled: list[str]
    differences: list[Difference]


async def replay(scenario: Scenario, *, timezone: str) -> Report:
    """Walk the timeline in memory, on its own clock, through the same rooms that a hall uses."""
    ledger = MemoryLedger()
    ruleset = packaged_ruleset(scenario.session.ruleset)
    setup = convened(scenario, CODE, ruleset, {}, timezone=timezone)
    at = setup.planned_at - ROLL_CALL - timedelta(minutes=1)
    async with ledger.turn([CODE]) as turn:
        await turn.append(CODE, [Entry(seq=1, at=at, actor=Actor("recorder"), fact=setup)])
    script = await relive(ledger, CODE, scenario, timezone=timezone)
    session = script.stage.session
    return Report(len(session.votes), session.seq, script.procedure.filled, differences(script))


async def relive(ledger: Ledger, code: str, scenario: Scenario, *, timezone: str) -> Script:
    """Walk the timeline at once, on its own clock, in a session that the ledger has: one of the past."""
    clock = ScriptClock(starts_at(scenario, ZoneInfo(timezone)) - ROLL_CALL)
    rooms = Rooms(ledger, Nobody(), clock=clock)
    rooms.start()
    try:
        return await _walk(rooms, code, scenario, clock.jump, timezone)
    finally:
        await rooms.stop()


async def play(rooms: Rooms, code: str, scenario: Scenario, *, timezone: str, speed: float) -> Script:
    """Walk the timeline in a hall's own session, at `speed` times its real pace, for people to watch."""
    start = starts_at(scenario, ZoneInfo(timezone)) - ROLL_CALL
    return await _walk(rooms, code, scenario, Pace(start, speed).wait, timezone)


async def _walk(rooms: Rooms, code: str, scenario: Scenario, passing: Pass, timezone: str) -> Script:
    await rooms.open(code)
    # A room that no screen watches leaves the memory after a while of the hall's time, which may fly here.
    rooms.enter(Viewer("replay", code, Actor("wall"), SOURCE), None)
    script = Script(scenario, Stage(rooms, code, passing), timezone)
    await script.run()
    return script
