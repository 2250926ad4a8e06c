"""Compares what every client was told and shown with what was kept. It trusts nobody's own count.

An act is one command of one client. Its answers are promises: what was acknowledged must be in the ledger or
in the ballot box, once, in the order in which the client gave it. A screen is what a client showed, board by
board; each must be the fold of the ledger at that seq, and the last one the fold of all of it.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import pairwise
from typing import Any

import msgspec
from msgspec import Struct, field

from deliberation.language import Locale, speaker
from deliberation.ledger.chain import GENESIS, Line, first_broken
from deliberation.ledger.store import Ballot
from deliberation.session.board import Audience, board
from deliberation.session.evolve import begin, evolve
from deliberation.session.facts import BallotBoxClosed, Entry
from deliberation.session.names import SeatId, VoteId

Answer = dict[str, Any]


class Act(Struct):
    """One command: who gave it, and every answer that ever arrived for it, oldest first."""

    who: str
    id: str
    do: str
    arguments: dict[str, Any] = {}
    answers: list[Answer] = field(default_factory=list)

    @property
    def is_ballot(self) -> bool:
        return self.do == "cast_ballot"

    @property
    def done(self) -> Answer | None:
        """The acknowledgement: from here on the server has promised."""
        return next((each for each in self.answers if each["ok"]), None)


class Shown(Struct, frozen=True):
    """One board as a client showed it."""

    seq: int
    digest: str


class Screen(Struct):
    """What one client showed. Acts and screens of the same person have the same `who`."""

    who: str
    audience: Audience
    locale: Locale
    shown: list[Shown] = field(default_factory=list)
    choice: str | None = None
    """The ballot that it said was saved, when all was quiet and the vote still open."""
    turnout: int | None = None
    """The ballots it counted at that moment, if it is told."""
    turned_away: list[str] = field(default_factory=list)
    """Why it was not let in, other than that the server could not just then."""


class Kept(Struct):
    """What the database holds at the end."""

    lines: list[Line]
    seq: int
    root: str
    box: Mapping[SeatId, Ballot]
    prepared: int = 0
    """The seq up to which the ledger was written before the clients came."""


class Violation(Struct, frozen=True):
    """A promise that was broken. `kind` is one word, for the table."""

    kind: str
    sentence: str


def digest(content: object) -> str:
    """Equal for equal boards, whatever the order of their keys."""
    return sha256(msgspec.json.encode(content, order="sorted")).hexdigest()[:16]


def violations(
    kept: Kept, acts: Sequence[Act], screens: Sequence[Screen], *, vote: VoteId
) -> list[Violation]:
    """Every promise that was broken; the acts of a client stand in the order in which it gave them."""
    if (broken := first_broken(kept.lines, seq=kept.seq, root=kept.root or GENESIS)) is not None:
        return [
            *_numbers(kept.lines),
            Violation("chain", f"The ledger does not verify from entry {broken} on"),
        ]
    entries = [line.entry() for line in kept.lines]
    return [
        *_numbers(kept.lines),
        *_times(entries),
        *_answers(acts),
        *_ledger(entries, kept.prepared, acts),
        *_box(kept.box, acts),
        *_tally(entries, kept.box, vote),
        *wrong_screens(entries, kept.box, screens),
    ]


def survived(copy: Kept, whole: Kept, acts: Sequence[Act]) -> list[Violation]:
    """What is wrong with a copy taken earlier: it must be the beginning of the whole, and hold these acts."""
    if (broken := first_broken(copy.lines, seq=copy.seq, root=copy.root)) is not None:
        return [Violation("chain", f"The copy does not verify from entry {broken} on")]
    found: list[Violation] = []
    if [line.hash for line in copy.lines] != [line.hash for line in whole.lines[: copy.seq]]:
        found.append(Violation("diverged", "The copy is not the beginning of the ledger"))
    ids = {line.command_id for line in copy.lines}
    for seat, ballot in copy.box.items():
        ids |= set(ballot.command_ids)
        later = whole.box[seat]
        if later.command_ids[: len(ballot.command_ids)] != ballot.command_ids or (
            later.command_ids == ballot.command_ids and later.choice != ballot.choice
        ):
            found.append(
                Violation("diverged", f"The copy's ballot of {seat} is {ballot}, later it is {later}")
            )
    found += [
        Violation("lost", f"{act.id} was acknowledged before the copy was made, and is not in it")
        for act in acts
        if act.done is not None and act.id not in ids
    ]
    return found


def _numbers(lines: Sequence[Line]) -> Iterator[Violation]:
    for expected, line in enumerate(lines, start=1):
        if line.seq != expected:
            yield Violation("gap", f"Entry {line.seq} stands where {expected} should be")
            return


def _times(entries: Sequence[Entry]) -> Iterator[Violation]:
    for before, after in pairwise(entries):
        if after.at < before.at:
            yield Violation("order", f"Entry {after.seq} is older than the one before it")


def _answers(acts: Iterable[Act]) -> Iterator[Violation]:
    """Each command was answered, the same each time, and done: nothing that the clients do is forbidden."""
    for act in acts:
        final = [
            each for each in act.answers if each["ok"] or each["code"] not in ("unavailable", "slow_down")
        ]
        if not final:
            yield Violation("unanswered", f"{act.id} ({act.do}) never got an answer")
        elif refused := next((each for each in final if not each["ok"]), None):
            yield Violation("refused", f"{act.id} ({act.do}) was refused: {refused['code']}")
        elif any(each != final[0] for each in final):
            yield Violation("contradicted", f"{act.id} ({act.do}) got different answers: {final}")


def _ledger(entries: Sequence[Entry], prepared: int, acts: Sequence[Act]) -> Iterator[Violation]:
    """Each acknowledged command is in the ledger once, where its answer says, in its sender's order."""
    times = Counter(entry.command_id for entry in entries[prepared:] if entry.command_id is not None)
    given = [act for act in acts if not act.is_ballot]
    for command_id, count in times.items():
        if count > 1:
            yield Violation("doubled", f"{command_id} is in the ledger {count} times")
    for command_id in times.keys() - {act.id for act in given}:
        yield Violation("invented", f"{command_id} is in the ledger, and nobody gave it")
    last = _last_entries(entries[prepared:])
    for act in given:
        if act.done is not None and act.id not in last:
            yield Violation("lost", f"{act.id} ({act.do}) was acknowledged and is not in the ledger")
        elif act.done is not None and act.done["seq"] != last[act.id]:
            yield Violation("moved", f"{act.id} was acknowledged as {act.done['seq']} and is {last[act.id]}")
    for who in {act.who for act in given}:
        written = [act.id for act in given if act.who == who and act.id in last]
        if written != sorted(written, key=lambda command_id: last[command_id]):
            yield Violation("order", f"{who} gave {written}, and they do not stand like that")


