"""Two processes over one ledger: the database is the only referee."""

import asyncio

import pytest

from deliberation.live.messages import Done, Request
from deliberation.session.commands import CastBallot, Note
from deliberation.session.names import VoteId
from tests.live.hall import Hall
from tests.live.voting import until_vote
from tests.support.halls import CODE, MEMBERS, RECORDER, ManualClock

pytestmark = pytest.mark.asyncio

A1 = MEMBERS[2]


async def other_process(hall: Hall, clock: ManualClock) -> Hall:
    other = Hall(hall.ledger, clock)
    other.start()
    return other


async def test_both_write_and_the_record_has_no_gap(hall: Hall, clock: ManualClock) -> None:
    other = await other_process(hall, clock)
    orders = [
        (hall, other)[number % 2].rooms.submit(CODE, Request(f"n{number}", Note(f"{number}")), RECORDER)
        for number in range(20)
    ]
    answers = await asyncio.gather(*orders)

    assert sorted(answer.seq for answer in answers if isinstance(answer, Done)) == list(range(2, 22))
    assert [entry.seq for entry in await hall.ledger.read(CODE)] == list(range(1, 22))
    await other.stop()


async def test_an_id_that_one_process_answered_is_known_to_the_other(hall: Hall, clock: ManualClock) -> None:
    await until_vote(hall)
    other = await other_process(hall, clock)
    note = await hall.must(RECORDER, Note("一次"), command_id="note")
    ballot = await hall.must(A1, CastBallot(VoteId("V1"), "for"), command_id="ballot")

    assert await other.must(RECORDER, Note("一次"), command_id="note") == note
    assert await other.must(A1, CastBallot(VoteId("V1"), "for"), command_id="ballot") == ballot
    await other.stop()


async def test_a_look_brings_what_the_other_decided(hall: Hall, clock: ManualClock) -> None:
    await until_vote(hall)
    other = await other_process(hall, clock)
    phone, wall = await hall.connect(A1), await hall.connect(RECORDER)
    await other.must(A1, CastBallot(VoteId("V1"), "against"))
    await other.must(RECORDER, Note("在另一台上"))

    await hall.rooms.look()
    clock.advance(5)
    hall.rooms.beat()
    for screen in (phone, wall):
        screen.deliver()
    assert phone.you["ballot"]["choice"] == "against"
    assert wall.seq == (await hall.ledger.head(CODE)).seq
    assert wall.pulses[-1].turnout == {"V1": 1}
    await other.stop()


async def test_a_vote_is_counted_over_the_ballots_of_both(hall: Hall, clock: ManualClock) -> None:
    close = await until_vote(hall)
    other = await other_process(hall, clock)
    for number, member in enumerate(MEMBERS):
        await (hall, other)[number % 2].must(member, CastBallot(VoteId("V1"), "for"))

    assert await close() == Done((await hall.ledger.head(CODE)).seq, {"vote": "V1", "outcome": "adopted"})
    assert (await other.refused(A1, CastBallot(VoteId("V1"), "against"))).code == "vote_closed"
    await other.stop()
