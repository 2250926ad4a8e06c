"""What someone wants: one frozen record a command, imperative; on the wire, `do` names it."""

from typing import Annotated

from msgspec import Meta, Struct

from deliberation.session.names import (
    AnswerKind,
    Choice,
    Form,
    Grade,
    HandId,
    IssueId,
    Method,
    MotionType,
    ObjectionId,
    OpinionId,
    Position,
    ProposalId,
    SeatId,
    Secrecy,
    SpeechKind,
    Stance,
    TakenUp,
    TopicId,
    VoteId,
)

# Lengths are counted in characters. A proposal that fits on the wall is far shorter; these keep a pasted
# document out while never cutting a sentence that somebody would say in three minutes.
Title = Annotated[str, Meta(min_length=1, max_length=80)]
Line = Annotated[str, Meta(max_length=200)]
Reason = Annotated[str, Meta(max_length=500)]
LongText = Annotated[str, Meta(max_length=2000)]
Identifier = Annotated[str, Meta(min_length=1, max_length=64)]
Count = Annotated[int, Meta(ge=0, le=100_000)]
GroupCounts = dict[str, Annotated[tuple[Count, Count, Count], Meta(description="for, against, abstain")]]


class Command(Struct, frozen=True, forbid_unknown_fields=True, tag_field="do"):
    """A wish that `decide` turns into facts or refuses."""


class CheckIn(Command, frozen=True, tag="check_in"):
    """签到: I am here, or (by the recorder) this seat is."""

    seat: SeatId | None = None


class Leave(Command, frozen=True, tag="leave"):
    """I am going."""


class RecordAttendance(Command, frozen=True, tag="record_attendance"):
    """The roll call, taken by hand."""

    seat: SeatId
    present: bool


class Recuse(Command, frozen=True, tag="recuse"):
    """回避: a standing member with a direct interest does not vote on this topic."""

    seat: SeatId
    reason: Reason


class NameTellers(Command, frozen=True, tag="name_tellers"):
    """计票人、监票人."""

    seats: list[SeatId]


class OpenSession(Command, frozen=True, tag="open_session"):
    """Roll call done; begin."""


class ReadRules(Command, frozen=True, tag="read_rules"):
    """The rules were read out."""


class Recess(Command, frozen=True, tag="recess"):
    """休会."""

    minutes: Annotated[int, Meta(ge=1, le=240)]


class Resume(Command, frozen=True, tag="resume"):
    """Go on after a recess."""


class ReadBack(Command, frozen=True, tag="read_back"):
    """The record was read out before the session ends."""


class CloseSession(Command, frozen=True, tag="close_session"):
    """散会."""


class ChangeForm(Command, frozen=True, tag="change_form"):
    """For example to a 恳谈会 when too few came."""

    form: Form


class OpenTopic(Command, frozen=True, tag="open_topic"):
    """Take up one topic; the one before it ends."""

    topic: TopicId


class ShowIssue(Command, frozen=True, tag="show_issue"):
    """Put an issue's photo on the wall; without an issue, take it away again."""

    issue: IssueId | None = None


class CloseTopic(Command, frozen=True, tag="close_topic"):
    """This topic is done."""

    topic: TopicId


class RaiseHand(Command, frozen=True, tag="raise_hand"):
    """举手: position first, then the queue."""

    position: Position
    kind: SpeechKind = "speech"


class LowerHand(Command, frozen=True, tag="lower_hand"):
    """Never mind."""


class GiveFloor(Command, frozen=True, tag="give_floor"):
    """The chair calls on a raised hand, or on a seat. `interpreter` is the seat that passes the words on.

    Somebody without a hand up says their `position` first; with one it was said already.
    """

    kind: SpeechKind = "speech"
    hand: HandId | None = None
    seat: SeatId | None = None
    interpreter: SeatId | None = None
    position: Position | None = None


class EndSpeech(Command, frozen=True, tag="end_speech"):
    """Thank you, please sit down."""


class Warn(Command, frozen=True, tag="warn"):
    """提醒 1, 2, 3."""

    seat: SeatId
    reason: Reason


class ReadWrittenOpinion(Command, frozen=True, tag="read_written_opinion", rename={"from_": "from"}):
    """An absent person's letter is read out."""

    from_: Line
    text: LongText


class Propose(Command, frozen=True, tag="propose"):
    """提方案."""

    topic: TopicId
    title: Title
    text: LongText
    what: LongText
    who: Line
    when: Line
    money: Line


class Second(Command, frozen=True, tag="second"):
    """附议 a proposal, an amendment or an objection."""

    target: Identifier


class Withdraw(Command, frozen=True, tag="withdraw"):
    """撤回 what I proposed, amended or objected."""

    target: Identifier


