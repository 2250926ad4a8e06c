"""What each audience sees, and what nobody can work out from it."""

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import asdict

from deliberation.language import speaker
from deliberation.session.board import PARTS, Drawing, board
from deliberation.session.facts import Group
from deliberation.session.names import STANDING, GroupId, MotionType, VoteId
from deliberation.session.patch import apply_patch, merge_patch
from deliberation.session.refusals import Rejected
from deliberation.session.state import Session
from deliberation.session.vote_board import SMALLEST_SPLIT, shown_groups
from tests.session.hall import Counts, Hall, debated_hall, hall_at_check_in, open_hall, rules_with, seat
from tests.session.wishes import STAGES, small_hall

V1 = VoteId("V1")
ALL_FOR = {"standing": (6, 0, 0), "gas": (4, 0, 0), "ev": (4, 0, 0)}


def voted_hall(sizes: dict[str, int]) -> Hall:
    """A vote in a hall with groups of these sizes, everyone in favour."""
    standing = [seat(f"S{n}") for n in range(10, 10 + sizes["standing"])]
    interest = [
        seat(f"G{key}{n}", group=GroupId(key))
        for key, size in sizes.items()
        if key != "standing"
        for n in range(size)
    ]
    groups = {key: (key, key) for key in sizes if key != "standing"}
    hall = open_hall(
        seats=[seat("H1"), seat("R1"), *standing, *interest],
        groups=groups,
        rules=rules_with(voting__tellers=0),
    )
    first, second = hall.session.present_voters[:2]
    hall.table(first.id, second.id)
    hall.talk_out()
    hall.hands("P1", **{key: (size, 0, 0) for key, size in sizes.items()})
    return hall


@pytest.mark.parametrize(
    "sizes,shown",
    [
        ({"standing": 6, "gas": 4, "ev": 4}, ["standing", "gas", "ev"]),
        ({"standing": 5, "dog": 2, "family": 3, "shop": 1, "clean": 1}, ["standing", "family"]),
        ({"standing": 5, "gas": 4, "shop": 1}, ["standing"]),  # 10 minus 5 minus 4 would be the shop's vote
        ({"standing": 5, "gas": 4, "shop": 1, "clean": 1}, ["standing"]),  # two alike would name both
        ({"standing": 5, "dog": 2, "clean": 1}, ["standing"]),
        ({"standing": 5, "shop": 1}, []),
    ],
    ids=str,
)
def test_a_small_group_s_split_stays_hidden_also_against_subtraction(
    sizes: dict[str, int], shown: list[str]
) -> None:
    hall = voted_hall(sizes)
    tally = hall.board("public")["votes"]["V1"]["tally"]
    assert list(tally.get("by_group", {})) == shown
    assert list(hall.board("hall")["votes"]["V1"]["tally"]["by_group"]) == list(sizes)


@given(st.lists(st.integers(1, 6), min_size=1, max_size=5), st.integers(1, 6))
def test_what_is_left_over_is_never_a_few_people(interest: list[int], standing: int) -> None:
    hall = voted_hall({"standing": standing, **{f"g{n}": size for n, size in enumerate(interest)}})
    vote = hall.session.votes[V1]
    shown = shown_groups(vote, "public")
    sizes = vote.eligible_by_group
    rest = sum(size for group, size in sizes.items() if group not in shown)
    assert all(sizes[group] >= SMALLEST_SPLIT for group in shown)
    assert rest == 0 or rest >= SMALLEST_SPLIT or not shown


def test_nothing_is_known_of_an_open_vote() -> None:
    hall = debated_hall()
    hall.chair.open_vote("P1")
    hall.recorder.enter_count(**ALL_FOR)
    for audience in ("public", "hall"):
        assert not {"tally", "outcome", "sentence", "hands", "paper"} & set(
            hall.board(audience)["votes"]["V1"]
        )
    assert hall.board("staff")["votes"]["V1"]["hands"] == ALL_FOR
    assert "举手已计数" not in str(hall.board("hall")["log"])


