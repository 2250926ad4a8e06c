"""发言: the queue, turns, times and warnings (rules 6 to 9)."""

import pytest

from deliberation.session import facts as f
from deliberation.session.items import Hand
from deliberation.session.names import HandId, Position, SeatId
from deliberation.session.state import order_hands
from tests.session.hall import open_hall, rejected, rules_with


def queue(*raised: tuple[str, Position], spoken: str = "", last: Position | None = None) -> str:
    """The seats in the order they are called, for hands raised in the order given."""
    hands = [
        Hand(HandId(f"H{n}"), SeatId(name), position, "speech") for n, (name, position) in enumerate(raised)
    ]
    ordered = order_hands(
        hands, spoken=[SeatId(each) for each in spoken], last=last, first_timers_first=True, alternate=True
    )
    return "".join(hand.seat for hand in ordered)


def test_first_timers_come_first() -> None:
    assert queue(("a", "middle"), ("b", "middle"), ("c", "middle"), spoken="a") == "bca"


def test_for_and_against_take_turns() -> None:
    assert queue(("a", "for"), ("b", "for"), ("c", "against"), ("d", "against")) == "acbd"
    assert queue(("a", "for"), ("b", "against"), last="for") == "ba"


def test_a_question_keeps_its_place() -> None:
    assert queue(("a", "for"), ("q", "question"), ("b", "for"), ("c", "against")) == "aqcb"


def test_without_the_other_side_it_stays_in_order() -> None:
    assert queue(("a", "for"), ("b", "for"), last="for") == "ab"


def test_taking_turns_does_not_overtake_a_first_timer() -> None:
    assert queue(("a", "for"), ("b", "against"), spoken="b", last="for") == "ab"


def test_a_hand_goes_up_once_and_down() -> None:
    hall = open_hall()
    assert hall.member("G1").raise_hand("against") == [
        f.HandRaised(HandId("H1"), SeatId("G1"), "against", "speech")
    ]
    with rejected("hand_already_up"):
        hall.member("G1").raise_hand("for")
    assert hall.member("G1").lower_hand() == [f.HandLowered(HandId("H1"))]
    with rejected("no_hand"):
        hall.member("G1").lower_hand()
    with rejected("raise_for_speech"):
        hall.member("G1").raise_hand("middle", "answer")


def test_the_recorder_raises_the_hand_of_somebody_without_a_phone_and_the_record_says_so() -> None:
    hall = open_hall()
    hall.recorder_for("S7").raise_hand("for")
    assert hall.entries[-1].actor.for_seat == "S7"
    with rejected("chair_is_neutral", rule=3):
        hall.recorder_for("S2").raise_hand("for")


def test_the_chair_gives_the_floor_to_a_hand() -> None:
    hall = open_hall()
    hall.member("G1").raise_hand("against")
    assert hall.chair.give_floor(hand="H1") == [
        f.FloorGiven(SeatId("G1"), "speech", 180, HandId("H1"), "against")
    ]
    with rejected("someone_speaking"):
        hall.chair.give_floor("G2", position="for")
    with rejected("unknown_hand"):
        hall.chair.give_floor(hand="H1")
    with rejected("hand_or_seat"):
        hall.chair.give_floor()
    hall.wait(175)
    assert hall.member("G1").end_speech() == [f.SpeechEnded(SeatId("G1"), 175)]
    with rejected("nobody_speaking"):
        hall.chair.end_speech()


def test_nobody_ends_another_person_s_speech() -> None:
    hall = open_hall()
    hall.chair.give_floor("G1", position="against")
    with rejected("not_chair"):
        hall.member("E1").end_speech()
    hall.wait(200)
    assert hall.chair.end_speech() == [f.SpeechEnded(SeatId("G1"), 200, time_up=True)]


def test_whoever_is_called_without_a_hand_says_their_position_first() -> None:
    hall = open_hall()
    with rejected("position_first", rule=7):
        hall.chair.give_floor("S7")
    fact = hall.chair.give_floor("S7", position="middle")[0]
    assert isinstance(fact, f.FloorGiven)
    assert fact.position == "middle"


def test_the_chair_takes_no_side_but_may_answer() -> None:
    hall = open_hall()
    with rejected("chair_is_neutral", rule=3):
        hall.chair.give_floor("S2", position="for")
    hall.chair.give_floor("S2", "answer")


