"""到会: roll call, leaving, stepping aside, tellers."""

from deliberation.session import facts as f
from deliberation.session.names import SeatId, TopicId
from tests.session.hall import hall_at_check_in, open_hall, rejected, rules_with


def test_checking_in_takes_one_s_own_seat() -> None:
    hall = hall_at_check_in()
    assert hall.member("G1").check_in() == [f.SeatArrived(SeatId("G1"))]
    assert hall.session.present == {"G1"}


def test_nobody_checks_in_twice_or_for_others() -> None:
    hall = hall_at_check_in()
    hall.member("G1").check_in()
    with rejected("already_present"):
        hall.member("G1").check_in()
    with rejected("not_your_seat"):
        hall.member("G1").check_in("G2")
    with rejected("unknown_seat", seat="X9"):
        hall.recorder.check_in("X9")


def test_the_roll_call_by_hand_changes_only_what_changed() -> None:
    hall = hall_at_check_in()
    assert hall.recorder.record_attendance("S7", present=True) == [f.SeatArrived(SeatId("S7"))]
    assert hall.recorder.record_attendance("S7", present=True) == []
    assert hall.recorder.record_attendance("S7", present=False) == [f.SeatLeft(SeatId("S7"))]
    assert hall.recorder.check_in("S7") == [f.SeatArrived(SeatId("S7"))]


def test_leaving_lowers_the_hand() -> None:
    hall = open_hall()
    hall.member("G1").raise_hand("against")
    assert hall.member("G1").leave() == [f.SeatLeft(SeatId("G1"))]
    assert not hall.session.queue
    with rejected("not_present"):
        hall.member("G1").leave()


def test_leaving_in_the_middle_of_a_speech_puts_its_length_on_record() -> None:
    hall = open_hall()
    hall.member("G1").raise_hand("against")
    hall.chair.give_floor("G1")
    hall.wait(42)
    assert hall.recorder.record_attendance("G1", present=False) == [
        f.SpeechEnded(SeatId("G1"), 42),
        f.SeatLeft(SeatId("G1")),
    ]


def test_a_standing_member_steps_aside_for_the_open_topic() -> None:
    hall = open_hall()
    assert hall.member("S4").recuse("S4", "本人有车位") == [
        f.SeatRecused(SeatId("S4"), "本人有车位", TopicId("T1"))
    ]
    assert hall.session.is_recused(SeatId("S4"))
    with rejected("already_recused"):
        hall.member("S4").recuse("S4")
    hall.chair.open_topic("T2")
    assert not hall.session.is_recused(SeatId("S4"))


def test_stepping_aside_before_any_topic_counts_for_the_whole_session() -> None:
    hall = hall_at_check_in()
    hall.everyone_arrives()
    assert hall.chair.recuse("S4") == [f.SeatRecused(SeatId("S4"), "近亲属有利害关系")]
    hall.chair.open_session()
    hall.chair.open_topic("T1")
    assert hall.session.is_recused(SeatId("S4"))


def test_recusal_is_for_standing_members_with_a_reason() -> None:
    hall = open_hall()
    with rejected("recusal_standing_only", rule=15):
        hall.chair.recuse("G1")
    with rejected("reason_needed"):
        hall.member("S4").recuse("S4", " ")
    with rejected("not_your_seat"):
        hall.member("S3").recuse("S4")


def test_two_tellers_of_different_groups_who_are_here() -> None:
    hall = hall_at_check_in()
    hall.everyone_arrives(but=["G4"])
    assert hall.chair.name_tellers("S3", "G3") == [f.TellersNamed([SeatId("S3"), SeatId("G3")])]
    for wrong in (["S3"], ["S3", "S4"], ["S3", "S3"], ["S3", "G4"], ["S3", "G3", "E1"]):
        with rejected("tellers_wrong", needed=2):
            hall.recorder.name_tellers(*wrong)


def test_tellers_who_left_count_nothing() -> None:
    hall = open_hall()
    hall.table()
    hall.talk_out()
    hall.member("G3").leave()
    with rejected("tellers_needed", needed=2):
        hall.chair.open_vote("P1")


def test_a_hall_may_do_with_one_teller() -> None:
    hall = hall_at_check_in(rules=rules_with(voting__tellers=1))
    hall.everyone_arrives()
    hall.chair.name_tellers("S3")
    assert hall.session.tellers_here == ["S3"]
