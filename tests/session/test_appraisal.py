"""评议会: scores on paper, without names; counted by tellers, with sums that add up."""

import pytest

from deliberation.session.names import Form
from tests.session.hall import Hall, open_hall, rejected


def appraisal(topic: str | None = "T1") -> Hall:
    return open_hall(form="appraisal", topic_=topic)


def test_the_scores_of_an_item_are_for_everybody_without_names() -> None:
    hall = appraisal()
    hall.recorder.enter_scores("保洁", 14, 13, 1, satisfied=8, fairly_satisfied=3, unsure=1)

    for audience in ("staff", "hall", "public"):
        assert hall.board(audience)["scores"] == {
            "SC1": {
                "no": 1,
                "topic": "T1",
                "item": "保洁",
                "issued": 14,
                "returned": 13,
                "invalid": 1,
                "counts": {"satisfied": 8, "fairly_satisfied": 3, "dissatisfied": 0, "unsure": 1},
            }
        }
    log = list(hall.board("public")["log"].values())
    assert log[-1]["text"] == "评议“保洁”：满意 8、基本满意 3、不满意 0、不了解 1（发出 14、收回 13、无效 1）"


def test_counted_again_the_last_count_stands() -> None:
    hall = appraisal()
    hall.recorder.enter_scores("保洁", satisfied=12)
    hall.recorder.enter_scores("绿化", satisfied=12)
    hall.recorder.enter_scores(" 保洁 ", dissatisfied=12)

    scores = hall.board("hall")["scores"]
    assert [each["item"] for each in scores.values()] == ["保洁", "绿化"]
    assert scores["SC1"]["counts"]["dissatisfied"] == 12


@pytest.mark.parametrize(
    "issued, returned, invalid, satisfied", [(15, 15, 0, 15), (10, 11, 0, 11), (10, 10, 1, 10), (10, 9, 0, 8)]
)
def test_sheets_that_do_not_add_up_are_refused(
    issued: int, returned: int, invalid: int, satisfied: int
) -> None:
    with rejected("paper_does_not_add_up", rule=16):
        appraisal().recorder.enter_scores("保洁", issued, returned, invalid, satisfied=satisfied)


def test_scores_are_about_an_item_of_the_open_topic() -> None:
    with rejected("no_topic"):
        appraisal(None).recorder.enter_scores(satisfied=12)
    with rejected("item_needed"):
        appraisal().recorder.enter_scores(" ", satisfied=12)


def test_only_the_recorder_enters_what_tellers_counted() -> None:
    hall = appraisal()
    with rejected("not_recorder"):
        hall.chair.enter_scores(satisfied=12)
    hall.recorder.record_attendance("S3", present=False)
    with rejected("tellers_needed"):
        hall.recorder.enter_scores(satisfied=12)


@pytest.mark.parametrize("form", ["deliberation", "talk", "mediation", "hearing"])
def test_scores_are_given_at_appraisals_only(form: Form) -> None:
    with rejected("appraisal_only"):
        open_hall(form=form).recorder.enter_scores(satisfied=12)


def test_an_appraisal_proposes_nothing_and_votes_on_nothing() -> None:
    hall = open_hall()
    hall.table()
    hall.talk_out()
    hall.chair.change_form("appraisal")
    with rejected("form_cannot_vote", rule=2):
        hall.chair.open_vote()
    hall.chair.withdraw("P1")
    with rejected("form_has_no_proposals"):
        hall.member("G1").propose()


def test_an_appraisal_needs_tellers() -> None:
    hall = open_hall(form="appraisal", but=["S3", "G3"], topic_=None)
    assert "name_tellers" in [step["do"] for step in hall.next_steps]
