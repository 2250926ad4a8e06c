"""One vote as an audience may see it: no counts while it is open, no split that would name a person."""

from typing import TypedDict

from deliberation.session.facts import Tally
from deliberation.session.items import Vote
from deliberation.session.motions import title_of
from deliberation.session.names import STANDING, GroupId
from deliberation.session.phrases import Phrase, Say, phrase
from deliberation.session.rules import Threshold
from deliberation.session.state import Session
from deliberation.session.tally import votes_needed
from deliberation.session.wall_text import fraction
from deliberation.session.wire import Json, iso

BARE_MAJORITY = Threshold(base="cast", ratio="1/2", strict=True)
"""More for than against: the one threshold that needs no number."""

SMALLEST_SPLIT = 3
"""Fewer voters of a group than this are not shown to the public: the split would tell how a person voted."""


def vote_board(session: Session, vote: Vote, audience: str, say: Say) -> Json:
    """The board's entry for one vote."""
    motion = session.motion(vote.target)
    hidden = vote.target in session.hidden and audience != "staff"
    entry: Json = {
        "target": vote.target,
        "title": say(phrase("（文字已隐去）")) if hidden or motion is None else title_of(motion),
        "motion": vote.motion,
        "method": vote.method,
        "secrecy": vote.secrecy,
        "status": vote.status,
        "eligible": len(vote.eligible),
        "eligible_by_group": vote.eligible_by_group,
        "base": session.rules.voting.threshold.base,
        "rule": say(rule_sentence(session, vote)),
        "opened_at": iso(vote.opened_at),
    }
    if audience == "staff" and vote.status == "open":
        if vote.hands:
            entry["hands"] = vote.hands.counts
        if vote.paper:
            paper = vote.paper
            entry["paper"] = {
                "issued": paper.issued,
                "returned": paper.returned,
                "invalid": paper.invalid,
                "counts": paper.counts,
            }
    if vote.tally is not None and vote.outcome is not None:
        shown = shown_groups(vote, audience)
        entry["outcome"] = vote.outcome
        entry["sentence"] = say(outcome_sentence(session, vote, vote.tally, shown))
        entry["tally"] = {"total": vote.tally.total}
        if shown:
            entry["tally"]["by_group"] = {group: vote.tally.by_group[group] for group in shown}
        if vote.tally.invalid:
            entry["tally"]["invalid"] = vote.tally.invalid
    return entry


def shown_groups(vote: Vote, audience: str) -> list[GroupId]:
    """The groups whose split this audience may see, also against subtraction from the total."""
    if vote.secrecy != "open":
        return []
    sizes = vote.eligible_by_group
    if audience != "public":
        return list(sizes)
    shown = [group for group, size in sizes.items() if size >= SMALLEST_SPLIT]
    hidden = [group for group in sizes if group not in shown]
    if hidden and shown and sum(sizes[group] for group in hidden) < SMALLEST_SPLIT:
        # The total minus what is shown would be these few people, so another group goes, standing last.
        others = [group for group in shown if group != STANDING] or shown
        shown.remove(min(others, key=lambda group: sizes[group]))
    return shown


def rule_sentence(session: Session, vote: Vote) -> Phrase:
    """How many it takes."""
    threshold = session.rules.voting.threshold
    share = fraction(threshold.ratio)
    if threshold.base == "cast":
        if threshold == BARE_MAJORITY:
            return phrase("赞成多于反对才算通过，弃权不计")
        if threshold.strict:
            return phrase("赞成超过赞成加反对的{share}才算通过，弃权不计", share=share)
        return phrase("赞成达到赞成加反对的{share}才算通过，弃权不计", share=share)
    base = len(vote.eligible)
    needed = votes_needed(base, threshold)
    if threshold.strict:
        return phrase(
            "赞成超过 {base} 人的{share}（{needed} 票）才算通过", base=base, share=share, needed=needed
        )
    return phrase("赞成达到 {base} 人的{share}（{needed} 票）才算通过", base=base, share=share, needed=needed)


def outcome_sentence(session: Session, vote: Vote, tally: Tally, shown: list[GroupId]) -> Phrase:
    """Why the vote ended as it did."""
    in_favour, against, _abstain = tally.total
    if vote.outcome == "tie_not_adopted":
        return phrase("赞成和反对一样多（{count} 比 {count}），平局，未通过。", count=in_favour)
    if vote.outcome == "not_adopted":
        return phrase("{reason}，未通过。", reason=_short(session, vote, in_favour, against))
    reason = _enough(session, vote, in_favour, against)
    if vote.outcome == "referred":
        return phrase("{reason}，同意提交决定。", reason=reason)
    if vote.outcome == "contested":
        return phrase(
            "{reason}，但是{groups}到会的人过半反对，不能算共识：回去再商量，或者按规定提交居民会议。",
            reason=reason,
            groups=_opposing(session, vote, shown),
        )
    return phrase("{reason}，通过。", reason=reason)


def _opposing(session: Session, vote: Vote, shown: list[GroupId]) -> tuple[Phrase, ...]:
    """The opposing groups by name, unless the name would tell how somebody voted."""
    if all(group in shown for group in vote.opposing):
        return tuple(session.group_label(group) for group in vote.opposing)
    return (phrase("受影响最直接的一方"),)


def _enough(session: Session, vote: Vote, in_favour: int, against: int) -> Phrase:
    threshold = session.rules.voting.threshold
    if threshold == BARE_MAJORITY:
        return phrase("赞成 {count} 票，多于反对 {against} 票", count=in_favour, against=against)
    base = _base(vote, threshold, in_favour + against)
    return phrase("赞成 {count} 票，{base}要 {needed} 票", count=in_favour, **base)


def _short(session: Session, vote: Vote, in_favour: int, against: int) -> Phrase:
    threshold = session.rules.voting.threshold
    base = _base(vote, threshold, in_favour + against)
    needed = base["needed"]
    if threshold == BARE_MAJORITY or in_favour >= needed:
        return phrase("赞成 {count} 票，没有多于反对 {against} 票", count=in_favour, against=against)
    return phrase(
        "赞成 {count} 票，{base}要 {needed} 票，还差 {short} 票",
        count=in_favour,
        short=needed - in_favour,
        **base,
    )


class _Base(TypedDict):
    base: Phrase
    needed: int


def _base(vote: Vote, threshold: Threshold, cast: int) -> _Base:
    """Of how many people the ratio is taken, and how many votes that makes."""
    if threshold.base == "cast":
        return {
            "base": phrase("投赞成和反对的 {count} 人", count=cast),
            "needed": votes_needed(cast, threshold),
        }
    whole = len(vote.eligible)
    return {"base": phrase("到会 {count} 人", count=whole), "needed": votes_needed(whole, threshold)}