def test_papers_in_an_open_vote_are_for_staff() -> None:
    hall = debated_hall()
    hall.chair.open_vote("P1", "paper_secret")
    hall.recorder.enter_paper(14, 14, 0, **ALL_FOR)
    assert hall.board("staff")["votes"]["V1"]["paper"]["issued"] == 14
    assert "paper" not in hall.board("hall")["votes"]["V1"]


def test_the_public_sees_public_names_and_not_who_came_or_was_warned() -> None:
    hall = open_hall()
    hall.speak("G1", "against")
    hall.chair.warn("G1", "打断别人")
    hall.member("G4").leave()
    hall.table()
    public = hall.board("public")
    assert public["proposals"]["P1"]["by"] == "E1某某"
    lines = [line["text"] for line in public["log"].values()]
    assert lines == [
        "宣布开会，应到 14 人，实到 14 人",
        "宣读议事规则",
        "开始议：议题T1",
        "E1某某提出方案：先改四个车位",
    ]
    assert "people" not in public
    assert "people" not in hall.board("hall")
    assert hall.board("staff")["people"]["G1"]["warnings"] == 1


def test_the_hall_sees_the_queue_and_the_clock() -> None:
    hall = open_hall()
    hall.member("G1").raise_hand("against")
    hall.member("E1").raise_hand("for")
    hall.chair.give_floor(hand="H1")
    floor = hall.board("hall")["floor"]
    assert floor["speaker"] == {
        "seat": "G1",
        "name": "全名G1",
        "group": "燃油车车主",
        "position": "against",
        "kind": "speech",
        "started_at": "2026-03-21T11:00:00.000Z",
        "limit_seconds": 180,
        "warn_at_seconds": 30,
    }
    assert [(each["name"], each["first_time"]) for each in floor["queue"]] == [("全名E1", True)]


def test_the_board_in_english_names_groups_in_english() -> None:
    hall = open_hall()
    english = board(hall.session, "hall", speaker("en"))
    assert english["quorum"]["by_group"]["gas"]["label"] == "petrol-car owners"
    assert english["session"]["title"] == "How to use the bays"
    assert hall.board("hall")["quorum"]["by_group"]["gas"]["label"] == "燃油车车主"


def test_what_is_marked_votable_may_be_voted_on() -> None:
    hall = hall_at_check_in()
    assert [each["votable"] for each in hall.board("public")["topics"].values()] == [True, True, True]
    assert list(hall.board("public")["now"]) == []


@pytest.mark.parametrize(
    "base,ratio,strict,rule,enough,short",
    [
        (
            "present",
            "1/2",
            True,
            "赞成超过 14 人的一半（8 票）才算通过",
            "到会 14 人要 8 票，通过",
            "到会 14 人要 8 票，还差 2 票",
        ),
        (
            "present",
            "2/3",
            False,
            "赞成达到 14 人的三分之二（10 票）才算通过",
            "到会 14 人要 10 票，通过",
            "要 10 票，还差 4 票",
        ),
        (
            "cast",
            "1/2",
            True,
            "赞成多于反对才算通过，弃权不计",
            "多于反对 0 票，通过",
            "赞成 6 票，没有多于反对 8 票",
        ),
        (
            "cast",
            "2/3",
            False,
            "赞成达到赞成加反对的三分之二才算通过，弃权不计",
            "要 10 票，通过",
            "投赞成和反对的 14 人要 10 票，还差 4 票",
        ),
        (
            "cast",
            "2/3",
            True,
            "赞成超过赞成加反对的三分之二才算通过，弃权不计",
            "要 10 票，通过",
            "要 10 票，还差 4 票",
        ),
        (
            "present",
            "1/3",
            True,
            "赞成超过 14 人的三分之一（5 票）才算通过",
            "要 5 票，通过",
            "没有多于反对 8 票，未通过",
        ),
    ],
    ids=str,
)
def test_each_threshold_explains_itself(
    base: str, ratio: str, strict: object, rule: str, enough: str, short: str
) -> None:
    rules = rules_with(voting__threshold={"base": base, "ratio": ratio, "strict": strict})

    def board_after(**rows: Counts) -> dict[str, str]:
        hall = debated_hall(rules=rules)
        hall.hands("P1", **rows)
        vote: dict[str, str] = hall.board("public")["votes"]["V1"]
        return vote

    adopted = board_after(**ALL_FOR)
    assert adopted["rule"] == rule
    assert enough in adopted["sentence"].replace("，通过。", "，通过")
    assert short in board_after(standing=(2, 4, 0), gas=(2, 2, 0), ev=(2, 2, 0))["sentence"]


