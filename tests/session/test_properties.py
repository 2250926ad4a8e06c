"""Whatever anybody wishes, in whatever order: what must always hold."""

from typing import Any, get_args

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deliberation.session.board import Audience, board
from deliberation.session.decide import refusal_of
from deliberation.session.evolve import fold, with_box
from deliberation.session.facts import Actor, Entry
from deliberation.session.patch import apply_patch, merge_patch
from deliberation.session.results import result_of
from deliberation.session.state import Session
from deliberation.session.you import you
from tests.session.hall import Hall, say
from tests.session.wishes import STAGES, actors, commands, small_hall

AUDIENCES: tuple[Audience, ...] = get_args(Audience)
wishes = st.lists(st.tuples(actors, commands, st.integers(0, 200)), min_size=10, max_size=30)


def live_through(hall: Hall, wished: list[tuple[Actor, Any, int]]) -> None:
    """Give every command; the rules may refuse it, nothing else may happen, and a next step always exists."""
    boards = {audience: (hall.session, hall.board(audience)) for audience in AUDIENCES}
    for actor, command, seconds in wished:
        hall.wait(seconds)
        if command is None:
            if hall.session.status not in ("closed", "inquorate"):
                hall.follow_advice()
        else:
            refusal = refusal_of(hall.session, command, actor=actor, at=hall.now)
            if refusal is not None:
                assert "{" not in say(refusal.phrase)
                continue
            facts = hall.give(command, actor)
            assert all(isinstance(value, str) for value in result_of(facts).values())
        check_state(hall.session)
        for audience, (before, old) in boards.items():
            new = board(hall.session, audience, say, last=(before, old))
            assert new == hall.board(audience), "what was kept of the last board is what would be made anew"
            check_board(new, audience)
            assert apply_patch(old, merge_patch(old, new)) == new
            boards[audience] = hall.session, new


def check_state(session: Session) -> None:
    """What is true of every session at every moment."""
    assert session.present <= {seat.id for seat in session.setup.seats}
    assert sum(each.undecided for each in session.proposals.values()) <= 1
    assert session.floor.speech is None or session.floor.speech.seat in session.present
    assert {hand.seat for hand in session.floor.hands} <= session.present
    assert set(session.boxes) <= {session.open_vote_id}
    running = [key for key, vote in session.votes.items() if vote.status == "open"]
    assert running == ([session.open_vote_id] if session.open_vote_id else [])
    assert session.unsettled_ids == tuple(key for key, each in session.proposals.items() if not each.settled)
    assert session.voters_here == len(session.present_voters)
    for group in session.groups:
        here = session.here.get(group, 0)
        assert here == len(session.present_in(group)) <= session.expected[group]
    for vote in session.votes.values():
        if vote.tally is not None:
            assert sum(vote.tally.total) + vote.tally.invalid <= len(vote.eligible)
            for group, row in vote.tally.by_group.items():
                assert sum(row) <= vote.eligible_by_group[group]


def check_board(shown: dict[str, Any], audience: Audience) -> None:
    """What is true of every board."""
    assert not has_null(shown)
    assert not any("{" in line["text"] for line in shown["log"].values())
    for vote in shown["votes"].values():
        if vote["status"] == "open":
            assert not {"tally", "outcome", "sentence"} & set(vote)
    if audience == "public":
        assert "全名" not in str(shown)


def has_null(value: object) -> bool:
    match value:
        case dict():
            return any(has_null(each) for each in value.values())
        case list() | tuple():
            return any(has_null(each) for each in value)
        case _:
            return value is None


def check_ledger(hall: Hall) -> None:
    """Read back from the ledger, and from the box of the open vote, the session is the same."""
    wire = msgspec.json.encode(hall.entries)
    entries = msgspec.json.decode(wire, type=list[Entry])
    assert entries == hall.entries
    again, vote = fold(entries), hall.session.open_vote_id
    if vote is not None:
        again = with_box(again, vote, hall.session.box(vote))
    assert again == hall.session


def check_personal(hall: Hall) -> None:
    """Everybody is told what they may do, and the chair what comes next."""
    for seat in hall.session.setup.seats:
        message = you(hall.session, Actor(seat.role, seat.id), say, at=hall.now)
        assert not has_null(message)
    for role in ("public", "wall"):
        assert you(hall.session, Actor(role), say, at=hall.now)["may"] == {}


@pytest.mark.parametrize("stage", STAGES)
@settings(max_examples=25)
@given(wished=wishes)
def test_anything_may_be_wished_for(stage: str, wished: list[tuple[Actor, Any, int]]) -> None:
    hall = small_hall(stage)
    live_through(hall, wished)
    check_ledger(hall)
    check_personal(hall)
