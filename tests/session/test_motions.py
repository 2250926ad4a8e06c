"""方案、修改: putting them on the table, seconding and taking them away (rules 4, 5 and 10)."""

import pytest

from deliberation.session import facts as f
from deliberation.session.names import AmendmentId, ProposalId, SeatId
from tests.session.hall import debated_hall, open_hall, rejected, rules_with

P1, A1 = ProposalId("P1"), AmendmentId("A1")
ALL_FOR = {"standing": (6, 0, 0), "gas": (4, 0, 0), "ev": (4, 0, 0)}
GAS_AGAINST = {"standing": (6, 0, 0), "gas": (0, 4, 0), "ev": (4, 0, 0)}


def test_a_proposal_says_who_does_what_when_and_with_whose_money() -> None:
    hall = open_hall()
    with rejected("not_actionable", fields=["who", "money"], rule=5):
        hall.member("E1").propose(who=" ", money="")
    with rejected("title_needed"):
        hall.member("E1").propose(" ")
    (made,) = hall.member("E1").propose()
    assert isinstance(made, f.ProposalMade)
    assert made.proposal == P1
    assert made.money == "公共收益"


def test_only_on_the_open_topic_and_only_by_members_who_are_here() -> None:
    hall = open_hall(but=["G1"])
    with rejected("topic_not_open"):
        hall.member("E1").propose(topic="T2")
    with rejected("unknown_topic"):
        hall.member("E1").propose(topic="T9")
    with rejected("not_present", rule=2):
        hall.member("G1").propose()
    with rejected("not_member"):
        hall.recorder_for("O1").propose()
    with rejected("chair_is_neutral"):
        hall.recorder_for("S2").propose()


def test_one_proposal_at_a_time() -> None:
    hall = open_hall()
    hall.member("E1").propose("十二个全改")
    with rejected("one_at_a_time", rule=4):
        hall.member("G1").propose()


def test_a_second_comes_from_somebody_else_and_once() -> None:
    hall = open_hall()
    hall.member("E1").propose()
    with rejected("own_motion"):
        hall.member("E1").second("P1")
    assert hall.member("E2").second("P1") == [f.Seconded("P1", SeatId("E2"))]
    with rejected("already_seconded"):
        hall.member("E2").second("P1")
    with rejected("unknown_target", target="P9"):
        hall.member("E2").second("P9")


def test_nothing_is_debated_without_a_second() -> None:
    hall = open_hall()
    with rejected("nothing_on_table"):
        hall.chair.call_for_more()
    hall.member("E1").propose()
    with rejected("needs_second", rule=5, needed=1):
        hall.chair.call_for_more()
    with rejected("needs_second"):
        hall.chair.open_vote("P1")
    with rejected("needs_second"):
        hall.member("G1").amend()


def test_what_nobody_seconds_the_chair_takes_away() -> None:
    hall = open_hall()
    hall.member("E1").propose()
    assert hall.chair.withdraw("P1") == [f.Withdrawn("P1", lapsed=True)]
    assert "没有人附议，不讨论：先改四个车位" in str(hall.board("hall")["log"])
    with rejected("already_decided"):
        hall.member("E2").second("P1")
    with rejected("already_decided"):
        hall.chair.withdraw("P1")


def test_only_the_proposer_withdraws_what_is_being_debated() -> None:
    hall = open_hall()
    hall.table("E1", "E2")
    hall.member("G1").amend()
    with rejected("not_yours"):
        hall.chair.withdraw("P1")
    with rejected("not_yours"):
        hall.member("E2").withdraw("P1")
    assert hall.member("E1").withdraw("P1") == [f.Withdrawn("P1")]
    assert hall.session.amendments[A1].status == "withdrawn"


def test_an_adopted_amendment_becomes_the_text() -> None:
    hall = open_hall()
    hall.table()
    assert hall.member("G2").amend("P1", "加一句", "全部新文字") == [
        f.AmendmentMoved(A1, P1, SeatId("G2"), "加一句", "白天空着浪费", "全部新文字")
    ]
    hall.member("G1").second("A1")
    assert hall.board("hall")["now"]["amendment"] == "A1"
    hall.talk_out()
    assert hall.hands("A1", **ALL_FOR) == "adopted"
    assert hall.session.proposals[P1].text == "全部新文字"
    hall.talk_out()
    assert hall.hands("P1", **ALL_FOR) == "adopted"


