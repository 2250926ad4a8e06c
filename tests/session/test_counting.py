"""计票: hands, paper and phones together; sums that say where they are wrong and by how many (rule 16)."""

import pytest

from deliberation.session import facts as f
from deliberation.session.names import GroupId, SeatId, VoteId
from deliberation.session.refusals import Rejected
from tests.session.hall import Hall, debated_hall, rejected, rules_with, say

V1 = VoteId("V1")
ALL_FOR = {"standing": (6, 0, 0), "gas": (4, 0, 0), "ev": (4, 0, 0)}


def voting_hall(method: str = "show_of_hands") -> Hall:
    hall = debated_hall()
    match method:
        case "online" | "paper_open" | "paper_secret":
            hall.chair.open_vote("P1", method)
        case _:
            hall.chair.open_vote("P1")
    return hall


def test_counts_that_do_not_add_up_say_where_and_by_how_many() -> None:
    hall = voting_hall()
    with pytest.raises(Rejected) as caught:
        hall.recorder.enter_count(standing=(6, 0, 0), gas=(3, 0, 0), ev=(4, 1, 1))
    assert caught.value.detail == {"groups": {"gas": -1, "ev": 2}, "rule": 16}
    assert say(caught.value.phrase) == "票数对不上：燃油车车主少 1 人、新能源车车主多 2 人（议事规则第16条）"


def test_every_group_is_counted_and_only_known_ones() -> None:
    hall = voting_hall()
    with rejected("counts_do_not_add_up", groups={"gas": -4}):
        hall.recorder.enter_count(standing=(6, 0, 0), ev=(4, 0, 0))
    with rejected("unknown_group", group="moon"):
        hall.recorder.enter_count(moon=(1, 0, 0))


def test_a_vote_by_hands_closes_with_its_count() -> None:
    hall = voting_hall()
    with rejected("count_missing"):
        hall.chair.close_vote()
    with rejected("paper_not_used"):
        hall.recorder.issue_paper("S7")
    with rejected("paper_not_used"):
        hall.recorder.enter_paper(1, 1, 0, gas=(1, 0, 0))
    hall.recorder.enter_count(**ALL_FOR)
    (closed,) = hall.chair.close_vote()
    assert isinstance(closed, f.BallotBoxClosed)
    assert closed.tally.total == (14, 0, 0)


def test_phones_and_hands_together() -> None:
    """Twelve by phone; the two without a phone are counted by the tellers, and only they."""
    hall = voting_hall("online")
    for voter in hall.session.present_voters:
        if voter.id not in ("S7", "G4"):
            hall.member(voter.id).cast_ballot("for")
    with rejected("counts_do_not_add_up", groups={"standing": 1}):
        hall.recorder.enter_count(standing=(2, 0, 0), gas=(1, 0, 0))
    hall.recorder.enter_count(standing=(1, 0, 0), gas=(0, 1, 0))
    with rejected("already_counted"):
        hall.member("S7").cast_ballot("for")
    with rejected("already_counted"):
        hall.recorder.issue_paper("S7")
    hall.member("E1").cast_ballot("against")  # a ballot by phone may still be changed
    hall.chair.close_vote()
    tally = hall.session.votes[V1].tally
    assert tally is not None
    assert tally.total == (12, 2, 0)


def test_a_person_with_a_paper_does_not_vote_by_phone_too() -> None:
    hall = voting_hall("online")
    assert hall.recorder.issue_paper("S7", "S7") == [f.PaperIssued(V1, [SeatId("S7")])]
    assert hall.recorder.issue_paper("S7") == []
    with rejected("voted_on_paper", rule=16):
        hall.member("S7").cast_ballot("for")
    assert hall.member("S7").you["ballot"]["way"] == "paper"
    hall.member("E1").cast_ballot("for")
    with rejected("voted_by_phone", rule=16):
        hall.recorder.issue_paper("E1")
    with rejected("not_eligible"):
        hall.recorder.issue_paper("O1")
    with rejected("count_missing"):
        hall.chair.close_vote()
    with rejected("paper_does_not_add_up", holders=1):
        hall.recorder.enter_paper(2, 2, 0, standing=(2, 0, 0))
    hall.recorder.enter_paper(1, 1, 0, standing=(0, 1, 0))
    hall.chair.close_vote()
    tally = hall.session.votes[V1].tally
    assert tally is not None
    assert tally.total == (1, 1, 0)


