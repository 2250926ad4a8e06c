"""Write a golden ledger: python -m tests.golden.write_ledger NUMBER.

A golden file is never written again: when facts are added, write the next number. It holds the lines as a
database of its day kept them, and the entries that must be read from them for ever.
"""

import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import msgspec

from deliberation.ledger.chain import GENESIS, chain, erased
from deliberation.session import facts as f
from deliberation.session.names import (
    GRADES,
    STANDING,
    AmendmentId,
    GroupId,
    HandId,
    IssueId,
    ObjectionId,
    OpinionId,
    ProposalId,
    ScoreId,
    SeatId,
    TopicId,
    VoteId,
)
from deliberation.session.rules import Ruleset

S1, D1, CHAIR = SeatId("S1"), SeatId("D1"), SeatId("H1")
DOG = GroupId("dog")
T1, I1 = TopicId("T1"), IssueId("I1")
P1, A1, OB1, V1, HAND = ProposalId("P1"), AmendmentId("A1"), ObjectionId("OB1"), VoteId("V1"), HandId("h1")

CONVENED = f.SessionConvened(
    code="600101",
    title={"zh": "草坪怎么管", "en": "The lawn"},
    form="deliberation",
    community="江滩社区（虚构）",
    place="邻里生活馆",
    timezone="Asia/Shanghai",
    planned_at=datetime(2026, 5, 16, 14, 0),  # noqa: DTZ001 - hall time; the zone stands beside it
    whiteboard=("邻里客厅", "协商共治"),
    ruleset=Ruleset("default-v1", {"zh": "议事规则", "en": "Rules of order"}),
    seats=[
        f.Seat(CHAIR, "苏念禾", "主持人", "chair", "none", votes=False),
        f.Seat(
            S1, "陆承安", "陆某", "member", "standing", votes=True, org="居委会", table=1, has_phone=False
        ),
        f.Seat(D1, "卞家乐", "卞某某", "member", "interest", votes=True, group=DOG),
    ],
    groups={DOG: f.Group({"zh": "养犬居民", "en": "dog owners"}, 1)},
    topics=[
        f.AgendaTopic(
            T1,
            "草坪狗粪",
            [DOG],
            [f.AgendaIssue(I1, "草坪狗粪无人清理", [f.Photo("/media/i1.jpg", "草坪")])],
            notice_sent=date(2026, 5, 12),
        )
    ],
    box_secret="00112233445566778899aabbccddeeff",
)

TALLY = f.Tally((1, 1, 0), {STANDING: (1, 0, 0), DOG: (0, 1, 0)}, invalid=1)

FACTS: list[f.AnyFact] = [
    CONVENED,
    f.SeatArrived(S1),
    f.SeatLeft(S1),
    f.SeatRecused(D1, "是自家的狗", T1),
    f.TellersNamed([S1, D1]),
    f.SessionOpened(expected=2, present=2),
    f.RulesRead(),
    f.RecessStarted(10),
    f.SessionResumed(),
    f.FormChanged("talk"),
    f.TopicOpened(T1),
    f.IssueShown(I1),
    f.IssueShown(),
    f.HandRaised(HAND, D1, "against", "speech"),
    f.HandLowered(HAND),
    f.FloorGiven(D1, "speech", 180, HAND, "against", S1),
    f.SpeechEnded(D1, 175, time_up=True),
    f.WarningGiven(D1, 1, "请面向主持人发言"),
    f.WrittenOpinionRead("三楼的住户", "请给老人留条路"),
    f.ProposalMade(P1, T1, S1, "文明养犬公约", "牵绳、清粪", "印公约", "居委会", "六月", "不花钱"),
    f.AmendmentMoved(A1, P1, D1, "删去罚款", "议事会没有罚款权", "牵绳、清粪，不罚款"),
    f.ObjectionRaised(OB1, P1, D1, "罚款没有依据"),
    f.Seconded(OB1, S1),
    f.Withdrawn(OB1, lapsed=True),
    f.ObjectionAnswered(OB1, "采纳为修正案", "resolved_by_amendment"),
    f.OpinionStated(OpinionId("OP1"), T1, D1, "against", "怕吵"),
    f.OpinionAnswered(OpinionId("OP1"), "partly_taken_up", "改到白天"),
    f.MoreAskedFor(P1, 1),
    f.ClosingMoved(P1, S1),
    f.DebateClosed(P1, "three_calls"),
    f.SecretRequested(P1, D1),
    f.VoteOpened(V1, P1, "substantive", "paper_open", "open", {S1: STANDING, D1: DOG}, 2, restricted=True),
    f.PaperIssued(V1, [S1, D1]),
    f.HandsCounted(V1, {STANDING: (1, 0, 0)}),
    f.PaperCounted(V1, 2, 2, 1, {DOG: (0, 1, 0)}),
    f.BallotBoxClosed(V1, TALLY, "contested", [DOG], "ab" * 32),
    f.ScoresCounted(ScoreId("SC1"), T1, "保洁", 2, 2, 1, dict.fromkeys(GRADES, 0) | {"satisfied": 1}),
    f.ProposalDeferred(P1, "new_group", "要由居民会议决定", "residents_meeting", "七月"),
    f.DeferralRemoved(P1, "写错了"),
    f.NoteTaken("茶歇"),
    f.EntryCorrected(37, "休息十分钟", late=True),
    f.TextHidden(P1, "有电话号码"),
    f.TextShown(P1),
    f.TopicClosed(T1),
    f.RecordReadBack(),
    f.SessionClosed(inquorate=True),
]


def golden() -> dict[str, object]:
    """One entry a fact; one of them with an erased text, one entered later than it happened."""
    start = datetime(2026, 5, 16, 6, 0, tzinfo=UTC)
    actors = f.Actor("chair", CHAIR), f.Actor("recorder", None, D1)
    lines = chain(
        GENESIS,
        [
            f.Entry(
                seq,
                start + timedelta(seconds=seq),
                actors[seq % 2],
                fact,
                command_id=f"c{seq}",
                happened_at=start if isinstance(fact, f.NoteTaken) else None,
            )
            for seq, fact in enumerate(FACTS, start=1)
        ],
    )
    lines = [erased(line, ["/fact/from"]) if "/fact/from" in line.openings else line for line in lines]
    return {"root": lines[-1].hash, "lines": lines, "entries": [line.entry() for line in lines]}


if __name__ == "__main__":
    path = Path(__file__).with_name(f"ledger-{int(sys.argv[1])}.json")
    with path.open("xb") as file:
        file.write(msgspec.json.format(msgspec.json.encode(golden()), indent=1) + b"\n")
