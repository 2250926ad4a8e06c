"""The outcome algorithm and the quorum, as tables and against fractions."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliberation.session.facts import Tally
from deliberation.session.names import STANDING, GroupId, MotionType, Outcome
from deliberation.session.rules import Threshold, exceeds, needed, reaches
from deliberation.session.tally import add, outcome_of, passes, votes_needed
from tests.session.hall import RULES, Counts, rules_with

GAS, EV = GroupId("gas"), GroupId("ev")
ratios = st.builds(lambda a, b: f"{min(a, b)}/{max(a, b)}", st.integers(1, 9), st.integers(1, 9))
people = st.integers(0, 400)
thresholds = st.builds(Threshold, st.sampled_from(["present", "cast"]), ratios, st.booleans())


def outcome(
    rows: dict[GroupId, Counts],
    *,
    motion: MotionType = "substantive",
    restricted: bool = False,
    affected: tuple[GroupId, ...] = (GAS, EV),
    missing: int = 0,
) -> Outcome:
    """The outcome when everyone voted but `missing` of the standing members."""
    present = {group: sum(row) for group, row in rows.items()}
    present[STANDING] = present.get(STANDING, 0) + missing
    return outcome_of(
        Tally(add(*rows.values()), rows),
        motion=motion,
        base=sum(present.values()),
        present_by_group=present,
        affected=affected,
        restricted=restricted,
        rules=RULES,
    ).outcome


@pytest.mark.parametrize(
    "rows,expected",
    [
        ({STANDING: (3, 2, 1), GAS: (0, 4, 0), EV: (4, 0, 0)}, "not_adopted"),  # 7/6/1
        ({STANDING: (4, 2, 0), GAS: (2, 2, 0), EV: (2, 2, 0)}, "adopted"),  # 8/6
        ({STANDING: (3, 3, 0), GAS: (2, 2, 0), EV: (2, 2, 0)}, "tie_not_adopted"),
        (
            {STANDING: (0, 0, 6), GAS: (0, 0, 4), EV: (0, 0, 4)},
            "tie_not_adopted",
        ),  # nobody for, nobody against
        ({STANDING: (6, 0, 0), GAS: (1, 3, 0), EV: (4, 0, 0)}, "contested"),
        ({STANDING: (6, 0, 0), GAS: (2, 2, 0), EV: (4, 0, 0)}, "adopted"),  # half is not more than half
        ({STANDING: (6, 0, 0), GAS: (0, 2, 2), EV: (4, 0, 0)}, "adopted"),  # abstentions count as present
        ({STANDING: (6, 0, 0), GAS: (0, 1, 0), EV: (4, 0, 0)}, "contested"),  # a one-seat group
        ({STANDING: (2, 4, 0), GAS: (0, 4, 0), EV: (4, 0, 0)}, "not_adopted"),  # opposed and not passed
    ],
    ids=str,
)
def test_the_algorithm(rows: dict[GroupId, Counts], expected: Outcome) -> None:
    assert outcome(rows) == expected


def test_who_did_not_vote_still_stands_in_the_base() -> None:
    rows = {STANDING: (4, 0, 0), GAS: (4, 0, 0)}
    assert outcome(rows, missing=7) == "adopted"
    assert outcome(rows, missing=8) == "not_adopted"


OPPOSED: dict[GroupId, Counts] = {STANDING: (6, 0, 0), GAS: (0, 4, 0), EV: (4, 0, 0)}


@pytest.mark.parametrize(
    "changes,expected",
    [
        ({}, "contested"),
        ({"motion": "referral"}, "referred"),
        ({"motion": "amendment"}, "adopted"),
        ({"restricted": True}, "adopted"),
        ({"affected": (EV,)}, "adopted"),
        ({"affected": ()}, "adopted"),
    ],
    ids=str,
)
def test_what_protects_a_group(changes: dict[str, object], expected: Outcome) -> None:
    assert outcome(OPPOSED, **changes) == expected  # type: ignore[arg-type]  # a table of keyword arguments


def test_other_motions_may_be_protected_too() -> None:
    rules = rules_with(voting__interest_group_protection__applies_to=["substantive", "amendment"])
    decision = outcome_of(
        Tally((10, 4, 0), OPPOSED),
        motion="amendment",
        base=14,
        present_by_group={STANDING: 6, GAS: 4, EV: 4},
        affected=[GAS],
        restricted=False,
        rules=rules,
    )
    assert decision.outcome == "contested"
    assert decision.opposing == [GAS]


@pytest.mark.parametrize(
    "whole,ratio,strict,enough",
    [(13, "2/3", False, 9), (9, "2/3", False, 6), (14, "1/2", True, 8), (5, "1/2", True, 3)],
)
def test_how_many_are_needed(whole: int, ratio: str, strict: bool, enough: int) -> None:  # noqa: FBT001 - a table
    assert needed(whole, ratio, strict=strict) == enough


@given(part=people, whole=people, ratio=ratios)
def test_ratios_are_exact(part: int, whole: int, ratio: str) -> None:
    wanted = Fraction(ratio) * whole
    assert reaches(part, whole, ratio) == (part >= wanted)
    assert exceeds(part, whole, ratio) == (part > wanted)


@given(whole=people, ratio=ratios, strict=st.booleans())
def test_needed_is_the_smallest_number_that_is_enough(whole: int, ratio: str, *, strict: bool) -> None:
    compare = exceeds if strict else reaches
    smallest = needed(whole, ratio, strict=strict)
    assert compare(smallest, whole, ratio)
    assert smallest == 0 or not compare(smallest - 1, whole, ratio)


@given(in_favour=people, against=people, abstaining=people, threshold=thresholds)
def test_one_more_vote_in_favour_never_undoes_a_majority(
    in_favour: int, against: int, abstaining: int, threshold: Threshold
) -> None:
    base = in_favour + against + abstaining
    if not passes(in_favour, against, base, threshold):
        return
    assert passes(in_favour + 1, against, base + 1, threshold)
    if abstaining:
        assert passes(in_favour + 1, against, base, threshold)
    if against:
        assert passes(in_favour + 1, against - 1, base, threshold)


@given(in_favour=people, abstaining=people, threshold=thresholds)
def test_a_tie_never_passes(in_favour: int, abstaining: int, threshold: Threshold) -> None:
    assert not passes(in_favour, in_favour, 2 * in_favour + abstaining, threshold)


@given(in_favour=people, abstaining=people, threshold=thresholds)
def test_unanimous_votes_are_as_many_as_needed(in_favour: int, abstaining: int, threshold: Threshold) -> None:
    whole = in_favour + (abstaining if threshold.base == "present" else 0)
    passed = passes(in_favour, 0, in_favour + abstaining, threshold)
    assert passed == (in_favour >= max(1, votes_needed(whole, threshold)))


rows = st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(0, 5))


@given(standing=rows, gas=rows, ev=rows)
def test_a_change_of_mind_in_favour_never_makes_it_worse(standing: Counts, gas: Counts, ev: Counts) -> None:
    better = {"not_adopted": 0, "tie_not_adopted": 0, "contested": 1, "adopted": 2}
    before = outcome({STANDING: standing, GAS: gas, EV: ev})
    for_, against, abstain = gas
    if against:
        after = outcome({STANDING: standing, GAS: (for_ + 1, against - 1, abstain), EV: ev})
        assert better[after] >= better[before]
