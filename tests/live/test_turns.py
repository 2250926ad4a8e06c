"""What the writer promises to whoever gives a command."""

import asyncio
from collections.abc import AsyncIterator, Collection, Hashable
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from deliberation.ledger.memory import MemoryLedger, MemoryTurn
from deliberation.ledger.store import Conflict, Head, Ledger, LedgerUnavailable
from deliberation.live.messages import Done, Refused, Request
from deliberation.live.rooms import NoSuchSession
from deliberation.session.commands import (
    CastBallot,
    CheckIn,
    Leave,
    Note,
    OpenSession,
    OpenTopic,
    RecordAttendance,
)
from deliberation.session.decide import decide
from deliberation.session.facts import Actor
from deliberation.session.names import SeatId, TopicId, VoteId
from tests.live.hall import Hall, fresh_id, opened
from tests.live.voting import until_vote
from tests.support.halls import CHAIR, CODE, MEMBERS, RECORDER, WALL, ManualClock, convene

pytestmark = pytest.mark.asyncio

A1, A2 = MEMBERS[2], MEMBERS[3]


async def test_commands_are_decided_in_the_order_they_arrived(hall: Hall) -> None:
    orders = [hall.rooms.submit(CODE, Request(f"n{n}", Note(f"{n}")), RECORDER) for n in range(20)]
    await asyncio.gather(*orders)

    entries = await hall.ledger.read(CODE)
    assert [entry.command_id for entry in entries[1:]] == [f"n{n}" for n in range(20)]


async def test_a_repeated_id_gets_the_first_answer_and_changes_nothing(hall: Hall) -> None:
    first = await hall.must(A1, CheckIn(), command_id="once")
    await hall.must(RECORDER, Note("在这之后"))

    assert await hall.must(A1, CheckIn(), command_id="once") == first
    assert len(await hall.ledger.read(CODE)) == 3


async def test_a_repeated_id_gets_its_first_refusal_again(hall: Hall) -> None:
    first = await hall.refused(CHAIR, OpenTopic(TopicId("T1")), command_id="too-early")
    await opened(hall)

    assert await hall.refused(CHAIR, OpenTopic(TopicId("T1")), command_id="too-early") == first
    await hall.must(CHAIR, OpenTopic(TopicId("T1")), command_id="now")


async def test_two_people_with_one_id_are_not_taken_for_one(hall: Hall) -> None:
    await hall.must(A1, CheckIn(), command_id="1")

    assert (await hall.refused(A2, CheckIn(), command_id="1")).code == "id_taken"
    assert (await hall.ledger.read(CODE))[-1].actor == A1


async def test_a_repeated_id_in_the_same_turn(hall: Hall) -> None:
    twice = [hall.rooms.submit(CODE, Request("same", CheckIn()), A1) for _ in range(2)]

    first, second = await asyncio.gather(*twice)
    assert first == second == Done(2, {})


async def test_answers_are_known_again_after_a_restart(hall: Hall, clock: ManualClock) -> None:
    await until_vote(hall)
    ballot = CastBallot(VoteId("V1"), "for")
    answers = {
        "open": await hall.refused(CHAIR, OpenSession(), command_id="open"),
        "note": await hall.must(RECORDER, Note("记一笔"), command_id="note"),
        "ballot": await hall.must(A1, ballot, command_id="ballot"),
    }
    await hall.stop()

    again = Hall(hall.ledger, clock)
    again.start()
    assert await again.give(RECORDER, Note("记一笔"), command_id="note") == answers["note"]
    assert await again.give(A1, ballot, command_id="ballot") == answers["ballot"]
    await again.stop()


async def test_a_ballot_repeated_after_its_vote_closed_is_known_after_a_restart(
    hall: Hall, clock: ManualClock
) -> None:
    """The phone never heard that its ballot was saved; it must not be told that it came too late."""
    close = await until_vote(hall)
    ballot = CastBallot(VoteId("V1"), "for")
    first = await hall.must(A1, ballot, command_id="unheard")
    await close()
    await hall.stop()

    again = Hall(hall.ledger, clock)
    again.start()
    assert await again.give(A1, ballot, command_id="unheard") == first
    assert (await again.refused(A1, ballot, command_id="another")).code in ("vote_closed", "unknown_vote")
    await again.stop()


async def test_acting_for_a_seat_is_on_the_record(hall: Hall) -> None:
    await hall.must(RECORDER, CheckIn(), for_seat="A1")

    entry = (await hall.ledger.read(CODE))[-1]
    assert entry.actor == Actor("recorder", SeatId("R"), SeatId("A1"))


