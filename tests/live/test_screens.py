"""What screens are sent, and what not."""

import pytest

from deliberation.live.messages import Missed, Whole
from deliberation.session.commands import CastBallot, CheckIn, Note
from deliberation.session.names import VoteId
from tests.live.hall import Hall
from tests.live.voting import until_vote
from tests.support.halls import CHAIR, MEMBERS, OBSERVER, PUBLIC, RECORDER, WALL

pytestmark = pytest.mark.asyncio

A1, A2 = MEMBERS[2], MEMBERS[3]


def messages(hall: Hall, kind: str) -> list[object]:
    return [content for name, content in hall.screens.published if name == kind]


async def test_each_turn_makes_one_patch_a_channel_even_if_nothing_shows(hall: Hall) -> None:
    """An empty patch keeps `after` and `seq` in step: a screen never has to ask why a number is missing."""
    spectator = await hall.connect(PUBLIC)
    await hall.must(A1, CheckIn())
    await hall.must(RECORDER, Note("只给现场看的记录"))

    spectator.deliver()
    assert spectator.seq == 3
    assert spectator.patches_applied == 2
    assert not spectator.lost_the_thread


async def test_channels_without_a_screen_get_nothing(hall: Hall) -> None:
    await hall.connect(WALL)
    await hall.must(A1, CheckIn())

    assert len(messages(hall, "patch")) == 1


async def test_a_gap_is_noticed_and_mended(hall: Hall) -> None:
    screen = await hall.connect(WALL)
    await hall.must(A1, CheckIn())
    screen.arriving.clear()
    await hall.must(A2, CheckIn())
    screen.deliver()
    assert screen.lost_the_thread

    snapshot = hall.rooms.resync(screen.viewer, screen.seq)
    assert isinstance(snapshot, Missed)
    assert [patch.seq for patch in snapshot.patches] == [2, 3]
    screen.take(snapshot)
    assert screen.board == (await hall.connect(WALL)).board


@pytest.mark.parametrize("have", [None, 0, 1, 99])
async def test_what_cannot_be_continued_is_sent_whole(
    hall: Hall, monkeypatch: pytest.MonkeyPatch, have: int | None
) -> None:
    monkeypatch.setattr("deliberation.live.feed.KEPT_PATCHES", 2)
    screen = await hall.connect(WALL)
    for number in range(3):
        await hall.must(RECORDER, Note(f"{number}"))

    assert isinstance(hall.rooms.resync(screen.viewer, have), Whole)


async def test_a_screen_that_has_everything_is_sent_nothing(hall: Hall) -> None:
    screen = await hall.connect(WALL)

    assert hall.rooms.resync(screen.viewer, screen.seq) == Missed([], screen.you)


async def test_a_phone_that_was_locked_goes_on_where_it_was(hall: Hall) -> None:
    phone = await hall.connect(A1)
    hall.disconnect(phone)
    await hall.must(A2, CheckIn())

    back = await hall.connect(A1, have=phone)
    assert back.patches_applied == 1
    assert back.board == (await hall.connect(A1)).board


async def test_you_is_sent_only_when_it_changed(hall: Hall) -> None:
    mine, other = await hall.connect(A1), await hall.connect(A2)
    await hall.must(RECORDER, Note("与谁都无关"))
    assert messages(hall, "you") == []

    await hall.must(A1, CheckIn())
    mine.deliver()
    other.deliver()
    assert mine.you["present"] is True
    assert messages(hall, "you").count(mine.viewer.id) == 1


async def test_two_screens_of_one_seat_both_know(hall: Hall) -> None:
    first, second = await hall.connect(CHAIR), await hall.connect(CHAIR)
    await hall.must(A1, CheckIn())
    for screen in (first, second):
        screen.deliver()

    assert first.you == second.you
    assert first.you["next"]


async def test_a_ballot_shows_at_once_to_the_voter_and_makes_no_patch(hall: Hall) -> None:
    await until_vote(hall)
    mine, other, wall = await hall.connect(A1), await hall.connect(A2), await hall.connect(WALL)
    hall.screens.published.clear()

    await hall.must(A1, CastBallot(VoteId("V1"), "against"))
    for screen in (mine, other, wall):
        screen.deliver()
    assert mine.you["ballot"]["choice"] == "against"
    assert hall.screens.published == [("you", mine.viewer.id)]


async def test_the_count_reaches_the_recorder_with_the_pulse(hall: Hall) -> None:
    await until_vote(hall)
    recorder = await hall.connect(RECORDER)
    hall.rooms.beat()
    before = recorder.you["count"]
    await hall.must(A1, CastBallot(VoteId("V1"), "for"))
    recorder.deliver()
    assert recorder.you["count"] == before

    hall.clock.advance(0.2)
    hall.rooms.beat()
    recorder.deliver()
    assert recorder.you["count"] != before


# The pulse ------------------------------------------------------------------------------------------------


async def test_ballots_are_gathered_into_five_pulses_a_second(hall: Hall) -> None:
    await until_vote(hall)
    wall = await hall.connect(WALL)
    for step in range(20):
        await hall.must(MEMBERS[step % 5], CastBallot(VoteId("V1"), "for"))
        hall.clock.advance(0.05)
        hall.rooms.beat()

    turnout = [pulse.turnout["V1"] for pulse in wall.pulses]
    assert len(turnout) <= 6
    assert turnout[-1] == 5


async def test_a_quiet_hall_beats_every_five_seconds(hall: Hall) -> None:
    wall = await hall.connect(WALL)
    hall.rooms.beat()
    for _ in range(100):
        hall.clock.advance(0.2)
        hall.rooms.beat()

    first = wall.pulses[0]
    assert [pulse.at[-7:] for pulse in wall.pulses] == [f"{second:02}.000Z" for second in (0, 5, 10, 15, 20)]
    assert (first.online, first.turnout) == (0, {})


async def test_a_hall_that_comes_at_once_is_told_once_a_second_how_many_are_there(hall: Hall) -> None:
    """A pulse to everybody for each few who come would cost the square of their number."""
    wall = await hall.connect(WALL)
    hall.rooms.beat()
    for step in range(20):
        await hall.connect(MEMBERS[step % 5])
        hall.clock.advance(0.1)
        hall.rooms.beat()

    assert [pulse.online for pulse in wall.pulses] == [0, 5, 5]


async def test_people_are_counted_not_screens(hall: Hall) -> None:
    wall = await hall.connect(WALL)
    for actor in (A1, A1, A2, OBSERVER, PUBLIC, PUBLIC):
        await hall.connect(actor)
    hall.rooms.beat()

    assert wall.pulses[-1].online == 5


async def test_a_room_that_nobody_watches_leaves_the_memory(hall: Hall) -> None:
    phone = await hall.connect(A1)
    hall.disconnect(phone)
    hall.clock.advance(599)
    hall.rooms.beat()
    assert hall.rooms._rooms
    hall.clock.advance(2)
    hall.rooms.beat()
    assert not hall.rooms._rooms

    assert (await hall.connect(A1)).board == phone.board


async def test_a_board_that_cannot_be_made_costs_nobody_their_answer(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    wall = await hall.connect(WALL)
    with monkeypatch.context() as broken:
        broken.setattr("deliberation.live.feed.board", lambda *_: 1 / 0)
        await hall.must(A1, CheckIn())
    await hall.must(A2, CheckIn())

    wall.deliver()
    assert wall.patches_applied == 1, "the next patch covers the one that could not be made"
    assert wall.board == (await hall.connect(WALL)).board
