"""补录: after a power cut the paper is entered with both times."""

from datetime import UTC, datetime, timedelta

from deliberation.session import commands as c
from deliberation.session import facts as f
from deliberation.session.decide import decide
from deliberation.session.evolve import fold
from deliberation.session.facts import Actor, Entry
from deliberation.session.names import Counts, SeatId
from tests.session.hall import Hall, open_hall, rejected

RECORDER = Actor("recorder", SeatId("R1"))


def powerless_hall() -> tuple[Hall, datetime]:
    """An open hall two hours later, and when the power went."""
    hall = open_hall()
    gone = hall.now
    hall.wait(2 * 60 * 60)
    return hall, gone


def enter_later(
    hall: Hall, command: c.AnyCommand, happened_at: datetime, actor: Actor = RECORDER
) -> list[str]:
    """Decide and apply; gives the new lines of the log."""
    facts = decide(hall.session, command, actor=actor, at=hall.now, happened_at=happened_at)
    before = hall.session.seq
    hall.enter(facts, actor, happened_at)
    log = hall.board("staff")["log"]
    return [log[str(seq)]["text"] for seq in range(before + 1, hall.session.seq + 1) if str(seq) in log]


def minutes(gone: datetime, count: int) -> datetime:
    return gone + timedelta(minutes=count)


def test_the_line_tells_when_it_happened_and_when_it_was_entered() -> None:
    hall, gone = powerless_hall()
    zone = hall.session.timezone

    (line,) = enter_later(hall, c.Note("停电时大家说好换灯"), minutes(gone, 20))

    happened = minutes(gone, 20).astimezone(zone)
    assert (
        line == f"记录：停电时大家说好换灯（{happened:%H:%M} 发生，{hall.now.astimezone(zone):%H:%M} 补录）"
    )
    assert hall.entries[-1].at == hall.now
    assert hall.entries[-1].when == minutes(gone, 20)


def test_a_note_entered_later_goes_on_the_record_not_on_the_wall() -> None:
    hall, gone = powerless_hall()
    enter_later(hall, c.Note("停电时大家说好换灯"), gone)
    assert "note" not in hall.board("hall")["now"]


def test_of_another_day_the_line_tells_the_dates() -> None:
    hall, gone = powerless_hall()
    hall.wait(24 * 60 * 60)
    zone = hall.session.timezone

    (line,) = enter_later(hall, c.Note("次日补"), gone)

    assert (
        f"{gone.astimezone(zone):%Y-%m-%d %H:%M} 发生，{hall.now.astimezone(zone):%Y-%m-%d %H:%M} 补录"
        in line
    )


def test_only_the_recorder_enters_later() -> None:
    hall, gone = powerless_hall()
    for actor in (hall.chair.actor, Actor("member", SeatId("G1")), Actor("observer", SeatId("O1"))):
        with rejected("not_recorder"):
            decide(hall.session, c.CheckIn(), actor=actor, at=hall.now, happened_at=gone)


def test_what_has_not_happened_yet_cannot_be_entered() -> None:
    hall, _ = powerless_hall()
    with rejected("later_entry_in_future"):
        enter_later(hall, c.Note("明天"), minutes(hall.now, 1))


def test_nothing_happened_before_the_day_of_the_session() -> None:
    hall, gone = powerless_hall()
    with rejected("later_entry_too_early", day=f"{gone.astimezone(hall.session.timezone):%Y-%m-%d}"):
        enter_later(hall, c.Note("昨天"), gone - timedelta(days=1))


def test_later_entries_follow_one_another_as_things_happened() -> None:
    hall, gone = powerless_hall()
    enter_later(hall, c.Note("先"), minutes(gone, 20))
    enter_later(hall, c.Note("同时"), minutes(gone, 20))

    zone = hall.session.timezone
    with rejected("later_entry_out_of_order", time=f"{minutes(gone, 20).astimezone(zone):%H:%M}"):
        enter_later(hall, c.Note("更早"), minutes(gone, 19))


def test_what_happens_now_does_not_stand_in_the_way_of_what_is_still_on_paper() -> None:
    """The power is back, phones check in, while the recorder still types."""
    hall, gone = powerless_hall()
    enter_later(hall, c.Note("一"), minutes(gone, 20))
    hall.member("G1").leave()

    assert enter_later(hall, c.Note("二"), minutes(gone, 25))


def test_an_evening_on_paper_is_entered_by_the_recorder_alone() -> None:
    """What the chair did, too: the record says how long people spoke, not how fast somebody typed."""
    hall, gone = powerless_hall()
    seven = Actor("recorder", SeatId("R1"), for_seat=SeatId("S7"))

    enter_later(hall, c.RaiseHand("for"), minutes(gone, 10), seven)
    enter_later(hall, c.GiveFloor(seat=SeatId("S7")), minutes(gone, 11))
    (ended,) = enter_later(hall, c.EndSpeech(), minutes(gone, 13))

    assert ended.startswith("全名S7说完（120 秒）（")
    with rejected("not_chair"):
        hall.recorder.gives(c.Recess(10))
    enter_later(hall, c.Recess(10), minutes(gone, 14))
    assert hall.session.recess_until == minutes(gone, 24)


def test_a_vote_on_paper_is_entered_with_its_own_times() -> None:
    hall = open_hall()
    hall.table()
    gone = hall.now
    hall.wait(2 * 60 * 60)
    for call in range(3):
        enter_later(hall, c.CallForMore(), minutes(gone, call))
    enter_later(hall, c.CloseDebate(), minutes(gone, 3))
    enter_later(hall, c.OpenVote("P1", "substantive", "show_of_hands"), minutes(gone, 4))
    vote = hall.session.open_vote
    assert vote is not None
    assert vote.opened_at == minutes(gone, 4)

    counts: dict[str, Counts] = {group: (size, 0, 0) for group, size in vote.eligible_by_group.items()}
    enter_later(hall, c.EnterCount(vote.id, counts), minutes(gone, 6))
    (result,) = enter_later(hall, c.CloseVote(vote.id), minutes(gone, 7))

    assert f"{minutes(gone, 7).astimezone(hall.session.timezone):%H:%M} 发生" in result


def test_what_nobody_seconded_is_taken_off_the_table_later_too() -> None:
    hall, gone = powerless_hall()
    hall.member("E1").propose()

    (line,) = enter_later(hall, c.Withdraw("P1"), gone)

    assert line.startswith("没有人附议，不讨论")


def test_a_later_entry_gives_no_right_of_a_seat() -> None:
    hall, gone = powerless_hall()
    with rejected("not_member"):
        enter_later(hall, c.Second("P1"), gone)
    with rejected("not_chair"):
        enter_later(hall, c.ReadRules(), gone, Actor("recorder", SeatId("R1"), for_seat=SeatId("S7")))


def test_a_ledger_with_later_entries_folds_to_the_same_session() -> None:
    hall, gone = powerless_hall()
    enter_later(hall, c.Note("停电"), minutes(gone, 5))

    assert fold(hall.entries) == hall.session


def test_a_time_without_a_zone_is_the_hall_s() -> None:
    session = open_hall().session
    local = datetime(2026, 5, 16, 14, 20)  # noqa: DTZ001 - as a clock on the wall shows it
    assert session.instant(local) == datetime(2026, 5, 16, 14, 20, tzinfo=session.timezone)
    assert session.instant(local).tzinfo is UTC


def test_an_entry_that_was_made_at_once_happened_then() -> None:
    entry = Entry(2, datetime(2026, 5, 16, 6, tzinfo=UTC), RECORDER, f.NoteTaken("一"))
    assert entry.when == entry.at
