"""Killed servers once, on each database; `make faults` tries everything that can go wrong, fifty times."""

from zlib import crc32

import pytest

from tests.chaos.arena import Arena, Database, Fault
from tests.chaos.faults.catalog import FAULTS

EVERY_RUN = {"server killed", "one of two servers killed"}
"""The others need root, clusters of their own, or minutes."""

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.chaos]


@pytest.mark.parametrize("database", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
@pytest.mark.parametrize(
    "fault",
    [fault for fault in FAULTS if fault.name in EVERY_RUN],
    ids=lambda fault: fault.name.replace(" ", "-"),
)
async def test_nothing_is_lost_doubled_or_out_of_order(
    arena: Arena, fault: Fault, database: Database, request: pytest.FixtureRequest
) -> None:
    seed = crc32(request.node.name.encode())

    outcome = await arena.play(fault, database, seed)

    assert not outcome.violations, f"seed {seed}: {outcome.violations}"
    assert outcome.acknowledgements