@pytest.mark.parametrize("motion,words", [("substantive", "通过。"), ("referral", "同意提交决定。")])
def test_what_a_vote_s_sentence_ends_with(motion: MotionType, words: str) -> None:
    hall = debated_hall()
    hall.hands("P1", motion, **ALL_FOR)
    assert hall.board("hall")["votes"]["V1"]["sentence"] == f"赞成 14 票，到会 14 人要 8 票，{words}"


leaves = st.integers() | st.text(max_size=3) | st.booleans() | st.lists(st.integers(), max_size=2)
objects = st.recursive(
    st.dictionaries(st.sampled_from("abcd"), leaves),
    lambda inner: st.dictionaries(st.sampled_from("abcd"), leaves | inner),
    max_leaves=12,
)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(old=objects, new=objects)
def test_a_patch_turns_the_old_into_the_new(old: dict[str, object], new: dict[str, object]) -> None:
    assert apply_patch(old, merge_patch(old, new)) == new


class Reading(Session, frozen=True):
    """A session that notes which of its fields are read."""

    def __getattribute__(self, name: str) -> Any:  # noqa: ANN401 - whatever a field holds
        if name in Session.__struct_fields__:
            READ.add(name)
        return super().__getattribute__(name)


READ: set[str] = set()
FIXED = {"setup", "seats", "public_seats", "expected"}
"""What stays the same from the first entry to the last."""


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("name", [name for name in PARTS if name != "log"])
def test_a_part_of_the_board_names_everything_it_is_made_of(name: str, stage: str) -> None:
    """Otherwise it would be kept when it should change. Not the log: its lines never do."""
    hall = small_hall(stage)
    with suppress(Rejected):
        hall.member("E1").raise_hand("for")
    session = Reading(**asdict(hall.session))
    READ.clear()
    PARTS[name].made_of(session)
    named = READ | FIXED
    READ.clear()
    PARTS[name].make(Drawing(session, "staff", speaker("zh"), None, {}))
    assert named >= READ


def test_the_patch_of_one_event_is_small() -> None:
    hall = open_hall()
    before = hall.board("hall")
    hall.member("G1").raise_hand("for")
    assert list(merge_patch(before, hall.board("hall"))) == ["floor"]


def test_groups_have_labels_in_both_languages() -> None:
    hall = open_hall()
    assert hall.session.setup.groups[GroupId("gas")] == Group(
        {"zh": "燃油车车主", "en": "petrol-car owners"}, 4
    )
    assert hall.session.groups == [STANDING, "gas", "ev"]


def test_a_result_stays_until_the_next_thing_happens() -> None:
    hall = debated_hall()
    hall.hands("P1", **ALL_FOR)
    hall.member("G1").leave()
    assert board(hall.session, "hall", speaker("zh"))["now"]["result"] == "V1"
    hall.recorder.note("下一件")
    assert "result" not in board(hall.session, "hall", speaker("zh"))["now"]


def test_an_adopted_amendment_leaves_its_old_words_nowhere() -> None:
    hall = debated_hall()
    hall.member("G1").amend(new_text="新的写法")
    hall.member("G2").second("A1")
    hall.talk_out()
    hall.hands("A1", **ALL_FOR)
    shown = board(hall.session, "hall", speaker("zh"))["proposals"]["P1"]
    assert (shown["text"], shown["what"]) == ("新的写法", "新的写法")


def test_staff_read_back_the_whole_log_and_the_hall_its_last_lines() -> None:
    hall = open_hall()
    for number in range(60):
        hall.recorder.note(f"第{number}条")
    staff, shown = (board(hall.session, audience, speaker("zh"))["log"] for audience in ("staff", "hall"))
    assert len(shown) == 40
    assert len(staff) > 60
    assert list(shown)[-1] == list(staff)[-1]
