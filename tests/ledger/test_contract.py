"""What every ledger promises: in memory, in SQLite, in PostgreSQL."""

import asyncio

import pytest

from deliberation.ledger.chain import GENESIS
from deliberation.ledger.sealing import ERASED
from deliberation.ledger.store import Conflict, Head, Ledger, Turn
from deliberation.session.facts import BallotCast, NoteTaken, SeatRecused
from deliberation.session.names import SeatId
from tests.ledger.building import HALL, OTHER_HALL, V1, V2, append, ballot, entry, notes

pytestmark = pytest.mark.asyncio


class Stop(Exception):
    """Something went wrong in a room."""


async def test_an_unknown_session_is_empty(ledger: Ledger) -> None:
    assert await ledger.head(HALL) == Head(seq=0, root=GENESIS, box_version=0)
    assert await ledger.read(HALL) == []
    assert await ledger.verify(HALL) is None
    assert await ledger.ready()


async def test_what_was_appended_is_read_back_in_order(ledger: Ledger) -> None:
    first, second = notes("一", "二"), notes("三", after=2)

    await append(ledger, first)
    await append(ledger, second)

    assert await ledger.read(HALL) == first + second
    assert await ledger.read(HALL, after=2) == second
    assert await ledger.read(OTHER_HALL) == []
    assert await ledger.verify(HALL) is None


async def test_the_head_is_the_last_lines_hash(ledger: Ledger) -> None:
    async with ledger.turn([HALL]) as turn:
        head = await turn.append(HALL, notes("一", "二"))

    assert head == await ledger.head(HALL)
    assert head.seq == 2
    assert head.root == (await ledger.lines(HALL))[-1].hash


async def test_a_turn_sees_its_own_appends_and_others_do_not_yet(ledger: Ledger) -> None:
    await append(ledger, notes("一"))
    async with ledger.turn([HALL]) as turn:
        await turn.append(HALL, notes("二", "三", after=1))

        assert (await turn.head(HALL)).seq == 3
        assert await turn.tail(HALL, after=1) == notes("二", "三", after=1)
        assert await turn.tail(HALL, after=3) == []
        assert await ledger.read(HALL) == notes("一")
        assert (await ledger.head(HALL)).seq == 1


async def test_nothing_appended_changes_nothing(ledger: Ledger) -> None:
    async with ledger.turn([HALL]) as turn:
        assert await turn.append(HALL, []) == Head()
        assert await turn.put_ballots(HALL, []) == Head()


@pytest.mark.parametrize("seqs", [[1], [2], [4], [3, 3], [3, 5]], ids=str)
async def test_entries_must_continue_the_head(ledger: Ledger, seqs: list[int]) -> None:
    await append(ledger, notes("一", "二"))

    with pytest.raises(Conflict):
        await append(ledger, [entry(seq, "三") for seq in seqs])

    assert await ledger.read(HALL) == notes("一", "二")


async def test_a_command_id_is_taken_once_a_session(ledger: Ledger) -> None:
    await append(ledger, [entry(1, "一", "c1")])
    await append(ledger, [entry(1, "别的会", "c1")], session=OTHER_HALL)

    with pytest.raises(Conflict):
        await append(ledger, [entry(2, "二", "c1")])
    with pytest.raises(Conflict):
        await append(ledger, [entry(2, "二", "c2"), entry(3, "三", "c2")])

    assert (await ledger.head(HALL)).seq == 1
    assert await ledger.verify(HALL) is None


async def test_a_ballot_never_enters_the_ledger(ledger: Ledger) -> None:
    with pytest.raises(ValueError, match="ballot box"):
        await append(ledger, [entry(1, BallotCast(V1, SeatId("S1"), "for"))])


