"""The identifiers and closed word lists that facts, commands and boards share."""

from typing import Annotated, Final, Literal, NewType, TypeAlias, get_args

from msgspec import Meta

SeatId = NewType("SeatId", str)
GroupId = NewType("GroupId", str)
TopicId = NewType("TopicId", str)
IssueId = NewType("IssueId", str)
ProposalId = NewType("ProposalId", str)
AmendmentId = NewType("AmendmentId", str)
ObjectionId = NewType("ObjectionId", str)
OpinionId = NewType("OpinionId", str)
ScoreId = NewType("ScoreId", str)
VoteId = NewType("VoteId", str)
HandId = NewType("HandId", str)

MotionId: TypeAlias = str
"""What can be debated and voted on: a ProposalId or an AmendmentId."""

STANDING = GroupId("standing")
"""The standing members count as one group beside the interest groups in every tally."""

Words = Annotated[str, Meta(extra={"sealed": True})]
"""Personal or free text: in the hash chain only as a salted commitment, so that it can be erased one day."""

Role = Literal["chair", "recorder", "member", "observer", "supervisor", "wall", "public"]
Chamber = Literal["standing", "interest", "none"]
Form = Literal["talk", "deliberation", "mediation", "hearing", "appraisal"]
SessionStatus = Literal["check_in", "in_progress", "recess", "closed", "inquorate"]
TopicStatus = Literal["waiting", "open", "closed"]
Position = Literal["for", "against", "middle", "question"]
Stance = Literal["for", "against", "middle"]
"""What an opinion is; a question is asked and answered from the floor."""
SpeechKind = Literal["speech", "opening", "closing", "answer"]
MotionType = Literal["substantive", "amendment", "referral"]
Method = Literal["show_of_hands", "paper_open", "paper_secret", "online"]
Secrecy = Literal["open", "confidential", "secret"]
Choice = Literal["for", "against", "abstain"]
AnswerKind = Literal["answered", "resolved_by_amendment", "resolved_by_referral", "second_round"]
TakenUp = Literal["taken_up", "partly_taken_up", "not_taken_up"]
Grade = Literal["satisfied", "fairly_satisfied", "dissatisfied", "unsure"]
Outcome = Literal["adopted", "not_adopted", "tie_not_adopted", "contested", "referred"]
ProposalStatus = Literal[
    "proposed",
    "seconded",
    "debating",
    "voting",
    "adopted",
    "not_adopted",
    "contested",
    "referred",
    "withdrawn",
]
AmendmentStatus = Literal["proposed", "seconded", "debating", "voting", "adopted", "not_adopted", "withdrawn"]
ObjectionStatus = Literal[
    "raised",
    "seconded",
    "answered",
    "resolved_by_amendment",
    "resolved_by_referral",
    "sustained_second_round",
    "withdrawn",
]
VoteStatus = Literal["open", "closed"]
ClosedBy = Literal["three_calls", "two_thirds"]

GRADES: Final[tuple[Grade, ...]] = get_args(Grade)
"""The scale of a 评议会, from the best; whoever does not know says so."""

Counts = tuple[int, int, int]
"""(for, against, abstain), as in every counting sheet."""