def test_two_turns_a_topic() -> None:
    hall = open_hall()
    hall.speak("G1", "against")
    hall.speak("G1", "against")
    with rejected("no_speeches_left", rule=8, limit=2):
        hall.member("G1").raise_hand("against")
    hall.chair.open_topic("T2")
    hall.member("G1").raise_hand("against")


def test_an_answer_costs_no_turn_and_leaves_the_hand_up() -> None:
    hall = open_hall()
    hall.member("G1").raise_hand("against")
    assert hall.chair.give_floor("G1", "answer") == [f.FloorGiven(SeatId("G1"), "answer", 60)]
    hall.chair.end_speech()
    assert [hand.seat for hand in hall.session.queue] == ["G1"]
    assert hall.session.speeches_left(SeatId("G1")) == 2


def test_observers_answer_when_asked() -> None:
    hall = open_hall()
    assert hall.chair.give_floor("O1", "answer") == [f.FloorGiven(SeatId("O1"), "answer", 60)]


def test_an_interpreter_makes_it_half_as_long_again() -> None:
    hall = open_hall()
    hall.recorder_for("S7").raise_hand("for")
    assert hall.chair.give_floor("S7", interpreter="S3") == [
        f.FloorGiven(SeatId("S7"), "speech", 270, HandId("H1"), "for", SeatId("S3"))
    ]
    assert hall.board("hall")["floor"]["speaker"]["interpreter"] == "全名S3"


@pytest.mark.parametrize("factor,seconds", [(1.15, 207), (1.1, 198), (2.0, 360)])
def test_a_factor_never_loses_a_second_to_rounding(factor: float, seconds: int) -> None:
    rules = rules_with(speech__interpreter_factor=factor)
    assert rules.speech_limit("speech", interpreted=True) == seconds


def test_the_proposer_opens_and_sums_up_once() -> None:
    hall = open_hall()
    hall.table("E1", "E2")
    with rejected("proposer_only", rule=8):
        hall.member("E2").raise_hand("for", "opening")
    assert hall.chair.give_floor("E1", "opening") == [f.FloorGiven(SeatId("E1"), "opening", 300)]
    hall.chair.end_speech()
    with rejected("proposer_only"):
        hall.chair.give_floor("E1", "opening")
    hall.talk_out()
    with rejected("debate_closed", rule=12):
        hall.member("E1").raise_hand("for")
    assert hall.chair.give_floor("E1", "closing") == [f.FloorGiven(SeatId("E1"), "closing", 120)]
    hall.chair.end_speech()
    with rejected("proposer_only"):
        hall.chair.give_floor("E1", "closing")
    assert hall.session.speeches_left(SeatId("E1")) == 2


def test_the_three_warnings() -> None:
    hall = open_hall()
    hall.member("G1").raise_hand("against")
    hall.chair.give_floor("G1")
    assert hall.chair.warn("G1") == [f.WarningGiven(SeatId("G1"), 1, "打断别人")]
    assert "speaker" in hall.board("hall")["floor"]
    hall.wait(10)
    assert hall.chair.warn("G1") == [
        f.SpeechEnded(SeatId("G1"), 10),
        f.WarningGiven(SeatId("G1"), 2, "打断别人"),
    ]
    assert "speaker" not in hall.board("hall")["floor"]
    with rejected("turn_forfeited", rule=9):
        hall.member("G1").raise_hand("against")
    assert hall.chair.warn("G1") == [f.WarningGiven(SeatId("G1"), 3, "打断别人")]
    assert "G1" not in hall.session.present
    with rejected("asked_to_leave", rule=9):
        hall.member("G1").check_in()
    hall.recorder.record_attendance("G1", present=True)
    assert "G1" in hall.session.present


def test_a_forfeited_turn_comes_back_with_the_next_topic() -> None:
    hall = open_hall()
    hall.member("G1").raise_hand("against")
    hall.chair.warn("G1")
    hall.chair.warn("G1")
    assert not hall.session.queue
    hall.chair.open_topic("T2")
    hall.member("G1").raise_hand("against")


def test_a_warning_says_why_and_shames_nobody_on_the_wall() -> None:
    hall = open_hall()
    with rejected("reason_needed"):
        hall.chair.warn("G1", " ")
    with rejected("not_present"):
        open_hall(but=["G1"]).chair.warn("G1")
    hall.chair.warn("G1", "拍桌子")
    assert "拍桌子" in str(hall.board("staff")["log"])
    assert "拍桌子" not in str(hall.board("hall"))
