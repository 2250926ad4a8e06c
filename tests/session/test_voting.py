"""表决: who may vote, by which method, with which secrecy, and what comes out (rules 2, 13, 14, 15, 16)."""

from deliberation.session import facts as f
from deliberation.session.names import STANDING, Choice, GroupId, ProposalId, SeatId, Secrecy, VoteId
from tests.session.hall import Hall, debated_hall, open_hall, rejected, rules_with, seat, setup, topic

P1, V1 = ProposalId("P1"), VoteId("V1")
GAS, EV = GroupId("gas"), GroupId("ev")
ALL_FOR = {"standing": (6, 0, 0), "gas": (4, 0, 0), "ev": (4, 0, 0)}


def test_seven_of_fourteen_is_not_more_than_half() -> None:
    """7 for, 6 against, 1 abstaining: not adopted by those present, adopted by the votes cast."""
    split = {"standing": (3, 2, 1), "gas": (0, 4, 0), "ev": (4, 0, 0)}
    assert debated_hall(topics=[topic("T1", affected=[])]).hands("P1", **split) == "not_adopted"
    cast = rules_with(voting__threshold={"base": "cast"})
    assert debated_hall(rules=cast, topics=[topic("T1", affected=[])]).hands("P1", **split) == "adopted"


def test_a_tie_is_not_adopted() -> None:
    hall = debated_hall()
    assert hall.hands("P1", standing=(3, 3, 0), gas=(0, 4, 0), ev=(4, 0, 0)) == "tie_not_adopted"
    assert hall.session.proposals[P1].status == "not_adopted"
    sentence = hall.board("public")["votes"]["V1"]["sentence"]
    assert sentence == "赞成和反对一样多（7 比 7），平局，未通过。"


def test_a_group_that_is_against_makes_it_contested() -> None:
    hall = debated_hall()
    assert hall.hands("P1", standing=(6, 0, 0), gas=(1, 3, 0), ev=(4, 0, 0)) == "contested"
    assert "燃油车车主到会的人过半反对" in hall.board("public")["votes"]["V1"]["sentence"]


def test_half_of_a_group_is_not_against_it_and_abstentions_count_as_present() -> None:
    assert debated_hall().hands("P1", standing=(6, 0, 0), gas=(2, 2, 0), ev=(4, 0, 0)) == "adopted"
    assert debated_hall().hands("P1", standing=(6, 0, 0), gas=(0, 2, 2), ev=(4, 0, 0)) == "adopted"


def test_a_one_seat_group_protects_itself_and_is_not_named() -> None:
    seats = [
        seat("H1"),
        seat("R1"),
        *(seat(f"S{n}") for n in (1, 3, 4)),
        seat("G1"),
        *(seat(f"E{n}") for n in (1, 2, 3)),
    ]
    hall = open_hall(seats=seats, rules=rules_with(voting__tellers=0))
    hall.table()
    hall.talk_out()
    assert hall.hands("P1", standing=(3, 0, 0), gas=(0, 1, 0), ev=(3, 0, 0)) == "contested"
    assert "受影响最直接的一方" in hall.board("public")["votes"]["V1"]["sentence"]
    assert "燃油车车主" in hall.board("hall")["votes"]["V1"]["sentence"]


def test_a_whole_group_away_means_no_vote() -> None:
    hall = debated_hall(but=["G1", "G2", "G4"])
    hall.member("G3").leave()
    with rejected("no_quorum", rule=2):
        hall.chair.open_vote("P1")
    assert hall.board("public")["quorum"]["missing"] == ["燃油车车主还没有人到会"]


def test_quorum_needs_two_thirds_and_more_than_half_of_the_standing_members() -> None:
    hall = open_hall(but=["G1", "G2", "E1", "S1", "S4"])
    assert not hall.board("hall")["quorum"]["met"]
    assert hall.board("hall")["quorum"]["missing"] == ["有表决权的委员还差 1 人（要 10 人）"]
    hall.member("G1").check_in()
    assert hall.board("hall")["quorum"]["met"]
    for standing in ("S3", "S5"):
        hall.member(standing).leave()
    assert "常任委员还差 2 人" in hall.board("hall")["quorum"]["missing"]


