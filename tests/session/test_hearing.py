"""听证会: both sides are heard, nobody votes, and each opinion is told whether it is taken up and why."""

import pytest

from deliberation.session.names import TakenUp
from tests.session.hall import Hall, open_hall, rejected


def hearing(topic: str | None = "T1") -> Hall:
    return open_hall(form="hearing", topic_=topic)


def test_an_opinion_is_on_the_board_with_its_answer() -> None:
    hall = hearing()
    hall.member("G1").state_opinion("against", "晚上太吵")
    hall.recorder_for("S7").state_opinion("for", "早该装了")

    before = hall.board("hall")["opinions"]
    assert before["OP1"] == {
        "no": 1,
        "topic": "T1",
        "text": "晚上太吵",
        "position": "against",
        "seat": "G1",
        "by": "全名G1",
        "group": before["OP1"]["group"],
    }
    hall.chair.answer_opinion("OP1", "partly_taken_up", "改到白天装")

    after = hall.board("hall")["opinions"]
    assert after["OP1"]["answer"] == {"taken_up": "partly_taken_up", "reason": "改到白天装"}
    assert "answer" not in after["OP2"]
    log = [line["text"] for line in hall.board("public")["log"].values()]
    assert "部分采纳意见“晚上太吵”。理由：改到白天装" in log


def test_a_letter_that_is_read_out_is_answered_like_any_opinion() -> None:
    hall = hearing()
    hall.recorder.read_written_opinion("周阿婆", "电梯口太暗")

    opinion = hall.board("hall")["opinions"]["OP1"]
    assert (opinion["by"], opinion["written"]) == ("周阿婆", True)
    assert "by" not in hall.board("public")["opinions"]["OP1"], "who wrote a letter is not for the street"
    hall.recorder.answer_opinion("OP1", "taken_up", "下周装灯")


def test_elsewhere_a_letter_is_only_heard() -> None:
    hall = open_hall()
    hall.recorder.read_written_opinion("周阿婆", "电梯口太暗")
    assert hall.session.opinions == {}


@pytest.mark.parametrize("form", ["deliberation", "talk", "mediation"])
def test_opinions_are_stated_at_hearings_only(form: str) -> None:
    with rejected("hearing_only"):
        open_hall(form=form).member("G1").state_opinion()


def test_a_hearing_proposes_nothing_and_votes_on_nothing() -> None:
    hall = open_hall()
    hall.table()
    hall.talk_out()
    hall.chair.change_form("hearing")
    with rejected("form_cannot_vote", rule=2):
        hall.chair.open_vote()
    hall.chair.withdraw("P1")
    with rejected("form_has_no_proposals"):
        hall.member("G1").propose()


def test_an_opinion_is_about_the_open_topic_and_says_something() -> None:
    hall = hearing(None)
    with rejected("no_topic"):
        hall.member("G1").state_opinion()
    hall.chair.open_topic("T1")
    with rejected("opinion_empty"):
        hall.member("G1").state_opinion(text=" ")
    with rejected("chair_is_neutral"):
        hall.chair.state_opinion()


@pytest.mark.parametrize("taken_up", ["taken_up", "not_taken_up"])
def test_an_answer_says_why_and_is_given_once(taken_up: TakenUp) -> None:
    hall = hearing()
    hall.member("G1").state_opinion()
    with rejected("unknown_target"):
        hall.chair.answer_opinion("OP9")
    with rejected("reason_needed"):
        hall.chair.answer_opinion(taken_up=taken_up, reason=" ")
    with rejected("not_staff"):
        hall.member("G1").answer_opinion()
    hall.chair.answer_opinion(taken_up=taken_up)
    with rejected("opinion_answered"):
        hall.recorder.answer_opinion(taken_up=taken_up)


def test_nobody_goes_home_before_each_opinion_is_answered() -> None:
    hall = hearing()
    hall.member("G1").state_opinion(text="晚上太吵")
    hall.chair.close_topic("T1")
    with rejected("opinion_unanswered", opinion="OP1"):
        hall.recorder.read_back()
    (step, *_) = hall.next_steps
    assert (step["do"], step["args"]) == ("answer_opinion", {"opinion": "OP1"})

    hall.recorder.answer_opinion()
    hall.recorder.read_back()
    hall.chair.close_session()
    assert hall.session.status == "closed"


def test_a_hidden_opinion_stays_hidden_in_the_answer_to_it() -> None:
    hall = hearing()
    hall.member("G1").state_opinion(text="骂人的话")
    hall.chair.hide("OP1")
    hall.chair.answer_opinion("OP1", "not_taken_up", "不针对个人")

    for audience in ("hall", "public"):
        board = hall.board(audience)
        assert board["opinions"]["OP1"]["text"] == "（文字已隐去）"
        assert "骂人的话" not in str(board)
    assert hall.board("staff")["opinions"]["OP1"]["text"] == "骂人的话"


def test_a_member_is_offered_to_state_an_opinion_at_a_hearing() -> None:
    assert hearing().member("G1").you["may"]["state_opinion"] is True
    assert "state_opinion" not in open_hall().member("G1").you["may"]
    assert isinstance(hearing().member("G1").you["may"]["propose"], str)


def test_nobody_counts_where_nobody_votes() -> None:
    hall = hearing(None)
    assert "name_tellers" not in [step["do"] for step in hall.next_steps]
