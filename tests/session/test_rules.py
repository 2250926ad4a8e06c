"""Each parameter of a ruleset, changed once: the behaviour changes, or a list says why it does not."""

# ruff: noqa: FBT003 - the table of changes names each parameter beside its value.

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Any

import msgspec
import pytest
import yaml

import deliberation.demo
from deliberation.session.refusals import Rejected
from deliberation.session.rules import Ruleset, VotingRules
from deliberation.session.wall_text import wall_text
from tests.session.hall import (
    RULES,
    Hall,
    debated_hall,
    hall_at_check_in,
    open_hall,
    parking_seats,
    rejected,
    rules_with,
    say,
    seat,
    setup,
    topic,
)

ALL_FOR = {"standing": (6, 0, 0), "gas": (4, 0, 0), "ev": (4, 0, 0)}
GAS_AGAINST = {"standing": (6, 0, 0), "gas": (0, 4, 0), "ev": (4, 0, 0)}
TIGHT = {"standing": (3, 2, 1), "gas": (2, 2, 0), "ev": (2, 2, 0)}


def refusal(act: Callable[[], object]) -> str:
    """The code that it is refused with, or nothing."""
    try:
        act()
    except Rejected as rejection:
        return rejection.code
    return ""


def notice(rules: Ruleset) -> object:
    hall = debated_hall(rules=rules, topics=[topic("T1", notice_sent=date(2026, 3, 18))])
    return refusal(lambda: hall.chair.open_vote("P1"))


def quorum(*absent: str) -> Callable[[Ruleset], object]:
    return lambda rules: open_hall(rules=rules, but=absent).board("hall")["quorum"]["met"]


def limit(kind: str) -> Callable[[Ruleset], object]:
    return lambda rules: rules.speech_limit(kind, interpreted=True)


def warning_card(rules: Ruleset) -> object:
    hall = open_hall(rules=rules)
    hall.chair.give_floor("G1", position="for")
    return hall.board("hall")["floor"]["speaker"]["warn_at_seconds"]


def turns(rules: Ruleset) -> object:
    hall = open_hall(rules=rules)
    hall.speak("G1", "for")
    hall.speak("G1", "for")
    return refusal(lambda: hall.member("G1").raise_hand("for"))


def order(rules: Ruleset) -> object:
    """E1 spoke in favour already; then E1 for, G1 for, E2 against raise their hands."""
    hall = open_hall(rules=rules)
    hall.speak("E1", "for")
    hall.member("E1").raise_hand("for")
    hall.member("G1").raise_hand("for")
    hall.member("E2").raise_hand("against")
    return [hand.seat for hand in hall.session.queue]


def called_without_position(rules: Ruleset) -> object:
    return refusal(lambda: open_hall(rules=rules).chair.give_floor("S7"))


def unseconded(rules: Ruleset) -> object:
    hall = open_hall(rules=rules)
    hall.member("E1").propose()
    return refusal(hall.chair.call_for_more)


def second_proposal(rules: Ruleset) -> object:
    hall = debated_hall(rules=rules)
    return refusal(hall.member("G1").propose)


def without_money(rules: Ruleset) -> object:
    return refusal(lambda: open_hall(rules=rules).member("E1").propose(money=""))


def unseconded_amendment(rules: Ruleset) -> object:
    hall = debated_hall(rules=rules)
    hall.member("G1").amend()
    return hall.board("hall")["now"].get("amendment")


def vote_with_open_amendment(rules: Ruleset) -> object:
    hall = debated_hall(rules=rules)
    hall.member("G1").amend()
    return refusal(lambda: hall.chair.open_vote("P1"))


def any_amendment(rules: Ruleset) -> object:
    return refusal(debated_hall(rules=rules).member("G1").amend)


def objection_without_reason(rules: Ruleset) -> object:
    return refusal(lambda: debated_hall(rules=rules).member("G1").object(reason=""))


def objection_seconded_by(*seconders: str) -> Callable[[Ruleset], object]:
    def vote(rules: Ruleset) -> object:
        hall = debated_hall(rules=rules)
        hall.member("G1").object()
        for name in seconders:
            hall.member(name).second("OB1")
        return refusal(lambda: hall.chair.open_vote("P1"))

    return vote


def closing_after_two_calls(rules: Ruleset) -> object:
    hall = open_hall(rules=rules)
    hall.table()
    hall.chair.call_for_more()
    hall.chair.call_for_more()
    return refusal(hall.chair.close_debate)


def closing_by(movers: int, *, both_sides: bool) -> Callable[[Ruleset], object]:
    def close(rules: Ruleset) -> object:
        hall = open_hall(rules=rules)
        hall.table()
        hall.speak("E3", "for")
        if both_sides:
            hall.speak("G1", "against")
        for voter in hall.session.present_voters[:movers]:
            hall.member(voter.id).move_to_close()
        return refusal(hall.chair.close_debate)

    return close


