"""Two real processes write the same session."""

import asyncio
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from deliberation.ledger.sql import SqlLedger
from deliberation.session.facts import NoteTaken
from tests.ledger.building import HALL

ROOT = Path(__file__).parents[2]
NAMES = ("甲", "乙")
TURNS = 20


@pytest.mark.asyncio
async def test_two_processes_lose_nothing_and_leave_no_gap(address: str, sql_ledger: SqlLedger) -> None:
    writers = [
        await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.ledger.writer", address, name, str(TURNS), cwd=ROOT
        )
        for name in NAMES
    ]
    assert [await writer.wait() for writer in writers] == [0, 0]

    entries = await sql_ledger.read(HALL)
    assert [entry.seq for entry in entries] == list(range(1, 2 * TURNS * len(NAMES) + 1))
    assert {entry.command_id for entry in entries} == {
        None,
        *(f"{name}-{number}" for name in NAMES for number in range(TURNS)),
    }
    for first, second in pairwise(entry.fact for entry in entries):
        if isinstance(first, NoteTaken) and not first.text.endswith("之后"):
            assert second == NoteTaken(f"{first.text} 之后"), "one turn's entries stand together"
    head = await sql_ledger.head(HALL)
    assert head.box_version == TURNS * len(NAMES)
    assert await sql_ledger.verify(HALL) is None
