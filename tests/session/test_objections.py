"""异议: reasons, answers, and the second round that a group's majority brings about (rule 11)."""

import pytest

from deliberation.session import facts as f
from deliberation.session.names import GroupId, ObjectionId, SeatId
from tests.session.hall import Hall, debated_hall, open_hall, rejected, rules_with

ALL_FOR = {"standing": (6, 0, 0), "gas": (4, 0, 0), "ev": (4, 0, 0)}
OB1 = ObjectionId("OB1")


def objected_hall(*seconders: str) -> Hall:
    """P1 is debated to the end; G1 objected, and these seconded it."""
    hall = debated_hall()
    hall.member("G1").object()
    for seat in seconders:
        hall.member(seat).second("OB1")
    return hall


def test_an_objection_has_a_reason() -> None:
    hall = debated_hall()
    with rejected("reason_needed"):
        hall.member("G1").object(reason=" ")


def test_an_objection_that_nobody_seconds_does_not_hold_up_the_vote() -> None:
    assert objected_hall().hands("P1", **ALL_FOR) == "adopted"


def test_a_seconded_objection_is_answered_first() -> None:
    hall = objected_hall("E3")
    with rejected("objection_unanswered", rule=11, objection="OB1"):
        hall.chair.open_vote("P1")
    assert hall.chair.answer_objection() == [f.ObjectionAnswered(OB1, "先改四个", "answered")]
    assert hall.hands("P1", **ALL_FOR) == "adopted"


def test_the_proposer_and_staff_answer_nobody_else() -> None:
    hall = objected_hall("E3")
    with rejected("not_staff"):
        hall.member("G4").answer_objection()
    with rejected("reason_needed"):
        hall.chair.answer_objection(response=" ")
    with rejected("no_amendment_yet"):
        hall.chair.answer_objection(how="resolved_by_amendment")
    with rejected("unknown_target"):
        hall.chair.answer_objection("OB9")
    hall.member("E1").answer_objection()
    with rejected("objection_closed"):
        hall.recorder.answer_objection()
    with rejected("objection_closed"):
        hall.member("G2").second("OB1")
    with rejected("already_decided"):
        hall.member("G1").withdraw("OB1")


def test_group_majority_objection_blocks_the_vote() -> None:
    """Three of the four petrol-car owners stand behind it: amend, or debate again first."""
    hall = objected_hall("G2", "G3")
    with rejected("second_round_needed", group="gas", rule=11):
        hall.chair.open_vote("P1")
    assert hall.chair.answer_objection(how="second_round") == [
        f.ObjectionAnswered(OB1, "先改四个", "second_round", [GroupId("gas")])
    ]
    with rejected("second_round_needed", group="gas"):
        hall.chair.open_vote("P1")
    assert hall.session.objections[OB1].status == "sustained_second_round"


def test_exactly_half_of_a_group_is_no_majority() -> None:
    hall = objected_hall("G2")
    hall.chair.answer_objection()
    hall.chair.open_vote("P1")


def test_the_answer_opens_the_debate_again() -> None:
    hall = objected_hall("G2", "G3")
    with rejected("debate_closed"):
        hall.member("G4").raise_hand("against")
    hall.chair.answer_objection()
    hall.member("G4").raise_hand("against")


def test_way_out_both_sides_speak_again() -> None:
    hall = objected_hall("G2", "G3")
    hall.chair.answer_objection()
    hall.speak("G4", "against")
    with rejected("second_round_needed"):
        hall.chair.open_vote("P1")
    hall.speak("S1", "middle")
    with rejected("debate_open"):
        hall.chair.open_vote("P1")
    hall.talk_out()
    assert hall.hands("P1", **ALL_FOR) == "adopted"


def test_way_out_three_calls_that_nobody_answers() -> None:
    hall = objected_hall("G2", "G3")
    hall.chair.answer_objection()
    hall.talk_out()
    assert hall.hands("P1", **ALL_FOR) == "adopted"


def test_a_new_hand_starts_the_calls_of_the_second_round_again() -> None:
    hall = objected_hall("G2", "G3")
    hall.chair.answer_objection()
    hall.chair.call_for_more()
    hall.chair.call_for_more()
    hall.member("G4").raise_hand("against")
    hall.member("G4").lower_hand()
    hall.chair.call_for_more()
    with rejected("second_round_needed"):
        hall.chair.open_vote("P1")


def test_way_out_an_amendment_is_decided() -> None:
    hall = objected_hall("G2", "G3")
    hall.member("G1").amend()
    hall.member("G2").second("A1")
    hall.talk_out()
    hall.hands("A1", **ALL_FOR)
    with rejected("second_round_needed"):
        hall.chair.open_vote("P1")  # it still wants its answer
    hall.chair.answer_objection(how="resolved_by_amendment")
    assert hall.hands("P1", **ALL_FOR) == "adopted"


def test_way_out_the_proposal_is_marked_for_another_body() -> None:
    hall = objected_hall("G2", "G3")
    hall.chair.mark_deferred()
    hall.chair.answer_objection(how="resolved_by_referral")
    assert hall.hands("P1", "referral", **ALL_FOR) == "referred"


def test_way_out_the_objection_is_withdrawn() -> None:
    hall = objected_hall("G2", "G3")
    assert hall.member("G1").withdraw("OB1") == [f.Withdrawn("OB1")]
    hall.chair.open_vote("P1")


def test_who_leaves_after_the_answer_changes_nothing() -> None:
    """Two of four are no majority; when one of the others goes home later, the vote is not blocked."""
    hall = objected_hall("G2")
    hall.chair.answer_objection()
    hall.member("G4").leave()
    hall.chair.open_vote("P1")


def test_who_left_before_the_answer_does_not_count() -> None:
    hall = objected_hall("G2")
    hall.member("G4").leave()
    with rejected("second_round_needed", group="gas"):
        hall.chair.open_vote("P1")


def test_the_standing_members_are_no_interest_group() -> None:
    hall = debated_hall()
    hall.member("S1").object()
    for seat in ("S3", "S4", "S5", "S6", "S7"):
        hall.member(seat).second("OB1")
    hall.chair.answer_objection()
    hall.chair.open_vote("P1")


def test_an_objection_of_a_one_seat_group_needs_only_its_second() -> None:
    hall = open_hall(but=["G2", "G3", "G4"], rules=rules_with(voting__tellers=0))
    hall.table()
    hall.talk_out()
    hall.member("G1").object()
    hall.chair.open_vote("P1")
    hall.recorder.enter_count(standing=(6, 0, 0), gas=(0, 1, 0), ev=(4, 0, 0))
    hall.chair.close_vote()
    hall.member("G1").amend()
    hall.member("E2").second("A1")
    hall.member("G1").object()
    hall.member("E2").second("OB2")
    hall.talk_out()
    hall.hands("A1", standing=(6, 0, 0), gas=(1, 0, 0), ev=(4, 0, 0))
    with rejected("second_round_needed", group="gas", objection="OB2"):
        hall.chair.open_vote("P1")


@pytest.mark.parametrize("seconds", [0, 2])
def test_how_many_seconds_an_objection_wants(seconds: int) -> None:
    hall = debated_hall(rules=rules_with(objection__seconds_required=seconds))
    hall.member("G1").object()
    if seconds == 0:
        with rejected("objection_unanswered"):
            hall.chair.open_vote("P1")
    else:
        hall.member("E3").second("OB1")
        assert hall.session.objections[OB1].supporters == (SeatId("G1"), SeatId("E3"))
        hall.chair.open_vote("P1")