async def test_a_session_that_is_not_part_of_the_turn_is_refused(ledger: Ledger) -> None:
    async with ledger.turn([HALL]) as turn:
        with pytest.raises(KeyError):
            await turn.head(OTHER_HALL)
        with pytest.raises(KeyError):
            await turn.tail(OTHER_HALL, after=0)
        with pytest.raises(KeyError):
            await turn.append(OTHER_HALL, notes("一"))
        with pytest.raises(KeyError):
            await turn.ballots(OTHER_HALL, V1)
        with pytest.raises(KeyError):
            await turn.put_ballots(OTHER_HALL, [ballot("S1", "for")])


async def test_an_exception_rolls_the_whole_turn_back(ledger: Ledger) -> None:
    await append(ledger, notes("一"))

    async def failing_turn() -> None:
        async with ledger.turn([HALL, OTHER_HALL]) as turn:
            await turn.append(HALL, notes("二", after=1))
            await turn.put_ballots(HALL, [ballot("S1", "for")])
            await turn.append(OTHER_HALL, notes("一"))
            raise Stop

    with pytest.raises(Stop):
        await failing_turn()

    assert await ledger.read(HALL) == notes("一")
    assert await ledger.head(OTHER_HALL) == Head()
    async with ledger.turn([HALL]) as turn:
        assert await turn.ballots(HALL, V1) == []
        assert (await turn.head(HALL)).box_version == 0


async def test_a_cancelled_turn_is_rolled_back_and_lets_go(ledger: Ledger) -> None:
    inside = asyncio.Event()

    async def stuck() -> None:
        async with ledger.turn([HALL]) as turn:
            await turn.append(HALL, notes("一"))
            inside.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(stuck())
    await inside.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    await append(ledger, notes("别的"))
    assert await ledger.read(HALL) == notes("别的")


async def test_a_view_shows_one_moment_and_holds_up_nobody(ledger: Ledger) -> None:
    await append(ledger, notes("一"))

    async with ledger.view([HALL, OTHER_HALL]) as view:
        assert await view.head(HALL) == await ledger.head(HALL)
        async with ledger.turn([HALL]) as turn:
            await turn.append(HALL, notes("二", after=1))
            await turn.put_ballots(HALL, [ballot("S1", "for")])
        assert (await view.head(HALL)).seq == 1
        assert await view.tail(HALL, after=0) == notes("一")
        assert await view.ballots(HALL, V1) == []
        assert await view.head(OTHER_HALL) == Head()

    async with ledger.turn([HALL]) as turn:
        await turn.append(HALL, notes("三", after=2))
        async with ledger.view([HALL]) as view:
            assert await view.tail(HALL, after=0) == notes("一", "二")


async def test_many_heads_are_asked_for_at_once(ledger: Ledger) -> None:
    await append(ledger, notes("一", "二"))

    assert await ledger.heads([HALL, OTHER_HALL]) == {HALL: await ledger.head(HALL), OTHER_HALL: Head()}
    assert await ledger.heads([]) == {}


async def test_one_rooms_failure_does_not_touch_the_others(ledger: Ledger) -> None:
    async def failing_room(turn: Turn) -> None:
        async with turn.savepoint():
            await turn.append(OTHER_HALL, notes("一"))
            await turn.put_ballots(OTHER_HALL, [ballot("S1", "for")])
            raise Stop

    async with ledger.turn([HALL, OTHER_HALL]) as turn:
        async with turn.savepoint():
            await turn.append(HALL, notes("一"))
        with pytest.raises(Stop):
            await failing_room(turn)
        assert await turn.head(OTHER_HALL) == Head()
        async with turn.savepoint():
            await turn.append(HALL, notes("二", after=1))

    assert await ledger.read(HALL) == notes("一", "二")
    assert await ledger.read(OTHER_HALL) == []
    assert await ledger.verify(HALL) is None


async def test_a_conflict_is_undone_by_its_savepoint(ledger: Ledger) -> None:
    await append(ledger, [entry(1, "一", "c1")])

    async with ledger.turn([HALL]) as turn:
        before = await turn.head(HALL)
        with pytest.raises(Conflict):
            async with turn.savepoint():
                await turn.append(HALL, [entry(2, "二", "c2"), entry(3, "三", "c1")])
        assert await turn.head(HALL) == before
        await turn.append(HALL, [entry(2, "二", "c2")])

    assert await ledger.read(HALL) == [entry(1, "一", "c1"), entry(2, "二", "c2")]
    assert await ledger.verify(HALL) is None