def _last_entries(entries: Iterable[Entry]) -> dict[str, int]:
    """The last entry of each command: what its answer names. Only its first entry carries its id."""
    last: dict[str, int] = {}
    current: str | None = None
    for entry in entries:
        current = entry.command_id or current
        if current is not None:
            last[current] = entry.seq
    return last


def _box(box: Mapping[SeatId, Ballot], acts: Sequence[Act]) -> Iterator[Violation]:
    """Each acknowledged ballot was put into the box once, and the last one counts."""
    given: dict[str, list[Act]] = {}
    for act in acts:
        if act.is_ballot:
            given.setdefault(act.who, []).append(act)
    for seat in box.keys() - given.keys():
        yield Violation("invented", f"{seat} has a ballot in the box and never voted")
    for who, cast in given.items():
        yield from _ballot(box.get(SeatId(who)), who, cast)


def _ballot(ballot: Ballot | None, who: str, cast: Sequence[Act]) -> Iterator[Violation]:
    ids = list(ballot.command_ids) if ballot else []
    for act in cast:
        if act.done is not None and act.id not in ids:
            yield Violation("lost", f"{act.id} was acknowledged and is not in the box")
    for command_id, count in Counter(ids).items():
        if count > 1:
            yield Violation("doubled", f"{command_id} is in the box {count} times")
    if invented := set(ids) - {act.id for act in cast}:
        yield Violation("invented", f"{who}'s ballot names {sorted(invented)}, which {who} never gave")
    elif list(dict.fromkeys(ids)) != [act.id for act in cast if act.id in ids]:
        yield Violation("order", f"{who} voted {[act.id for act in cast]}, and the box says {ids}")
    elif ballot and ballot.choice != _choice(cast, ids[-1]):
        yield Violation("lost", f"{who} last chose in {ids[-1]}, and {ballot.choice} is counted")