def suggested_method(rules: Ruleset) -> object:
    hall = debated_hall(rules=rules)
    return hall.next_steps[0]["args"]["method"]


def by_phone(rules: Ruleset) -> object:
    return refusal(lambda: debated_hall(rules=rules).chair.open_vote("P1", "online"))


def asked_for_secrecy(rules: Ruleset) -> object:
    hall = debated_hall(rules=rules)
    hall.member("G1").request_secret()
    hall.member("G2").request_secret()
    return refusal(lambda: hall.chair.open_vote("P1"))


def outcome(rows: dict[str, tuple[int, int, int]]) -> Callable[[Ruleset], object]:
    return lambda rules: debated_hall(rules=rules).hands("P1", **rows)


def chair_s_vote(rules: Ruleset) -> object:
    seats = [seat("S2", role="chair"), *(each for each in parking_seats() if each.id != "S2")]
    return open_hall(rules=rules, seats=seats).board("hall")["quorum"]["expected"]


def one_teller(rules: Ruleset) -> object:
    hall = hall_at_check_in(rules=rules)
    hall.everyone_arrives()
    return refusal(lambda: hall.chair.name_tellers("S3"))


def after_two_warnings(rules: Ruleset) -> object:
    hall = open_hall(rules=rules)
    hall.chair.warn("G1")
    hall.chair.warn("G1")
    return "G1" in hall.session.present, refusal(lambda: hall.member("G1").raise_hand("for"))


def mark(**fields: str) -> Callable[[Ruleset], object]:
    return lambda rules: refusal(lambda: debated_hall(rules=rules).chair.mark_deferred(**fields))


def study(rules: Ruleset) -> object:
    hall = debated_hall(rules=rules)
    hall.chair.mark_deferred()
    return hall.board("hall")["proposals"]["P1"]["mark"].get("study")


def wall(number: int) -> Callable[[Ruleset], object]:
    return lambda rules: say(dict(wall_text(rules))[number])


@dataclass(frozen=True)
class Change:
    """A parameter, its other value, and what it does in a hall."""

    path: str
    value: Any
    effect: Callable[[Ruleset], object]


CHANGES = [
    Change("notice_days_before_session", 5, notice),
    Change("quorum__total_ratio", "1/1", quorum("S1")),
    Change("quorum__standing_ratio", "9/10", quorum("S1")),
    Change("quorum__standing_strict", False, quorum("S1", "S4", "S5")),
    Change("quorum__each_interest_group_min", 4, quorum("G1")),
    Change("speech__limit_seconds", 120, limit("speech")),
    Change("speech__warn_at_remaining_seconds", 10, warning_card),
    Change("speech__max_per_person_per_topic", 3, turns),
    Change("speech__proposer_open_seconds", 60, limit("opening")),
    Change("speech__proposer_close_seconds", 60, limit("closing")),
    Change("speech__answer_seconds", 30, limit("answer")),
    Change("speech__interpreter_factor", 2.0, limit("speech")),
    Change("speech__first_time_speakers_first", False, order),
    Change("speech__alternate_for_against", False, order),
    Change("speech__state_position_first", False, called_without_position),
    Change("speech__address_chair_only", False, wall(7)),
    Change("proposal__seconds_required", 0, unseconded),
    Change("proposal__one_at_a_time", False, second_proposal),
    Change("proposal__must_be_actionable", ["做什么", "谁来做"], without_money),
    Change("amendment__seconds_required", 0, unseconded_amendment),
    Change("amendment__vote_before_main", False, vote_with_open_amendment),
    Change("amendment__max_depth", 0, any_amendment),
    Change("objection__reason_required", False, objection_without_reason),
    Change("objection__seconds_required", 2, objection_seconded_by("E3")),
    Change("objection__second_round_trigger_ratio_of_group", "3/4", objection_seconded_by("G2", "G3")),
    Change("close_debate__chair_asks_times", 2, closing_after_two_calls),
    Change("close_debate__motion_ratio", "3/4", closing_by(10, both_sides=True)),
    Change("close_debate__min_one_turn_each_side", False, closing_by(10, both_sides=False)),
    Change("voting__default_method", "online", suggested_method),
    Change("voting__methods", ["show_of_hands"], by_phone),
    Change("voting__secret_ballot_if_requested_ratio", "1/10", asked_for_secrecy),
    Change("voting__threshold__base", "cast", outcome(TIGHT)),
    Change("voting__threshold__ratio", "2/3", outcome({**ALL_FOR, "standing": (1, 5, 0)})),
    Change("voting__threshold__strict", False, outcome(TIGHT)),
    Change("voting__chair_votes", True, chair_s_vote),
    Change("voting__tellers", 1, one_teller),
    Change("voting__interest_group_protection__applies_to", [], outcome(GAS_AGAINST)),
    Change("warnings__forfeit_turn", 3, after_two_warnings),
    Change("warnings__ask_to_leave", 2, after_two_warnings),
    Change("warnings__remind", 2, wall(9)),
    Change("deferral__reason_required", False, mark(reason_text="")),
    Change("deferral__reason_codes", {"rain": "下雨"}, mark()),
    Change("deferral__target_bodies", ["street_office"], mark()),
    Change("deferral__party_org_study_required_for", [], study),
    Change("publication__minutes_due_days", 2, wall(18)),
    Change("publication__notice_min_days", 20, wall(18)),
    Change("publication__objection_reply_days", 5, wall(18)),
    Change("followup__update_every_days", 7, wall(18)),
]