async def test_a_vote_holds_one_ballot_a_seat_and_the_last_one_counts(ledger: Ledger) -> None:
    async with ledger.turn([HALL]) as turn:
        head = await turn.put_ballots(HALL, [ballot("S2", "for", "c2"), ballot("S1", "abstain", "c1")])
        assert head == Head(box_version=2)
        await turn.put_ballots(HALL, [ballot("S1", "for", "c3", vote=V2)])
    async with ledger.turn([HALL]) as turn:
        await turn.put_ballots(HALL, [ballot("S2", "against", "c2", "c4")])

        assert await turn.ballots(HALL, V1) == [
            ballot("S1", "abstain", "c1"),
            ballot("S2", "against", "c2", "c4"),
        ]
        assert await turn.ballots(HALL, V2) == [ballot("S1", "for", "c3", vote=V2)]

    assert await ledger.head(HALL) == Head(box_version=4)
    assert await ledger.read(HALL) == []


async def test_the_box_keeps_no_order_of_arrival(ledger: Ledger) -> None:
    early, late = ballot("S9", "for", "c1"), ballot("S1", "for", "c2")
    async with ledger.turn([HALL]) as turn:
        await turn.put_ballots(HALL, [early])
        await turn.put_ballots(HALL, [late])

        assert await turn.ballots(HALL, V1) == [late, early]


async def test_ballots_move_the_box_and_leave_the_chain(ledger: Ledger) -> None:
    await append(ledger, notes("一"))
    before = await ledger.head(HALL)

    async with ledger.turn([HALL]) as turn:
        await turn.put_ballots(HALL, [ballot("S1", "for")])
        await turn.append(HALL, notes("二", after=1))

    after = await ledger.head(HALL)
    assert (before.seq, before.box_version) == (1, 0)
    assert (after.seq, after.box_version) == (2, 1)
    assert await ledger.verify(HALL) is None


async def test_simultaneous_turns_on_one_session_follow_one_another(ledger: Ledger) -> None:
    await append(ledger, notes("0"))

    async def add() -> None:
        async with ledger.turn([HALL]) as turn:
            seq = (await turn.head(HALL)).seq
            await turn.append(HALL, notes(str(seq), after=seq))

    await asyncio.gather(*(add() for _ in range(8)))

    assert await ledger.read(HALL) == notes(*map(str, range(9)))


async def test_an_erased_text_is_gone_and_the_chain_still_holds(ledger: Ledger) -> None:
    recused = SeatRecused(SeatId("S1"), reason="是我表弟的店")
    await append(ledger, [entry(1, recused), *notes("别的", after=1)])
    root = (await ledger.head(HALL)).root

    await ledger.erase(HALL, 1, ["/fact/reason"])

    assert await ledger.read(HALL) == [
        entry(1, SeatRecused(SeatId("S1"), reason=ERASED)),
        *notes("别的", after=1),
    ]
    assert await ledger.verify(HALL) is None
    assert (await ledger.head(HALL)).root == root
    assert "表弟" not in str(await ledger.lines(HALL))

    await ledger.erase(HALL, 1, ["/fact/reason"])  # a second time changes nothing
    assert await ledger.verify(HALL) is None


@pytest.mark.parametrize("seq, pointer", [(1, "/fact/reason"), (2, "/fact/text"), (0, "/fact/text")])
async def test_only_a_personal_text_that_is_there_can_be_erased(
    ledger: Ledger, seq: int, pointer: str
) -> None:
    await append(ledger, [entry(1, NoteTaken("一"))])

    with pytest.raises(KeyError):
        await ledger.erase(HALL, seq, [pointer])

    assert await ledger.read(HALL) == notes("一")