def test_a_rejected_amendment_changes_nothing() -> None:
    hall = open_hall()
    hall.table()
    hall.member("G2").amend()
    hall.member("G1").second("A1")
    hall.talk_out()
    assert hall.hands("A1", standing=(0, 6, 0), gas=(4, 0, 0), ev=(0, 4, 0)) == "not_adopted"
    assert hall.session.proposals[P1].text == "四个车位夜里优先充电"


def test_amendments_are_voted_on_first_and_have_no_amendments() -> None:
    hall = debated_hall()
    hall.member("G2").amend()
    with rejected("amendment_first", rule=10):
        hall.chair.open_vote("P1")
    with rejected("needs_second"):
        hall.chair.open_vote("A1")
    with rejected("amendment_depth", rule=10):
        hall.member("G1").amend("A1")
    with rejected("object_to_proposal"):
        hall.member("G1").object("A1")
    hall.chair.withdraw("A1")
    hall.chair.open_vote("P1")


def test_an_amendment_says_what_and_why() -> None:
    hall = open_hall()
    hall.table()
    with rejected("reason_needed"):
        hall.member("G1").amend(text=" ")
    with rejected("reason_needed"):
        hall.member("G1").amend(reason=" ")
    with rejected("unknown_target"):
        hall.member("G1").amend("P9")
    with rejected("unknown_target"):
        hall.member("G1").object("P9")


def test_contested_then_amended_then_adopted() -> None:
    hall = debated_hall()
    assert hall.hands("P1", **GAS_AGAINST) == "contested"
    assert hall.session.proposal_on_table is None
    hall.member("G1").amend()
    assert hall.session.proposals[P1].status == "debating"
    hall.member("G2").second("A1")
    hall.talk_out()
    assert hall.hands("A1", **ALL_FOR) == "adopted"
    with rejected("debate_open"):
        hall.chair.open_vote("P1")
    hall.talk_out()
    assert hall.hands("P1", **ALL_FOR) == "adopted"


def test_an_amendment_that_nobody_seconds_leaves_the_contested_proposal_contested() -> None:
    hall = debated_hall()
    hall.hands("P1", **GAS_AGAINST)
    hall.member("G1").amend()
    hall.chair.withdraw("A1")
    assert hall.session.proposals[P1].status == "contested"
    assert hall.session.proposals[P1].outcome == "contested"
    hall.chair.close_topic("T1")


def test_what_is_decided_stays_decided() -> None:
    hall = debated_hall()
    hall.hands("P1", **ALL_FOR)
    with rejected("already_decided"):
        hall.member("G1").amend()
    with rejected("already_decided"):
        hall.member("G1").object()
    with rejected("already_decided"):
        hall.chair.open_vote("P1")
    with rejected("already_decided"):
        hall.member("G1").request_secret("P1")


def test_a_contested_proposal_is_not_amended_while_another_is_on_the_table() -> None:
    hall = debated_hall()
    hall.hands("P1", **GAS_AGAINST)
    hall.table("E2", "E3", "另一个方案")
    with rejected("one_at_a_time"):
        hall.member("G1").amend("P1")


def test_a_contested_proposal_is_amended_under_its_own_topic() -> None:
    hall = debated_hall()
    hall.hands("P1", **GAS_AGAINST)
    hall.chair.open_topic("T2")
    with rejected("topic_not_open"):
        hall.member("G1").amend("P1")


@pytest.mark.parametrize("outcome", ["adopted", "lapsed"])
def test_where_the_proposal_may_be_voted_on_first_its_amendments_lapse_with_it(outcome: str) -> None:
    hall = debated_hall(rules=rules_with(amendment__vote_before_main=False))
    hall.member("G1").amend()
    if outcome == "adopted":
        hall.hands("P1", **ALL_FOR)
    else:
        hall.member("E1").withdraw("P1")
    assert hall.session.amendments[A1].status == "withdrawn"