def test_who_leaves_between_votes_is_not_in_the_next_base() -> None:
    hall = debated_hall()
    hall.hands("P1", **ALL_FOR)
    hall.member("G4").leave()
    hall.table("E2", "E3")
    hall.talk_out()
    (opened,) = hall.chair.open_vote("P2")
    assert isinstance(opened, f.VoteOpened)
    assert opened.present == len(opened.eligible) == 13
    with rejected("counts_do_not_add_up", groups={"gas": 1}):
        hall.recorder.enter_count(**ALL_FOR)


def test_who_comes_late_does_not_vote_in_the_open_vote() -> None:
    hall = debated_hall(but=["G4"])
    hall.chair.open_vote("P1", "online")
    hall.member("G4").check_in()
    with rejected("not_eligible"):
        hall.member("G4").cast_ballot("for")
    assert hall.member("G4").you["ballot"]["eligible"] is False


def test_who_leaves_during_a_vote_stays_in_its_base_and_may_be_missing_among_the_hands() -> None:
    hall = debated_hall()
    hall.chair.open_vote("P1")
    hall.member("G4").leave()
    with rejected("counts_do_not_add_up", groups={"gas": -1}):
        hall.recorder.enter_count(standing=(6, 0, 0), gas=(2, 0, 0), ev=(4, 0, 0))
    with rejected("counts_do_not_add_up", groups={"gas": 1}):
        hall.recorder.enter_count(standing=(6, 0, 0), gas=(5, 0, 0), ev=(4, 0, 0))
    hall.recorder.enter_count(standing=(6, 0, 0), gas=(3, 0, 0), ev=(4, 0, 0))
    hall.recorder.enter_count(**ALL_FOR)
    hall.chair.close_vote()
    assert hall.board("hall")["votes"]["V1"]["eligible_by_group"]["gas"] == 4


def test_a_chair_with_a_standing_seat_does_not_vote() -> None:
    hall = debated_hall()
    assert hall.board("hall")["quorum"]["by_group"]["standing"]["expected"] == 6
    hall.chair.open_vote("P1", "online")
    with rejected("chair_does_not_vote", rule=3):
        hall.chair.cast_ballot("for")


def test_a_ruleset_may_let_the_chair_vote() -> None:
    seats = [seat("S2", role="chair"), *(each for each in setup().seats if each.id != "S2")]
    hall = debated_hall(seats=seats, rules=rules_with(voting__chair_votes=True))
    hall.chair.open_vote("P1", "online")
    hall.chair.cast_ballot("for")
    assert hall.board("hall")["quorum"]["by_group"]["standing"]["expected"] == 7
    with rejected("chair_is_neutral"):
        hall.recorder_for("S2").request_secret(
            "P1"
        ) if not hall.chair.close_vote() else hall.chair.raise_hand()


def test_a_recused_member_is_present_but_does_not_vote() -> None:
    hall = debated_hall()
    hall.member("S4").recuse("S4")
    hall.chair.open_vote("P1", "online")
    with rejected("not_eligible", rule=13):
        hall.member("S4").cast_ballot("for")
    assert hall.session.votes[V1].present == 14
    assert len(hall.session.votes[V1].eligible) == 13
    assert not hall.session.votes[V1].restricted


def test_an_electorate_of_those_who_pay() -> None:
    """Only the electric cars pay: their vote decides, and nobody else's objection makes it contested."""
    hall = debated_hall()
    with rejected("unknown_electorate", name="moon"):
        hall.chair.open_vote("P1", electorate=["moon"])
    with rejected("nobody_eligible"):
        hall.chair.open_vote("P1", electorate=["O1"])
    hall.chair.open_vote("P1", electorate=["ev", "G1"])
    hall.recorder.enter_count(ev=(4, 0, 0), gas=(0, 1, 0))
    hall.chair.close_vote()
    assert hall.session.votes[V1].outcome == "adopted"
    assert hall.session.votes[V1].restricted


def test_the_motion_and_its_kind_belong_together() -> None:
    hall = debated_hall()
    with rejected("motion_mismatch"):
        hall.chair.open_vote("P1", motion="amendment")
    hall.member("G1").amend()
    with rejected("motion_mismatch"):
        hall.chair.open_vote("A1", motion="referral")
    with rejected("unknown_target"):
        hall.chair.open_vote("P9")