def test_hands_and_papers_never_count_the_same_people() -> None:
    everyone = {"standing": (6, 0, 0), "gas": (4, 0, 0), "ev": (4, 0, 0)}
    hall = voting_hall("online")
    hall.recorder.enter_count(**everyone)
    with rejected("already_counted"):
        hall.recorder.enter_paper(14, 14, 0, **everyone)
    hall = voting_hall("online")
    hall.recorder.enter_paper(14, 14, 0, **everyone)
    with rejected("already_counted"):
        hall.recorder.enter_count(**everyone)


def test_hands_papers_and_phones_in_one_vote() -> None:
    hall = voting_hall("online")
    hall.recorder.issue_paper("S7")
    hall.member("E1").cast_ballot("for")
    hall.recorder.enter_count(standing=(5, 0, 0), gas=(0, 4, 0), ev=(3, 0, 0))
    hall.recorder.enter_paper(1, 1, 0, standing=(0, 0, 1))
    hall.chair.close_vote()
    tally = hall.session.votes[V1].tally
    assert tally is not None
    assert tally.total == (9, 4, 1)


def test_secret_papers_issued_returned_invalid() -> None:
    hall = voting_hall("paper_secret")
    with rejected("count_is_for_hands"):
        hall.recorder.enter_count(**ALL_FOR)
    assert hall.recorder.enter_paper(14, 13, 2, standing=(5, 0, 0), gas=(2, 1, 0), ev=(3, 0, 0)) == [
        f.PaperCounted(
            V1,
            14,
            13,
            2,
            {GroupId("standing"): (5, 0, 0), GroupId("gas"): (2, 1, 0), GroupId("ev"): (3, 0, 0)},
        )
    ]
    hall.chair.close_vote()
    board = hall.board("hall")["votes"]["V1"]
    assert board["tally"] == {"total": (10, 1, 0), "invalid": 2}
    assert board["outcome"] == "adopted"


def shortfall(hall: Hall, issued: int, returned: int, invalid: int, **counts: tuple[int, int, int]) -> str:
    with pytest.raises(Rejected) as caught:
        hall.recorder.enter_paper(issued, returned, invalid, **counts)
    assert caught.value.code == "paper_does_not_add_up"
    return say(caught.value.phrase)


def test_papers_that_do_not_add_up_say_how() -> None:
    hall = voting_hall("paper_secret")
    assert "发出 15 张，能投票的只有 14 人" in shortfall(hall, 15, 0, 0)
    assert "收回 5 张，多于发出的 4 张" in shortfall(hall, 4, 5, 5)
    assert "有效 3 张加无效 1 张，不等于收回的 5 张" in shortfall(hall, 5, 5, 1, ev=(3, 0, 0))
    assert "新能源车车主多 1 人" in shortfall(hall, 14, 5, 0, ev=(5, 0, 0))
    hall.recorder.issue_paper("E1", "E2")
    assert "发出 3 张，该领纸票的有 2 人" in shortfall(hall, 3, 3, 0, ev=(3, 0, 0))


def test_a_vote_by_phone_needs_tellers_as_soon_as_something_is_counted() -> None:
    hall = voting_hall("online")
    hall.member("G3").leave()
    with rejected("tellers_needed"):
        hall.recorder.enter_count(**ALL_FOR)
    with rejected("tellers_needed"):
        hall.recorder.issue_paper("S7")
    hall.chair.name_tellers("S3", "E1")
    hall.recorder.issue_paper("S7")


def test_a_teller_who_goes_home_does_not_keep_a_vote_from_closing() -> None:
    hall = voting_hall()
    hall.member("S3").leave()
    hall.member("G3").leave()
    hall.recorder.enter_count(standing=(5, 0, 0), gas=(3, 0, 0), ev=(4, 0, 0))
    hall.chair.close_vote()


def test_a_vote_by_phone_alone_needs_no_tellers() -> None:
    hall = debated_hall(rules=rules_with(voting__tellers=3))
    with rejected("tellers_needed", needed=3):
        hall.chair.open_vote("P1")
    hall.chair.open_vote("P1", "online")


def test_the_recorder_sees_who_is_still_to_be_counted() -> None:
    hall = voting_hall("online")
    hall.member("G1").cast_ballot("for")
    hall.recorder.issue_paper("G2")
    gas = next(each for each in hall.recorder.you["count"]["groups"] if each["group"] == "gas")
    assert (gas["eligible"], gas["phone"], gas["paper"], gas["remaining"]) == (4, 1, 1, 2)
    assert [each["seat"] for each in gas["waiting"]] == ["G3", "G4"]