class Amend(Command, frozen=True, tag="amend"):
    """提修改. `new_text` replaces the proposal's text when the amendment is adopted."""

    proposal: Identifier
    text: LongText
    reason: Reason
    new_text: LongText | None = None


class Object(Command, frozen=True, tag="object"):
    """异议, with its reason."""

    target: Identifier
    reason: Reason


class AnswerObjection(Command, frozen=True, tag="answer_objection"):
    """当场答复."""

    objection: ObjectionId
    response: LongText
    how: AnswerKind


class StateOpinion(Command, frozen=True, tag="state_opinion"):
    """听证会上提意见, on the open topic."""

    position: Stance
    text: LongText


class AnswerOpinion(Command, frozen=True, tag="answer_opinion"):
    """Whether an opinion is taken up 采纳, and why."""

    opinion: OpinionId
    taken_up: TakenUp
    reason: Reason


class CallForMore(Command, frozen=True, tag="call_for_more"):
    """Ask 「还有不同意见吗？」."""


class MoveToClose(Command, frozen=True, tag="move_to_close"):
    """Enough said. Two thirds of those present saying so close the debate."""


class CloseDebate(Command, frozen=True, tag="close_debate"):
    """No more speeches on the motion on the table."""


class OpenVote(Command, frozen=True, tag="open_vote"):
    """开始表决. `electorate` restricts it to groups or seats, for example those who pay."""

    target: Identifier
    motion: MotionType
    method: Method
    secrecy: Secrecy | None = None
    electorate: list[str] | None = None


class CastBallot(Command, frozen=True, tag="cast_ballot"):
    """投票. The last choice before the close counts."""

    vote: VoteId
    choice: Choice


class IssuePaper(Command, frozen=True, tag="issue_paper"):
    """Hand paper ballots to these seats: from now on their phones cannot vote in this vote."""

    vote: VoteId
    seats: list[SeatId]


class EnterCount(Command, frozen=True, tag="enter_count"):
    """Raised hands, counted by the tellers, a row a group."""

    vote: VoteId
    counts: GroupCounts


class EnterPaper(Command, frozen=True, tag="enter_paper"):
    """Paper ballots, counted by the tellers."""

    vote: VoteId
    issued: Count
    returned: Count
    invalid: Count
    counts: GroupCounts


class EnterScores(Command, frozen=True, tag="enter_scores"):
    """评议: sheets without names on one `item` of the open topic, as counted. A grade left out is 0."""

    item: Title
    issued: Count
    returned: Count
    invalid: Count
    counts: dict[Grade, Count]


class CloseVote(Command, frozen=True, tag="close_vote"):
    """结束表决: count and announce."""

    vote: VoteId


class RequestSecret(Command, frozen=True, tag="request_secret"):
    """要求无记名."""

    target: Identifier


class MarkDeferred(Command, frozen=True, tag="mark_deferred"):
    """不能马上办: why, and who decides."""

    proposal: ProposalId
    reason_code: Identifier
    reason_text: Reason
    body: Identifier
    due: Line | None = None


class Unmark(Command, frozen=True, tag="unmark"):
    """The mark was a mistake."""

    proposal: ProposalId
    reason: Reason


class Note(Command, frozen=True, tag="note"):
    """The recorder's note, on the record and in large type on the wall."""

    text: LongText


class Correct(Command, frozen=True, tag="correct"):
    """更正: appended; the entry it corrects stays as it is."""

    seq: Annotated[int, Meta(ge=1)]
    text: LongText


class Hide(Command, frozen=True, tag="hide"):
    """Take an abusive text off the wall; the record keeps it."""

    target: Identifier
    reason: Reason


class Unhide(Command, frozen=True, tag="unhide"):
    """Show it again."""

    target: Identifier


AnyCommand = (
    CheckIn
    | Leave
    | RecordAttendance
    | Recuse
    | NameTellers
    | OpenSession
    | ReadRules
    | Recess
    | Resume
    | ReadBack
    | CloseSession
    | ChangeForm
    | OpenTopic
    | ShowIssue
    | CloseTopic
    | RaiseHand
    | LowerHand
    | GiveFloor
    | EndSpeech
    | Warn
    | ReadWrittenOpinion
    | Propose
    | Second
    | Withdraw
    | Amend
    | Object
    | AnswerObjection
    | StateOpinion
    | AnswerOpinion
    | CallForMore
    | MoveToClose
    | CloseDebate
    | OpenVote
    | CastBallot
    | IssuePaper
    | EnterCount
    | EnterPaper
    | EnterScores
    | CloseVote
    | RequestSecret
    | MarkDeferred
    | Unmark
    | Note
    | Correct
    | Hide
    | Unhide
)