def test_methods_and_their_secrecy() -> None:
    hall = debated_hall(rules=rules_with(voting__methods=("show_of_hands", "paper_secret", "online")))
    with rejected("method_not_allowed"):
        hall.chair.open_vote("P1", "paper_open")
    with rejected("method_not_secret"):
        hall.chair.open_vote("P1", secrecy="confidential")
    with rejected("paper_is_secret"):
        hall.chair.open_vote("P1", "paper_secret", secrecy="open")
    with rejected("secrecy_not_available"):
        hall.chair.open_vote("P1", "online", secrecy="secret")


def test_one_fifth_may_ask_for_a_secret_ballot() -> None:
    hall = debated_hall()
    assert hall.member("G1").request_secret() == [f.SecretRequested(P1, SeatId("G1"))]
    with rejected("already_requested"):
        hall.member("G1").request_secret()
    with rejected("unknown_target"):
        hall.member("G1").request_secret("P9")
    hall.member("G2").request_secret()
    assert hall.next_steps[0]["args"]["method"] == "show_of_hands"
    hall.member("G3").request_secret()
    assert hall.next_steps[0]["args"]["method"] == "paper_secret"
    with rejected("secret_requested", count=3, rule=13):
        hall.chair.open_vote("P1")
    with rejected("secret_requested"):
        hall.chair.open_vote("P1", "online", secrecy="open")
    (opened,) = hall.chair.open_vote("P1", "online")
    assert isinstance(opened, f.VoteOpened)
    assert opened.secrecy == "confidential"


def test_only_one_vote_runs_and_everything_else_waits() -> None:
    hall = debated_hall()
    hall.chair.open_vote("P1", "online")
    with rejected("vote_running"):
        hall.chair.open_vote("P1")
    with rejected("vote_running"):
        hall.member("G1").raise_hand("against")
    with rejected("vote_running"):
        hall.chair.recess()


def test_a_speech_that_still_runs_ends_with_the_vote() -> None:
    hall = debated_hall()
    hall.chair.give_floor("E1", "closing")
    hall.wait(30)
    assert hall.chair.open_vote("P1")[0] == f.SpeechEnded(SeatId("E1"), 30)


def online_hall(secrecy: Secrecy = "open") -> Hall:
    hall = debated_hall()
    hall.chair.open_vote("P1", "online", secrecy=secrecy)
    return hall


def test_ballots_by_phone_the_last_choice_counts() -> None:
    hall = online_hall()
    assert hall.member("E1").cast_ballot("against") == [f.BallotCast(V1, SeatId("E1"), "against")]
    hall.member("E1").cast_ballot("for")
    hall.recorder_for("S7").cast_ballot("abstain")
    assert hall.member("E1").you["ballot"]["choice"] == "for"
    hall.chair.close_vote()
    tally = hall.session.votes[V1].tally
    assert tally == f.Tally((1, 0, 1), {STANDING: (0, 0, 1), GAS: (0, 0, 0), EV: (1, 0, 0)})
    assert hall.session.votes[V1].outcome == "not_adopted"
    with rejected("vote_closed", rule=13):
        hall.member("E1").cast_ballot("for", "V1")
    with rejected("unknown_vote"):
        hall.member("E1").cast_ballot("for", "V9")


def test_a_ballot_that_nobody_may_see_is_cast_by_one_s_own_hand() -> None:
    hall = online_hall("confidential")
    with rejected("by_own_hand", rule=16):
        hall.recorder_for("S7").cast_ballot("for")
    hall.member("S1").cast_ballot("for")
    hall.chair.close_vote()
    for audience in ("public", "hall", "staff"):
        assert "by_group" not in hall.board(audience)["votes"]["V1"]["tally"]


def test_no_phone_in_a_show_of_hands_and_nobody_votes_from_home() -> None:
    hall = debated_hall()
    hall.chair.open_vote("P1")
    with rejected("wrong_method"):
        hall.member("E1").cast_ballot("for")
    online = online_hall()
    online.member("E1").leave()
    with rejected("not_present"):
        online.member("E1").cast_ballot("for")


def test_the_digest_is_the_same_for_the_same_box_and_no_other() -> None:
    def digest(*choices: tuple[str, Choice]) -> str:
        hall = online_hall()
        for name, choice in choices:
            hall.member(name).cast_ballot(choice)
        (closed,) = hall.chair.close_vote()
        assert isinstance(closed, f.BallotBoxClosed)
        return closed.box_digest

    assert digest(("E1", "for"), ("G1", "against")) == digest(("G1", "against"), ("E1", "for"))
    assert digest(("E1", "for")) != digest(("E1", "against"))
    assert len(digest()) == 64