def _choice(cast: Iterable[Act], command_id: str) -> str:
    return next(str(act.arguments["choice"]) for act in cast if act.id == command_id)


def _tally(entries: Iterable[Entry], box: Mapping[SeatId, Ballot], vote: VoteId) -> Iterator[Violation]:
    """When the vote was closed, its tally is that of the box."""
    counted = Counter(ballot.choice for ballot in box.values())
    for entry in entries:
        if isinstance(entry.fact, BallotBoxClosed) and entry.fact.vote == vote:
            total = entry.fact.tally.total
            if total != (counted["for"], counted["against"], counted["abstain"]):
                yield Violation("miscounted", f"The tally is {total}, the box holds {dict(counted)}")


def wrong_screens(
    entries: Sequence[Entry], box: Mapping[SeatId, Ballot], screens: Sequence[Screen]
) -> Iterator[Violation]:
    """What clients showed that is not what the ledger and the box say."""
    wanted = {each.seq for screen in screens for each in screen.shown} | {len(entries)}
    truth = {
        (audience, locale): dict(_boards(entries, wanted, audience, locale))
        for audience, locale in {(screen.audience, screen.locale) for screen in screens}
    }
    for screen in screens:
        yield from _screen(screen, truth[screen.audience, screen.locale], len(entries))
        ballot = box.get(SeatId(screen.who))
        if screen.choice is not None and (ballot is None or screen.choice != ballot.choice):
            yield Violation("diverged", f"{screen.who} shows {screen.choice} as saved, the box has {ballot}")
        if screen.turnout is not None and screen.turnout != len(box):
            yield Violation("diverged", f"{screen.who} shows {screen.turnout} ballots of {len(box)}")


def _screen(screen: Screen, truth: Mapping[int, str], end: int) -> Iterator[Violation]:
    for reason in screen.turned_away:
        yield Violation("turned away", f"{screen.who} was not let in: {reason}")
    for before, after in pairwise(screen.shown):
        if after.seq < before.seq:
            yield Violation("order", f"{screen.who} showed {before.seq} and then {after.seq}")
            break
    for each in screen.shown:
        if truth.get(each.seq) != each.digest:
            yield Violation("diverged", f"{screen.who} showed a board at {each.seq} that never was")
            break
    last = screen.shown[-1].seq if screen.shown else 0
    if last != end:
        yield Violation("diverged", f"{screen.who} stopped at {last} of {end}")


def _boards(
    entries: Sequence[Entry], wanted: set[int], audience: Audience, locale: Locale
) -> Iterator[tuple[int, str]]:
    """The digest of the board after each of these entries, folded from the ledger alone."""
    say = speaker(locale)
    session = begin(entries[0])
    for entry in entries:
        if entry.seq > 1:
            session = evolve(session, entry)
        if entry.seq in wanted:
            yield entry.seq, digest(board(session, audience, say))  # never from an earlier board, as rooms do
