"""你、下一步: what a person is told they may do, and a whole session by following the first suggestion."""

import msgspec
import pytest

from deliberation.session import commands as c
from deliberation.session.facts import Actor
from deliberation.session.names import ObjectionId, ProposalId, SeatId
from tests.session.hall import Hall, debated_hall, hall_at_check_in, open_hall, topic

ALL_FOR = {"standing": (6, 0, 0), "gas": (4, 0, 0), "ev": (4, 0, 0)}


def labels(hall: Hall) -> list[str]:
    return [step["label"] for step in hall.next_steps]


def test_a_member_is_told_what_they_may_do_and_why_not() -> None:
    hall = open_hall()
    may = hall.member("G1").you["may"]
    assert may["raise_hand"] is True
    assert may["propose"] is True
    assert may["check_in"] == "全名G1已经签到。"
    assert may["move_to_close"].startswith("现在没有正在讨论的方案")


def test_a_member_sees_their_hand_and_place() -> None:
    hall = open_hall()
    hall.member("G2").raise_hand("for")
    hall.member("G1").raise_hand("for")
    you = hall.member("G1").you
    assert you["hand"] == {"id": "H2", "position": "for", "place": 2}
    assert you["speeches_left"] == 2


def test_a_member_sees_what_can_be_seconded() -> None:
    hall = open_hall()
    hall.member("E1").propose()
    assert hall.member("E1").you["second"] == []
    assert hall.member("G1").you["second"] == ["P1"]
    hall.member("G1").second("P1")
    hall.member("G2").amend()
    hall.member("G3").object()
    assert hall.member("G1").you["second"] == ["A1", "OB1"]


@pytest.mark.parametrize(
    "method,way", [("show_of_hands", "hand"), ("paper_secret", "paper"), ("online", "phone")]
)
def test_a_voter_is_told_how(method: str, way: str) -> None:
    hall = debated_hall()
    hall.chair.gives(
        msgspec.convert(
            {"do": "open_vote", "target": "P1", "motion": "substantive", "method": method}, c.OpenVote
        )
    )
    assert hall.member("G1").you["ballot"] == {"vote": "V1", "eligible": True, "way": way}


def test_an_observer_and_the_public_are_told_little() -> None:
    hall = open_hall()
    assert hall.as_role("observer", "O1").you["may"] == {}
    assert hall.as_role("public").you == {"role": "public", "may": {}}
    assert "next" not in hall.member("G1").you
    assert hall.chair.you["next"] == hall.recorder.you["next"] == hall.next_steps


def test_the_opening_says_whether_enough_are_here() -> None:
    hall = hall_at_check_in()
    assert labels(hall) == ["宣布开会（到会 0 人，人数还不够，只能先听意见）"]
    hall.everyone_arrives()
    assert labels(hall) == ["宣布开会（到会 14 人，人数够）"]


def test_what_the_rules_still_forbid_is_suggested_with_its_reason() -> None:
    hall = debated_hall()
    hall.member("G1").object()
    hall.member("E3").second("OB1")
    first, vote, *_ = hall.next_steps
    assert first == {"do": "answer_objection", "args": {"objection": "OB1"}, "label": "答复异议：油车没处停"}
    assert vote["do"] == "open_vote"
    assert vote["why_not"].startswith("有人附议的异议还没有答复：油车没处停")


def test_an_unseconded_amendment_is_taken_away_before_the_vote() -> None:
    hall = debated_hall()
    hall.member("G1").amend()
    assert hall.next_steps[0]["args"] == {"target": "A1"}
    assert labels(hall)[0] == "没有人附议，不讨论这个修改"


def test_without_a_quorum_the_proposal_is_put_aside() -> None:
    hall = debated_hall(but=["G1", "G2", "G4"])
    hall.member("G3").leave()
    hall.chair.name_tellers("S3", "E3")
    assert labels(hall)[0] == "今天不能表决，先放下这个方案"