async def test_a_later_entry_keeps_both_times(hall: Hall, clock: ManualClock) -> None:
    now = clock()
    on_paper = (now - timedelta(minutes=20)).isoformat()

    await hall.must(RECORDER, Note("停电时记的"), happened_at=on_paper)
    refused = await hall.refused(CHAIR, Note("主持人补"), happened_at=on_paper)

    entry = (await hall.ledger.read(CODE))[-1]
    assert (entry.at, entry.happened_at) == (now, now - timedelta(minutes=20))
    assert refused.code == "not_recorder"


async def test_one_broken_command_does_not_stop_the_others(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:

    def breaking(session: object, command: object, **rest: object) -> object:
        if command == Note("坏"):
            raise ZeroDivisionError("这里有个人的名字")
        return decide(session, command, **rest)  # type: ignore[arg-type]  # passed on as it came

    monkeypatch.setattr("deliberation.live.draft.decide", breaking)
    orders = [hall.rooms.submit(CODE, Request(fresh_id(), Note(text)), RECORDER) for text in "好坏好"]

    before, broken, after = await asyncio.gather(*orders)
    assert isinstance(before, Done)
    assert isinstance(after, Done)
    assert isinstance(broken, Refused)
    assert broken.code == "internal"
    assert hall.rooms.healthy


async def test_what_is_unknown(hall: Hall) -> None:
    assert (await hall.refused(CHAIR, OpenSession(), code="999999")).code == "no_such_session"
    with pytest.raises(NoSuchSession):
        await hall.rooms.open("999999")


async def test_a_wall_gives_no_commands(hall: Hall) -> None:
    assert (await hall.refused(WALL, Note("墙上写字"))).code == "ticket_needed"


async def test_a_credential_that_was_taken_back_counts_no_more(ledger: Ledger, clock: ManualClock) -> None:
    good = {"old", "new"}

    async def vouch(credentials: Collection[Hashable]) -> Collection[Hashable]:
        return good & set(credentials)

    hall = Hall(ledger, clock, vouch)
    hall.start()
    assert isinstance(await hall.rooms.submit(CODE, Request("a", CheckIn()), A1, "old"), Done)
    good.remove("old")
    answers = await asyncio.gather(
        hall.rooms.submit(CODE, Request("b", Leave()), A1, "old"),
        hall.rooms.submit(CODE, Request("c", Leave()), A1, "new"),
    )
    assert isinstance(answers[0], Refused)
    assert answers[0].code == "bad_ticket"
    assert isinstance(answers[1], Done)
    await hall.stop()


async def test_time_never_runs_backwards_on_the_record(hall: Hall) -> None:
    hall.clock.advance(60)
    await hall.must(RECORDER, Note("先"))
    hall.clock.advance(-30)
    await hall.must(RECORDER, Note("后"))

    entries = await hall.ledger.read(CODE)
    assert entries[-1].at == entries[-2].at


async def test_a_stopped_hall_answers_what_it_took_and_takes_no_more(hall: Hall) -> None:
    waiting = [hall.rooms.submit(CODE, Request(f"n{n}", Note("还在")), RECORDER) for n in range(3)]
    await hall.stop()

    assert all(isinstance(answer, Done) for answer in await asyncio.gather(*waiting))
    assert (await hall.refused(RECORDER, Note("太晚"))).code == "unavailable"
    assert not hall.rooms.healthy


# When the database says no ------------------------------------------------------------------------------


class Stubborn(MemoryLedger):
    """Does what it is told to go wrong, once for each entry of `troubles`."""

    def __init__(self) -> None:
        super().__init__()
        self.turns = 0
        self.troubles: list[Exception] = []

    @asynccontextmanager
    async def turn(self, sessions: Collection[str]) -> AsyncIterator[MemoryTurn]:
        self.turns += 1
        async with super().turn(sessions) as turn:
            yield turn
            if self.troubles:
                raise self.troubles.pop(0)


async def stubborn_hall(clock: ManualClock) -> tuple[Hall, Stubborn]:
    ledger = Stubborn()
    await convene(ledger)
    hall = Hall(ledger, clock)
    hall.start()
    return hall, ledger


async def test_ballots_that_come_together_share_a_transaction(clock: ManualClock) -> None:
    ledger = Stubborn()
    await convene(ledger, members=200)
    hall = Hall(ledger, clock)
    hall.start()
    seats = [Actor("member", SeatId(f"M{number}")) for number in range(1, 201)]
    await until_vote(hall, more=seats)
    before = ledger.turns

    cast = [
        hall.rooms.submit(CODE, Request(fresh_id(), CastBallot(VoteId("V1"), "for")), seat) for seat in seats
    ]
    answers = await asyncio.gather(*cast)

    assert all(isinstance(answer, Done) for answer in answers)
    assert ledger.turns == before + 1
    await hall.stop()


async def test_when_the_commit_fails_nobody_saw_anything(clock: ManualClock) -> None:
    hall, ledger = await stubborn_hall(clock)
    screen = await hall.connect(RECORDER)
    shown = list(hall.screens.published)
    ledger.troubles = [LedgerUnavailable("disk full")]

    assert (await hall.refused(RECORDER, Note("写不下"), command_id="retry")).code == "unavailable"
    assert hall.screens.published == shown
    health = [hall.rooms.healthy]

    await hall.must(RECORDER, Note("写不下"), command_id="retry")
    screen.deliver()
    assert screen.seq == 2
    assert [*health, hall.rooms.healthy] == [False, True]
    await hall.stop()


async def test_a_writer_finds_out_by_itself_that_it_can_write_again(clock: ManualClock) -> None:
    """Nobody may send it a command while it says that it cannot take one."""
    hall, ledger = await stubborn_hall(clock)
    ledger.troubles = [LedgerUnavailable("restarting"), LedgerUnavailable("still restarting")]
    await hall.refused(RECORDER, Note("写不下"))

    health = [hall.rooms.healthy]
    for _ in range(2):
        await hall.rooms.look()
        health.append(hall.rooms.healthy)
    assert health == [False, False, True]
    await hall.stop()


async def test_catching_up_holds_up_nobody(clock: ManualClock) -> None:
    hall, ledger = await stubborn_hall(clock)
    screen = await hall.connect(RECORDER)
    other = Hall(ledger, clock)
    other.start()
    await other.must(RECORDER, Note("在另一台上"))
    before = ledger.turns

    await hall.rooms.look()
    screen.deliver()
    assert screen.seq == 2
    assert ledger.turns == before, "no transaction that writes"
    await hall.stop()
    await other.stop()


async def test_a_lost_race_is_run_again(clock: ManualClock) -> None:
    hall, ledger = await stubborn_hall(clock)
    ledger.troubles = [Conflict("taken"), Conflict("taken")]
    await hall.must(RECORDER, Note("第三次成功"))

    ledger.troubles = [Conflict("taken")] * 3
    assert (await hall.refused(RECORDER, Note("总是输"))).code == "unavailable"
    assert len(await ledger.read(CODE)) == 2
    await hall.stop()


async def test_a_writer_that_dies_fails_its_callers_and_comes_back(
    clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("deliberation.live.writer.RESTART_SECONDS", 0)
    hall, ledger = await stubborn_hall(clock)
    ledger.troubles = [MemoryError("out of it")]

    assert (await hall.refused(RECORDER, Note("正好这时"))).code == "unavailable"
    health = [hall.rooms.healthy]
    await hall.must(RECORDER, Note("又好了"))
    assert [*health, hall.rooms.healthy] == [False, True]
    assert hall.rooms.figures.restarts == 1
    await hall.stop()


class Damaged(MemoryLedger):
    """Cannot read the sessions in `damaged`."""

    def __init__(self) -> None:
        super().__init__()
        self.damaged: set[str] = set()

    @asynccontextmanager
    async def turn(self, sessions: Collection[str]) -> AsyncIterator[MemoryTurn]:
        async with super().turn(sessions) as turn:
            sound = turn.head

            async def head(session: str) -> Head:
                if session in self.damaged:
                    raise ValueError("unreadable")
                return await sound(session)

            turn.head = head  # type: ignore[method-assign]  # the damage
            yield turn


async def test_one_room_that_fails_does_not_touch_another(clock: ManualClock) -> None:
    ledger = Damaged()
    await convene(ledger, "111111")
    await convene(ledger, "222222")
    hall = Hall(ledger, clock)
    hall.start()
    ledger.damaged = {"111111"}

    broken, sound = await asyncio.gather(
        hall.give(RECORDER, Note("读不出"), code="111111"),
        hall.give(RECORDER, Note("照常"), code="222222"),
    )
    assert isinstance(broken, Refused)
    assert broken.code == "unavailable"
    assert isinstance(sound, Done)
    assert len(await ledger.read("222222")) == 2
    await hall.stop()


async def test_record_attendance_twice_is_no_news(hall: Hall) -> None:
    await hall.must(RECORDER, RecordAttendance(SeatId("A1"), present=True))
    again = await hall.must(RECORDER, RecordAttendance(SeatId("A1"), present=True))

    assert again == Done(2, {})
    assert len(await hall.ledger.read(CODE)) == 2
