"""Counting, quorum, thresholds and outcomes. Integers only: two thirds of nine people are six."""

import hmac
import json
from collections.abc import Iterable, Mapping
from hashlib import sha256

from msgspec import Struct

from deliberation.session.facts import Tally
from deliberation.session.items import Vote
from deliberation.session.names import STANDING, Choice, Counts, GroupId, MotionType, Outcome, SeatId, VoteId
from deliberation.session.rules import Ruleset, Threshold, exceeds, needed, reaches
from deliberation.session.state import Session

NOTHING: Counts = (0, 0, 0)
INDEX: dict[Choice, int] = {"for": 0, "against": 1, "abstain": 2}


def add(*counts: Counts) -> Counts:
    """Add counting-sheet rows."""
    return (sum(row[0] for row in counts), sum(row[1] for row in counts), sum(row[2] for row in counts))


def count_box(box: Mapping[SeatId, Choice], eligible: Mapping[SeatId, GroupId]) -> dict[GroupId, Counts]:
    """The ballots of a box by group."""
    rows: dict[GroupId, list[int]] = {}
    for seat, choice in box.items():
        rows.setdefault(eligible[seat], [0, 0, 0])[INDEX[choice]] += 1
    return {group: (row[0], row[1], row[2]) for group, row in rows.items()}


def tally_of(vote: Vote, box: Mapping[SeatId, Choice]) -> Tally:
    """Phone ballots, raised hands and paper together."""
    parts = [count_box(box, vote.eligible)]
    if vote.hands:
        parts.append(vote.hands.counts)
    if vote.paper:
        parts.append(vote.paper.counts)
    by_group = {group: add(*(part.get(group, NOTHING) for part in parts)) for group in vote.eligible_by_group}
    return Tally(add(*by_group.values()), by_group, vote.paper.invalid if vote.paper else 0)


class Decision(Struct, frozen=True):
    """An outcome and the groups that stood against it."""

    outcome: Outcome
    opposing: list[GroupId]


def outcome_of(  # noqa: PLR0913 - each of them changes the outcome, and the algorithm names them all
    tally: Tally,
    *,
    motion: MotionType,
    base: int,
    present_by_group: Mapping[GroupId, int],
    affected: Iterable[GroupId],
    restricted: bool,
    rules: Ruleset,
) -> Decision:
    """The outcome algorithm. `base` is the frozen eligible count; abstentions stand in it."""
    in_favour, against, _abstain = tally.total
    passed = passes(in_favour, against, base, rules.voting.threshold)
    opposing = [
        group
        for group in affected
        if exceeds(tally.by_group.get(group, NOTHING)[1], present_by_group.get(group, 0), "1/2")
    ]
    protected = motion in rules.voting.interest_group_protection.applies_to
    if not passed:
        return Decision("tie_not_adopted" if in_favour == against else "not_adopted", opposing)
    if motion == "referral":
        return Decision("referred", opposing)
    if protected and opposing and not restricted:
        return Decision("contested", opposing)
    return Decision("adopted", opposing)


def passes(in_favour: int, against: int, base: int, threshold: Threshold) -> bool:
    """Whether the votes in favour are enough. A tie never is, however low the ratio."""
    whole = base if threshold.base == "present" else in_favour + against
    compare = exceeds if threshold.strict else reaches
    return compare(in_favour, whole, threshold.ratio) and in_favour > against


def votes_needed(base: int, threshold: Threshold) -> int:
    """How many votes in favour a motion needs: of everyone present, or of the votes cast for or against."""
    return needed(base, threshold.ratio, strict=threshold.strict)


def box_digest(secret: str, vote: VoteId, box: Mapping[SeatId, Choice]) -> str:
    """HMAC-SHA256 over the sorted ballots, as hex.

    The key is made from the session's secret and the vote: with twelve voters there are only 531,441 possible
    boxes, and a plain hash could be turned back into the ballots by trying them all.
    """
    key = hmac.digest(secret.encode(), vote.encode(), "sha256")
    ballots = json.dumps(sorted(box.items()), ensure_ascii=False, separators=(",", ":"))
    return hmac.new(key, ballots.encode(), sha256).hexdigest()


class GroupPresence(Struct, frozen=True):
    """How many of a group are expected and here."""

    group: GroupId
    expected: int
    present: int


class Quorum(Struct, frozen=True):
    """到会人数够不够 (rule 2)."""

    expected: int
    present: int
    needed: int
    groups: list[GroupPresence]
    total_short: int
    standing_short: int
    groups_short: dict[GroupId, int]

    @property
    def met(self) -> bool:
        """Whether a vote may be held."""
        return not (self.total_short or self.standing_short or self.groups_short)


def quorum_of(session: Session) -> Quorum:
    """Count the room against the rules."""
    rules = session.rules.quorum
    expected, present = sum(session.expected.values()), session.voters_here
    groups = [
        GroupPresence(group, session.expected[group], session.here.get(group, 0)) for group in session.groups
    ]
    enough = needed(expected, rules.total_ratio, strict=False)
    standing = next((each for each in groups if each.group == STANDING), None)
    standing_short = 0
    if standing is not None:
        wanted = needed(standing.expected, rules.standing_ratio, strict=rules.standing_strict)
        standing_short = max(0, wanted - standing.present)
    return Quorum(
        expected,
        present,
        enough,
        groups,
        max(0, enough - present),
        standing_short,
        {
            each.group: short
            for each in groups
            # A group with fewer seats than the rule wants is complete when all of it is here.
            if each.group != STANDING
            and (short := min(rules.each_interest_group_min, each.expected) - each.present) > 0
        },
    )
