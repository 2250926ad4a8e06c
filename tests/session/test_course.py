"""The course of a session: its phases, topics, recess, read-back and close."""

from deliberation.session import facts as f
from deliberation.session.names import IssueId, SeatId, TopicId
from tests.session.hall import Hall, debated_hall, hall_at_check_in, open_hall, rejected, seat, setup, topic

T1, T2 = TopicId("T1"), TopicId("T2")


def test_opening_says_how_many_are_here() -> None:
    hall = hall_at_check_in()
    hall.everyone_arrives(but=["G4"])
    assert hall.chair.open_session() == [f.SessionOpened(expected=14, present=13)]
    assert hall.session.opened_at == hall.now
    with rejected("already_open"):
        hall.chair.open_session()
    hall.member("G1").leave()
    assert "应到 14 人，实到 13 人" in str(hall.board("public")["log"])


def test_before_the_opening_nothing_is_discussed() -> None:
    hall = hall_at_check_in()
    hall.everyone_arrives()
    with rejected("not_open_yet"):
        hall.chair.open_topic("T1")
    with rejected("not_open_yet"):
        hall.member("G1").raise_hand()


def test_a_recess_stops_everything_but_coming_and_going() -> None:
    hall = open_hall()
    hall.member("G1").raise_hand("against")
    hall.chair.give_floor("G1")
    hall.wait(30)
    assert hall.chair.recess(10) == [f.SpeechEnded(SeatId("G1"), 30), f.RecessStarted(10)]
    with rejected("in_recess"):
        hall.member("G2").raise_hand("against")
    hall.member("G2").leave()
    hall.recorder.note("茶歇")
    assert hall.chair.resume() == [f.SessionResumed()]
    with rejected("not_in_recess"):
        hall.chair.resume()


def test_one_topic_at_a_time() -> None:
    hall = open_hall(topic_=None)
    with rejected("no_topic"):
        hall.member("G1").raise_hand()
    with rejected("no_topic"):
        hall.member("E1").propose()
    with rejected("unknown_topic", topic="T9"):
        hall.chair.open_topic("T9")
    assert hall.chair.open_topic("T1") == [f.TopicOpened(T1)]
    with rejected("topic_already_open"):
        hall.chair.open_topic("T1")
    assert hall.chair.open_topic("T2") == [f.TopicClosed(T1), f.TopicOpened(T2)]
    with rejected("topic_not_open", rule=4):
        hall.chair.close_topic("T1")
    with rejected("unknown_topic"):
        hall.chair.close_topic("T9")
    assert hall.chair.close_topic("T2") == [f.TopicClosed(T2)]
    assert hall.session.topic_status == {"T1": "closed", "T2": "closed", "T3": "waiting"}


def test_a_topic_waits_until_its_proposal_is_decided() -> None:
    hall = debated_hall()
    with rejected("motion_undecided", rule=4):
        hall.chair.open_topic("T2")
    with rejected("motion_undecided", rule=4):
        hall.chair.close_topic("T1")
    with rejected("motion_undecided", rule=4):
        hall.chair.read_back()
    with rejected("motion_undecided", rule=4):
        hall.chair.close_session()


def test_closing_a_topic_ends_the_speech_that_runs() -> None:
    hall = open_hall()
    hall.member("G1").raise_hand("against")
    hall.chair.give_floor("G1")
    hall.wait(20)
    assert hall.chair.close_topic("T1") == [f.SpeechEnded(SeatId("G1"), 20), f.TopicClosed(T1)]


def test_issues_of_today_are_shown_and_taken_away() -> None:
    hall = open_hall()
    assert hall.recorder.show_issue("I-T1") == [f.IssueShown(IssueId("I-T1"))]
    assert hall.board("hall")["now"]["issue"] == "I-T1"
    hall.chair.show_issue(None)
    assert "issue" not in hall.board("hall")["now"]
    with rejected("unknown_issue", issue="I9"):
        hall.chair.show_issue("I9")


def test_the_record_is_read_before_the_end_and_again_after_something_new() -> None:
    hall = open_hall()
    with rejected("read_back_first", rule=16):
        hall.chair.close_session()
    assert hall.recorder.read_back() == [f.RecordReadBack()]
    hall.chair.open_topic("T2")
    with rejected("read_back_first"):
        hall.chair.close_session()
    hall.chair.read_back()
    assert hall.chair.close_session() == [f.TopicClosed(T2), f.SessionClosed()]
    assert hall.session.status == "closed"


def test_after_the_end_only_the_record_can_be_corrected() -> None:
    hall = open_hall()
    hall.chair.read_back()
    hall.chair.close_session()
    with rejected("session_over"):
        hall.chair.open_topic("T2")
    with rejected("session_over"):
        hall.member("G1").leave()
    assert hall.recorder.correct(2) == [f.EntryCorrected(2, "应为五台", late=True)]


def test_the_form_may_change_and_a_talk_never_votes() -> None:
    hall = debated_hall()
    with rejected("same_form"):
        hall.chair.change_form("deliberation")
    assert hall.chair.change_form("talk") == [f.FormChanged("talk")]
    with rejected("form_cannot_vote", rule=2):
        hall.chair.open_vote("P1")
    hall.chair.change_form("deliberation")
    hall.chair.open_vote("P1")


def end(hall: Hall) -> str:
    hall.chair.read_back()
    hall.chair.close_session()
    return hall.session.status


def test_without_a_quorum_at_any_time_the_session_was_inquorate() -> None:
    assert end(open_hall(but=["G1", "G2", "G3", "G4"])) == "inquorate"


def test_who_came_late_may_bring_the_quorum() -> None:
    hall = open_hall(but=["G1", "G2", "G3", "G4"])
    hall.member("G1").check_in()
    hall.member("G1").leave()
    assert end(hall) == "closed"


def test_a_talk_needs_no_quorum() -> None:
    assert end(open_hall(but=["G1", "G2", "G3", "G4"], form="talk")) == "closed"


def test_what_cannot_be_voted_on_does_not_keep_the_session_open() -> None:
    hall = debated_hall()
    with rejected("not_yours"):
        hall.chair.withdraw("P1")
    for gone in ("G1", "G2", "G3", "G4"):
        hall.member(gone).leave()
    assert hall.chair.withdraw("P1")
    assert "今天不能表决，先放下：先改四个车位" in str(hall.board("public") | hall.board("hall"))
    assert end(hall) == "closed"


def test_topics_without_notice_are_heard_but_not_voted_on() -> None:
    hall = debated_hall(topics=[topic("T1", notice_sent=None)])
    with rejected("notice_too_late", rule=1, days=3):
        hall.chair.open_vote("P1")
    hall.chair.withdraw("P1")
    assert end(hall) == "closed"


def test_a_session_without_topics_can_be_held() -> None:
    hall = open_hall(topics=[], topic_=None)
    assert hall.member("G1").you["may"]["propose"] == "还没有开始议哪件事。请主持人先打开一个议题。"
    assert end(hall) == "closed"


def test_the_chair_may_come_from_outside() -> None:
    hall = Hall(setup(seats=[seat("H1"), seat("R1"), seat("S1"), seat("G1")]))
    hall.everyone_arrives()
    assert hall.chair.open_session() == [f.SessionOpened(expected=2, present=2)]