def test_suggestions_never_carry_a_null() -> None:
    hall = debated_hall()
    assert hall.next_steps[0]["args"] == {"target": "P1", "motion": "substantive", "method": "show_of_hands"}


def to_the_end(hall: Hall) -> list[str]:
    done: list[str] = []
    while hall.session.status in ("check_in", "in_progress", "recess"):
        done.append(hall.follow_advice())
        assert len(done) < 120, done[-10:]
    return done


def test_the_first_suggestion_leads_through_a_session_without_proposals() -> None:
    hall = hall_at_check_in()
    hall.everyone_arrives()
    done = to_the_end(hall)
    assert hall.session.status == "closed"
    assert done[:3] == ["open_session", "read_rules", "name_tellers"]
    assert done.count("open_topic") == 3
    assert done[-2:] == ["read_back", "close_session"]


def test_the_first_suggestion_leads_a_proposal_with_everything_to_its_vote() -> None:
    hall = open_hall()
    hall.table()
    hall.member("G1").amend()
    hall.member("G2").second("A1")
    hall.member("G3").amend(text="没人附议的修改")
    hall.member("G1").object()
    hall.member("G2").second("OB1")
    hall.member("G3").second("OB1")
    hall.member("G4").raise_hand("against")
    done = to_the_end(hall)
    assert hall.session.proposals[ProposalId("P1")].outcome == "adopted"
    assert hall.session.objections[ObjectionId("OB1")].how == "answered"
    assert done.count("open_vote") == 2
    assert hall.session.status == "closed"


def test_the_first_suggestion_leads_out_of_a_recess_and_of_a_referral() -> None:
    hall = debated_hall()
    hall.chair.recess()
    assert hall.follow_advice() == "resume"
    hall.hands("P1", "referral", **ALL_FOR)
    assert hall.follow_advice() == "mark_deferred"
    to_the_end(hall)
    assert hall.session.status == "closed"


@pytest.mark.parametrize("why", ["talk", "no notice", "no quorum"])
def test_the_first_suggestion_leads_out_of_a_hall_that_cannot_vote(why: str) -> None:
    hall = open_hall(
        form="talk" if why == "talk" else "deliberation",
        topics=[topic("T1", notice_sent=None)] if why == "no notice" else None,
    )
    hall.table()
    if why == "no quorum":
        for name in ("G1", "G2", "G3", "G4"):
            hall.member(name).leave()
    to_the_end(hall)
    assert hall.session.proposals[ProposalId("P1")].status == "withdrawn"


def test_the_first_suggestion_lapses_what_nobody_seconds() -> None:
    hall = open_hall()
    hall.member("E1").propose()
    assert "withdraw" in to_the_end(hall)


def test_the_proposer_who_left_holds_nothing_up() -> None:
    hall = open_hall()
    hall.table()
    hall.member("E1").leave()
    to_the_end(hall)
    assert hall.session.status == "closed"


def test_what_the_chair_is_told_is_what_the_rules_say() -> None:
    hall = open_hall()
    assert hall.chair.you["may"]["close_session"] == "散会前请先把记录读一遍。（议事规则第16条）"
    assert hall.recorder.you["may"] == {"read_back": True}
    assert Actor("recorder", SeatId("R1"), SeatId("S7")).speaking_seat == "S7"


def test_leaving_a_topic_that_nobody_proposed_on_asks_once() -> None:
    hall = open_hall()
    step = next(step for step in hall.next_steps if step["do"] == "open_topic")
    assert step["confirm"] is True


def test_the_chair_is_told_why_there_is_nothing_to_vote_on_or_to_mark() -> None:
    may = open_hall().chair.you["may"]
    assert may["open_vote"] == may["mark_deferred"]
    assert may["open_vote"].startswith("现在没有正在讨论的方案")
    assert debated_hall().chair.you["may"]["open_vote"] is True
