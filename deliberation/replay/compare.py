"""Where a session and its file differ: each vote, mark and outcome, and the attendance."""

from collections.abc import Iterator

from msgspec import Struct

from deliberation.records import scenario as file
from deliberation.replay.script import Script
from deliberation.session.items import Proposal
from deliberation.session.names import AmendmentId, ObjectionId, ProposalId, VoteId
from deliberation.session.phrases import Phrase, phrase
from deliberation.session.state import Session
from deliberation.session.tally import quorum_of

UNFINISHED = ("proposed", "seconded", "debating", "voting")


class Difference(Struct, frozen=True):
    """One finding. `where` is the file's own id, such as V5 or P3."""

    where: str
    what: Phrase
    expected: str
    found: str


def differences(script: Script) -> list[Difference]:
    """Everything that does not agree, in the order of the file."""
    session = script.stage.session
    found: list[Difference] = []
    if script.stopped is not None:
        moment, sentence = script.stopped
        where = moment.vote or moment.about or moment.type
        found.append(
            Difference(
                where, phrase("第 {seq} 行走不下去：{sentence}", seq=moment.seq, sentence=sentence), "", ""
            )
        )
    scenario, ids = script.scenario, script.live_ids
    if script.opened is not None:
        found += _attendance(script.opened, scenario.attendance)
    for vote in scenario.votes:
        found += _vote(session, vote, ids.get(vote.id))
    for proposal in scenario.proposals:
        found += _proposal(session, proposal, ids.get(proposal.id))
    for amendment in scenario.amendments:
        live = session.amendments.get(AmendmentId(ids.get(amendment.id, "")))
        found += _unequal(amendment.id, phrase("结论"), amendment.outcome, live.status if live else "")
    for objection in scenario.objections:
        known = session.objections.get(ObjectionId(ids.get(objection.id, "")))
        found += _unequal(objection.id, phrase("结论"), objection.status, known.status if known else "")
    return found


def _attendance(session: Session, expected: file.Attendance | None) -> list[Difference]:
    """The file's count of people against the room's, at the opening."""
    if expected is None:
        return []
    quorum = quorum_of(session)
    standing = next((each for each in quorum.groups if each.group == "standing"), None)
    pairs: list[tuple[Phrase, object, object]] = [
        (phrase("应到"), expected.expected_voting, quorum.expected),
        (phrase("实到"), expected.present_voting, quorum.present),
        (phrase("常任委员应到"), expected.standing_expected, standing.expected if standing else 0),
        (phrase("常任委员实到"), expected.standing_present, standing.present if standing else 0),
        (phrase("到会人数够不够"), expected.quorum_met, quorum.met),
    ]
    return [
        difference
        for what, wanted, real in pairs
        if wanted is not None
        for difference in _unequal("attendance", what, wanted, real)
    ]


def _unequal(where: str, what: Phrase, expected: object, found: object) -> list[Difference]:
    if expected in ("", None) or expected == found:
        return []
    return [Difference(where, what, _readable(expected), _readable(found) or "—")]


def _readable(value: object) -> str:
    return " : ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _vote(session: Session, expected: file.Vote, live: str | None) -> Iterator[Difference]:
    vote = session.votes.get(VoteId(live or ""))
    if vote is None or vote.tally is None:
        yield Difference(expected.id, phrase("没有表决"), expected.result, "—")
        return
    counted = {group: row for group, row in vote.tally.by_group.items() if any(row)}
    listed = {group: row for group, row in expected.counts.items() if any(row)}
    for group in [*listed, *(each for each in counted if each not in listed)]:
        what = phrase("{group}的票数", group=session.group_label(group))  # type: ignore[arg-type]  # checked by the file
        yield from _unequal(expected.id, what, listed.get(group, (0, 0, 0)), counted.get(group, (0, 0, 0)))  # type: ignore[call-overload]
    yield from _unequal(expected.id, phrase("总票数"), expected.total, vote.tally.total)
    # A file may count who is present or, after a recusal, who of them may vote.
    if expected.present_voting != len(vote.eligible):
        yield from _unequal(expected.id, phrase("到会有表决权人数"), expected.present_voting, vote.present)
    yield from _unequal(expected.id, phrase("结论"), expected.result, vote.outcome)


def _proposal(session: Session, expected: file.Proposal, live: str | None) -> Iterator[Difference]:
    proposal = session.proposals.get(ProposalId(live or ""))
    if proposal is None:
        yield Difference(expected.id, phrase("没有提出"), expected.outcome, "—")
        return
    yield from _unequal(expected.id, phrase("结论"), expected.outcome, _outcome(proposal))
    if _outcome(proposal) not in ("withdrawn", *UNFINISHED):
        yield from _unequal(expected.id, phrase("最后的文字"), expected.text_final, proposal.text)
    mark, wanted = proposal.mark, expected.deferral
    yield from _unequal(
        expected.id, phrase("交给谁"), wanted.target_body if wanted else None, mark.body if mark else ""
    )
    yield from _unequal(
        expected.id,
        phrase("原因代码"),
        wanted.reason_code if wanted else None,
        mark.reason_code if mark else "",
    )
    yield from _unequal(
        expected.id, phrase("原因"), wanted.reason_text if wanted else None, mark.reason_text if mark else ""
    )
    if mark is not None and wanted is None:
        yield Difference(expected.id, phrase("标记"), "—", mark.body)


def _outcome(proposal: Proposal) -> str:
    return proposal.outcome or proposal.status
