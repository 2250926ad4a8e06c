"""Who may do what: the permission matrix, as a table."""

from typing import Any, get_args

import msgspec
import pytest

from deliberation.session import commands as c
from deliberation.session.decide import refusal_of
from deliberation.session.facts import Actor
from deliberation.session.names import Role, SeatId
from deliberation.session.refusals import Rejected
from deliberation.session.rights import RIGHTS, check_right
from tests.session.hall import START, open_hall, rejected

SAMPLES: dict[str, dict[str, Any]] = {
    "check_in": {},
    "leave": {},
    "record_attendance": {"seat": "S7", "present": True},
    "recuse": {"seat": "S1", "reason": "亲属"},
    "name_tellers": {"seats": ["S1", "G1"]},
    "open_session": {},
    "read_rules": {},
    "recess": {"minutes": 5},
    "resume": {},
    "read_back": {},
    "close_session": {},
    "change_form": {"form": "talk"},
    "open_topic": {"topic": "T1"},
    "show_issue": {"issue": "I1"},
    "close_topic": {"topic": "T1"},
    "raise_hand": {"position": "for"},
    "lower_hand": {},
    "give_floor": {"seat": "S1"},
    "end_speech": {},
    "warn": {"seat": "S1", "reason": "打断"},
    "read_written_opinion": {"from": "老人", "text": "意见"},
    "propose": {
        "topic": "T1",
        "title": "题",
        "text": "文",
        "what": "做",
        "who": "谁",
        "when": "时",
        "money": "钱",
    },
    "second": {"target": "P1"},
    "withdraw": {"target": "P1"},
    "amend": {"proposal": "P1", "text": "改", "reason": "因"},
    "object": {"target": "P1", "reason": "因"},
    "answer_objection": {"objection": "OB1", "response": "答", "how": "answered"},
    "state_opinion": {"position": "for", "text": "意见"},
    "answer_opinion": {"opinion": "OP1", "taken_up": "taken_up", "reason": "因"},
    "call_for_more": {},
    "move_to_close": {},
    "close_debate": {},
    "open_vote": {"target": "P1", "motion": "substantive", "method": "online"},
    "cast_ballot": {"vote": "V1", "choice": "for"},
    "issue_paper": {"vote": "V1", "seats": ["S7"]},
    "enter_count": {"vote": "V1", "counts": {"gas": [1, 0, 0]}},
    "enter_paper": {"vote": "V1", "issued": 1, "returned": 1, "invalid": 0, "counts": {}},
    "enter_scores": {"item": "保洁", "issued": 1, "returned": 1, "invalid": 0, "counts": {"satisfied": 1}},
    "close_vote": {"vote": "V1"},
    "request_secret": {"target": "P1"},
    "mark_deferred": {"proposal": "P1", "reason_code": "x", "reason_text": "因", "body": "y"},
    "unmark": {"proposal": "P1", "reason": "因"},
    "note": {"text": "记"},
    "correct": {"seq": 1, "text": "正"},
    "hide": {"target": "P1", "reason": "因"},
    "unhide": {"target": "P1"},
}
"""One of every command, as it comes over the wire."""

# chair, recorder, member, observer, supervisor; the wall and the public may do nothing.
MATRIX = {
    "check_in": "crmos",
    "leave": "crmos",
    "record_attendance": "cr",
    "recuse": "crmos",
    "name_tellers": "cr",
    "open_session": "c",
    "read_rules": "c",
    "recess": "c",
    "resume": "c",
    "read_back": "cr",
    "close_session": "c",
    "change_form": "c",
    "open_topic": "c",
    "show_issue": "cr",
    "close_topic": "c",
    "raise_hand": "m",
    "lower_hand": "m",
    "give_floor": "c",
    "end_speech": "crmos",
    "warn": "c",
    "read_written_opinion": "cr",
    "propose": "m",
    "second": "m",
    "withdraw": "cm",
    "amend": "m",
    "object": "m",
    "answer_objection": "crm",
    "state_opinion": "m",
    "answer_opinion": "cr",
    "call_for_more": "c",
    "move_to_close": "m",
    "close_debate": "c",
    "open_vote": "c",
    "cast_ballot": "cm",
    "issue_paper": "r",
    "enter_count": "r",
    "enter_paper": "r",
    "enter_scores": "r",
    "close_vote": "c",
    "request_secret": "m",
    "mark_deferred": "cr",
    "unmark": "cr",
    "note": "cr",
    "correct": "cr",
    "hide": "cr",
    "unhide": "cr",
}
ROLES: tuple[Role, ...] = get_args(Role)


def command(name: str) -> c.AnyCommand:
    wanted: c.AnyCommand = msgspec.convert({"do": name, **SAMPLES[name]}, c.AnyCommand)
    return wanted


def allowed(actor: Actor, name: str) -> bool:
    try:
        check_right(actor, command(name))
    except Rejected:
        return False
    return True


def test_the_table_is_complete() -> None:
    assert {type(command(name)) for name in SAMPLES} == set(RIGHTS) == set(get_args(c.AnyCommand))
    assert list(MATRIX) == list(SAMPLES)


@pytest.mark.parametrize("name", MATRIX)
def test_rights_by_role(name: str) -> None:
    seated = SeatId("G1")
    may = {role for role in ROLES if allowed(Actor(role, seated), name)}
    assert may == {role for role in ROLES if role not in ("wall", "public") and role[0] in MATRIX[name]}


@pytest.mark.parametrize("name", MATRIX)
def test_the_recorder_gives_a_participant_s_commands_on_their_behalf(name: str) -> None:
    assert allowed(Actor("recorder", SeatId("R1"), for_seat=SeatId("S7")), name) == ("m" in MATRIX[name])


@pytest.mark.parametrize("name", MATRIX)
@pytest.mark.parametrize("role", ROLES)
def test_nobody_else_acts_for_another_seat(role: Role, name: str) -> None:
    if role != "recorder":
        assert not allowed(Actor(role, SeatId("G1"), for_seat=SeatId("S7")), name)


def test_every_refusal_of_a_right_says_who_may() -> None:
    hall = open_hall()
    with rejected("ticket_needed"):
        hall.as_role("public").check_in()
    with rejected("ticket_needed"):
        hall.as_role("wall").raise_hand()
    with rejected("not_chair"):
        hall.member("G1").open_topic("T2")
    with rejected("not_recorder"):
        hall.chair.enter_count()
    with rejected("not_staff"):
        hall.member("G1").note()
    with rejected("not_member"):
        hall.as_role("observer", "O1").propose()
    with rejected("not_your_seat"):
        hall.as_role("member", "G1").gives(c.CheckIn(SeatId("G2")))
    with rejected("chair_is_neutral", rule=3):
        hall.chair.propose()


def test_whoever_has_no_seat_gets_an_answer() -> None:
    """A ticket without a seat is a mistake of ours, and still no reason to fall over."""
    session = open_hall().session
    for name in MATRIX:
        for role in ROLES:
            refusal_of(session, command(name), actor=Actor(role), at=START)
