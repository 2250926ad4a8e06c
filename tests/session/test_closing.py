"""说透了再表决: three calls, or two thirds with both sides heard (rule 12)."""

from deliberation.session import facts as f
from deliberation.session.names import ProposalId, SeatId
from tests.session.hall import Hall, open_hall, rejected

P1 = ProposalId("P1")


def tabled_hall() -> Hall:
    hall = open_hall()
    hall.table()
    return hall


def test_three_unanswered_calls_close_the_debate() -> None:
    hall = tabled_hall()
    for call in (1, 2, 3):
        with rejected("debate_not_exhausted", calls=call - 1, needed=3):
            hall.chair.close_debate()
        assert hall.chair.call_for_more() == [f.MoreAskedFor(P1, call)]
    with rejected("calls_enough", needed=3):
        hall.chair.call_for_more()
    assert hall.chair.close_debate() == [f.DebateClosed(P1, "three_calls")]
    with rejected("debate_already_closed"):
        hall.chair.close_debate()


def test_a_new_hand_starts_the_calls_again() -> None:
    hall = tabled_hall()
    hall.chair.call_for_more()
    hall.chair.call_for_more()
    hall.member("G1").raise_hand("against")
    assert hall.board("hall")["floor"]["calls"] == 0
    with rejected("hands_waiting", count=1):
        hall.chair.call_for_more()


def test_nobody_is_asked_for_more_while_somebody_speaks() -> None:
    hall = tabled_hall()
    hall.chair.give_floor("G1", position="against")
    with rejected("someone_speaking"):
        hall.chair.call_for_more()


def test_no_vote_before_the_debate_is_over() -> None:
    hall = tabled_hall()
    with rejected("debate_open", rule=12):
        hall.chair.open_vote("P1")


def movers(hall: Hall, count: int) -> None:
    """So many of the fourteen want the debate to end; ten are two thirds."""
    for seat in [each.id for each in hall.session.present_voters][:count]:
        hall.member(seat).move_to_close()


def test_two_thirds_close_it_when_both_sides_were_heard() -> None:
    hall = tabled_hall()
    hall.speak("E3", "for")
    hall.speak("G1", "against")
    movers(hall, 9)
    with rejected("debate_not_exhausted", movers=9, movers_needed=10):
        hall.chair.close_debate()
    with rejected("already_moved"):
        hall.member("S1").move_to_close()
    assert hall.member("E4").move_to_close() == [f.ClosingMoved(P1, SeatId("E4"))]
    assert hall.board("hall")["floor"]["movers"] == {"have": 10, "need": 10}
    hall.member("G1").raise_hand("against")
    assert hall.chair.close_debate() == [f.DebateClosed(P1, "two_thirds")]
    assert not hall.session.queue


def test_two_thirds_do_not_silence_a_side_that_was_not_heard() -> None:
    hall = tabled_hall()
    hall.speak("E3", "for")
    hall.speak("S1", "middle")
    movers(hall, 14)
    with rejected("one_side_unheard", rule=12):
        hall.chair.close_debate()


def test_the_proposer_s_opening_counts_as_a_voice_in_favour() -> None:
    """Also when it is given before the second."""
    hall = open_hall()
    hall.member("E1").propose()
    hall.chair.give_floor("E1", "opening")
    hall.chair.end_speech()
    hall.member("E2").second("P1")
    hall.speak("G1", "against")
    movers(hall, 10)
    hall.chair.close_debate()


def test_two_thirds_do_not_interrupt() -> None:
    hall = tabled_hall()
    hall.speak("E3", "for")
    hall.chair.give_floor("G1", position="against")
    movers(hall, 10)
    with rejected("someone_speaking"):
        hall.chair.close_debate()


def test_movers_who_left_do_not_count() -> None:
    hall = tabled_hall()
    hall.speak("E3", "for")
    hall.speak("G1", "against")
    movers(hall, 10)
    for seat in ("S1", "S3", "S4"):
        hall.member(seat).leave()
    with rejected("debate_not_exhausted", movers=7, movers_needed=8):
        hall.chair.close_debate()


def test_calls_and_closing_belong_to_the_motion_on_the_table() -> None:
    hall = tabled_hall()
    hall.talk_out()
    hall.member("G1").amend()
    hall.member("G2").second("A1")
    assert hall.board("hall")["floor"]["calls"] == 0
    with rejected("debate_open"):
        hall.chair.open_vote("A1")
    hall.talk_out()
    hall.chair.open_vote("A1")
