"""The checker against forged histories: one that cannot find a broken promise would be worthless."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from deliberation.language import speaker
from deliberation.ledger.chain import GENESIS, chain
from deliberation.ledger.store import Ballot
from deliberation.session.board import board
from deliberation.session.evolve import begin, evolve
from deliberation.session.facts import Entry, NoteTaken
from deliberation.session.names import SeatId, VoteId
from deliberation.session.state import Session
from tests.chaos.checker import Act, Kept, Screen, Shown, Violation, digest, survived, violations
from tests.support.halls import CHAIR, RECORDER, START, convened

VOTE = VoteId("V1")
OPENED = 1
"""Where the acknowledgement of a ballot points."""


class History:
    """What happened in an evening of two notes, two voters and a wall. Each test breaks one thing in it."""

    def __init__(self) -> None:
        self.entries = [
            Entry(1, START, CHAIR, convened()),
            Entry(2, START + timedelta(seconds=1), RECORDER, NoteTaken("一"), "R-1"),
            Entry(3, START + timedelta(seconds=2), RECORDER, NoteTaken("二"), "R-2"),
        ]
        self.box = {
            SeatId("A1"): Ballot(VOTE, SeatId("A1"), "against", ("A1-1", "A1-2")),
            SeatId("B1"): Ballot(VOTE, SeatId("B1"), "for", ("B1-1",)),
        }
        self.acts = [
            Act("R", "R-1", "note", {}, [{"ok": True, "seq": 2, "result": {}}]),
            Act(
                "R",
                "R-2",
                "note",
                {},
                [{"ok": False, "code": "unavailable"}, {"ok": True, "seq": 3, "result": {}}],
            ),
            _ballot("A1", "A1-1", "for"),
            _ballot("A1", "A1-2", "against"),
            _ballot("B1", "B1-1", "for"),
        ]
        self.screens = [
            Screen("A1", "hall", "zh", self._shown("hall"), choice="against"),
            Screen("wall", "hall", "zh", self._shown("hall"), turnout=2),
            Screen("B1", "hall", "zh", self._shown("hall"), choice="for", turnout=2),
        ]

    def _shown(self, audience: str) -> list[Shown]:
        assert audience == "hall"
        return [Shown(seq, digest(board(state, "hall", speaker("zh")))) for seq, state in self.states()]

    def states(self) -> list[tuple[int, Session]]:
        states = [(1, begin(self.entries[0]))]
        for entry in self.entries[1:]:
            states.append((entry.seq, evolve(states[-1][1], entry)))
        return states

    def kept(self) -> Kept:
        lines = chain(GENESIS, self.entries)
        return Kept(lines, lines[-1].seq, lines[-1].hash, self.box, prepared=1)

    def found(self, kept: Kept | None = None) -> list[Violation]:
        return violations(kept or self.kept(), self.acts, self.screens, vote=VOTE)


def _ballot(who: str, name: str, choice: str) -> Act:
    answer = {"ok": True, "seq": OPENED, "result": {"vote": VOTE, "choice": choice}}
    return Act(who, name, "cast_ballot", {"vote": VOTE, "choice": choice}, [answer])


def test_an_evening_without_trouble_is_fine() -> None:
    assert History().found() == []


def test_a_command_that_was_not_answered_may_or_may_not_have_happened_but_must_be_answered() -> None:
    history = History()
    history.acts.append(Act("R", "R-3", "note"))

    assert _kinds(history.found()) == {"unanswered"}


def _lost_entry(it: History) -> None:
    it.acts.append(Act("R", "R-3", "note", {}, [{"ok": True, "seq": 4, "result": {}}]))


def _doubled_entry(it: History) -> None:
    it.entries.append(Entry(4, it.entries[-1].at, RECORDER, NoteTaken("二"), "R-2"))


def _invented_entry(it: History) -> None:
    it.entries.append(Entry(4, it.entries[-1].at, RECORDER, NoteTaken("三"), "nobody"))


def _wrong_place(it: History) -> None:
    it.acts[0].answers[0]["seq"] = 3


def _overtaken(it: History) -> None:
    it.acts[0], it.acts[1] = it.acts[1], it.acts[0]


def _clock_back(it: History) -> None:
    it.entries[2] = replace(it.entries[2], at=START)


def _two_answers(it: History) -> None:
    it.acts[0].answers.append({"ok": True, "seq": 3, "result": {}})


def _refused(it: History) -> None:
    it.acts.append(
        Act("B1", "B1-2", "cast_ballot", {"choice": "for"}, [{"ok": False, "code": "vote_closed"}])
    )


def _lost_ballot(it: History) -> None:
    it.box[SeatId("A1")] = replace(it.box[SeatId("A1")], command_ids=("A1-2",))


def _lost_box(it: History) -> None:
    del it.box[SeatId("B1")]


def _doubled_ballot(it: History) -> None:
    it.box[SeatId("B1")] = replace(it.box[SeatId("B1")], command_ids=("B1-1", "B1-1"))


def _ballots_out_of_order(it: History) -> None:
    it.box[SeatId("A1")] = replace(it.box[SeatId("A1")], choice="for", command_ids=("A1-2", "A1-1"))


def _earlier_choice(it: History) -> None:
    it.box[SeatId("A1")] = replace(it.box[SeatId("A1")], choice="for")
    it.screens[0].choice = "for"


def _somebody_elses_ballot(it: History) -> None:
    it.box[SeatId("S1")] = Ballot(VOTE, SeatId("S1"), "for", ("S1-1",))
    for screen in it.screens:
        screen.turnout = screen.turnout and 3


def _ballot_of_another(it: History) -> None:
    it.box[SeatId("B1")] = replace(it.box[SeatId("B1")], command_ids=("B1-1", "A1-1"))


def _behind(it: History) -> None:
    it.screens[1].shown.pop()


def _never_shown_anything(it: History) -> None:
    it.screens[1].shown.clear()


def _backwards(it: History) -> None:
    shown = it.screens[1].shown
    it.screens[1].shown = [shown[1], shown[0], shown[2]]


def _another_board(it: History) -> None:
    it.screens[1].shown[1] = Shown(2, digest({"something": "else"}))


def _another_board_at_the_end(it: History) -> None:
    it.screens[1].shown[2] = Shown(3, it.screens[1].shown[1].digest)


def _shown_before_it_was_true(it: History) -> None:
    it.screens[1].shown.append(Shown(4, digest({})))


def _another_choice(it: History) -> None:
    it.screens[0].choice = "abstain"


def _another_turnout(it: History) -> None:
    it.screens[1].turnout = 1


def _turned_away(it: History) -> None:
    it.screens[0].turned_away.append("expired_ticket")


@pytest.mark.parametrize(
    "forge,kind",
    [
        (_lost_entry, "lost"),
        (_doubled_entry, "doubled"),
        (_invented_entry, "invented"),
        (_wrong_place, "moved"),
        (_overtaken, "order"),
        (_clock_back, "order"),
        (_two_answers, "contradicted"),
        (_refused, "refused"),
        (_lost_ballot, "lost"),
        (_lost_box, "lost"),
        (_doubled_ballot, "doubled"),
        (_ballots_out_of_order, "order"),
        (_earlier_choice, "lost"),
        (_somebody_elses_ballot, "invented"),
        (_ballot_of_another, "invented"),
        (_behind, "diverged"),
        (_never_shown_anything, "diverged"),
        (_backwards, "order"),
        (_another_board, "diverged"),
        (_another_board_at_the_end, "diverged"),
        (_shown_before_it_was_true, "diverged"),
        (_another_choice, "diverged"),
        (_another_turnout, "diverged"),
        (_turned_away, "turned away"),
    ],
)
def test_it_finds(forge: Callable[[History], None], kind: str) -> None:
    history = History()

    forge(history)

    assert kind in _kinds(history.found())


def test_it_finds_a_missing_entry_and_a_changed_one() -> None:
    history = History()
    kept = history.kept()
    gap = replace_lines(kept, [kept.lines[0], kept.lines[2]])
    changed = replace_lines(kept, [*kept.lines[:2], replace(kept.lines[2], body=kept.lines[1].body)])
    cut = replace_lines(kept, kept.lines[:2])

    assert _kinds(history.found(gap)) == {"gap", "chain"}
    assert _kinds(history.found(changed)) == {"chain"}
    assert _kinds(history.found(cut)) == {"chain"}, "its head says that there was more"


def replace_lines(kept: Kept, lines: list[Any]) -> Kept:
    return Kept(lines, kept.seq, kept.root, kept.box, kept.prepared)


def test_a_copy_that_holds_what_was_acknowledged_before_it_survived() -> None:
    history = History()
    whole = history.kept()
    head = whole.lines[1]
    box = {SeatId("A1"): Ballot(VOTE, SeatId("A1"), "for", ("A1-1",))}
    copy = Kept(whole.lines[:2], head.seq, head.hash, box, prepared=1)

    assert survived(copy, whole, [history.acts[0], history.acts[2]]) == []
    assert _kinds(survived(copy, whole, history.acts)) == {"lost"}, "a note and two ballots are not in it"


def test_a_copy_that_tells_another_story_did_not_survive() -> None:
    history = History()
    whole = history.kept()
    history.entries[1] = replace(history.entries[1], fact=NoteTaken("不同"))
    other = history.kept()
    swapped = {SeatId("A1"): replace(history.box[SeatId("A1")], choice="abstain")}

    assert _kinds(survived(other, whole, [])) == {"diverged"}
    assert _kinds(survived(replace_box(whole, swapped), whole, [])) == {"diverged"}
    assert _kinds(survived(replace_lines(whole, whole.lines[:2]), whole, [])) == {"chain"}


def replace_box(kept: Kept, box: dict[SeatId, Ballot]) -> Kept:
    return Kept(kept.lines, kept.seq, kept.root, box, kept.prepared)


def _kinds(found: list[Violation]) -> set[str]:
    return {each.kind for each in found}