ELSEWHERE = {
    "id": "the name of the version",
    "name": "the name of the version",
    "objection__always_recorded_as_minority_opinion": "the minutes hold to it",
    "publication__redact": "the public notice holds to it",
    "followup__overdue_flag": "the follow-up tracker holds to it",
    "followup__evidence_required_on_done": "the follow-up tracker holds to it",
}
"""Parameters that other packages hold to."""

FIXED = {
    "quorum__on_fail": "there is one value: no vote; adjourn, or change to a talk",
    "voting__tie": "there is one value: a tie is not adopted",
    "voting__correction_window": "there is one value: afterwards a correction is marked as late",
    "voting__proxy_allowed": "true is refused when the ruleset is read",
    "voting__recusal": "words for people: who has to step aside; anybody with a standing seat may",
    "voting__interest_group_protection__rule": "words for people; the outcome algorithm holds the rule",
}
"""Parameters that say something and have no second behaviour."""


def paths(wire: dict[str, Any], before: str = "") -> list[str]:
    """Every parameter, as `section__field`."""
    found: list[str] = []
    for key, value in wire.items():
        nested = isinstance(value, dict) and key not in ("name", "reason_codes")
        found += paths(value, f"{before}{key}__") if nested else [before + key]
    return found


def test_every_parameter_is_accounted_for() -> None:
    known = {change.path for change in CHANGES} | set(ELSEWHERE) | set(FIXED)
    assert set(paths(msgspec.to_builtins(RULES))) == known


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.path)
def test_each_parameter_changed_once_changes_the_behaviour(change: Change) -> None:
    assert change.effect(rules_with(**{change.path: change.value})) != change.effect(RULES)


def test_votes_by_proxy_are_refused_rather_than_overlooked() -> None:
    with pytest.raises(msgspec.ValidationError, match="proxy_allowed"):
        msgspec.convert({"proxy_allowed": True}, VotingRules)


def test_amendments_of_amendments_are_refused_rather_than_overlooked() -> None:
    with pytest.raises(msgspec.ValidationError):
        rules_with(amendment__max_depth=2)


def test_a_rule_without_amendments() -> None:
    hall = debated_hall(rules=rules_with(amendment__max_depth=0))
    with rejected("no_amendments", rule=10):
        hall.member("G1").amend()


def test_an_unknown_parameter_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError):
        rules_with(voting__dice=6)


def test_queued_proposals_are_dealt_with_one_after_another() -> None:
    hall = debated_hall(rules=rules_with(proposal__one_at_a_time=False))
    hall.table("G1", "G2", "第二个方案")
    assert hall.board("hall")["now"]["proposal"] == "P1"
    hall.hands("P1", **ALL_FOR)
    assert hall.board("hall")["now"]["proposal"] == "P2"
    hall.talk_out()
    assert hall.hands("P2", **ALL_FOR) == "adopted"


def test_a_group_smaller_than_the_rule_wants_is_complete_when_it_is_here() -> None:
    seats = [seat("H1"), seat("S1"), seat("G1"), seat("E1"), seat("E2")]
    hall = Hall(setup(seats=seats, rules=rules_with(quorum__each_interest_group_min=2)))
    for name in ("S1", "G1", "E1"):
        hall.member(name).check_in()
    assert hall.board("hall")["quorum"]["missing"] == ["新能源车车主还差 1 人"]
    hall.member("E2").check_in()
    assert hall.board("hall")["quorum"]["met"]


def test_the_wall_says_what_the_default_rules_say() -> None:
    source = files(deliberation.demo).joinpath("ruleset-default.yaml").read_text(encoding="utf-8")
    rules = msgspec.convert(yaml.safe_load(source)["ruleset"], Ruleset)
    text = {number: say(sentence) for number, sentence in wall_text(rules)}
    assert list(text) == list(range(1, 19))
    assert text[5] == "方案要说清：做什么、谁来做、什么时候做完、钱从哪来。有 1 人附议才讨论。"
    assert text[6] == "想说话先举手，主持人点到再说，没说过的人先说，赞成和反对轮着说。"
    assert "超过到会有表决权人数的一半" in text[13]
    assert not any("{" in sentence for sentence in text.values())
