"""What happened: one frozen record a fact, in the past tense.

A stored fact is for ever: fields are only added with defaults, and a changed meaning is a new fact. Texts
that a person wrote or that name a person are `Words`: the hash chain holds only a salted commitment to them.
"""

from datetime import date, datetime

from msgspec import Struct

from deliberation.session.names import (
    AmendmentId,
    AnswerKind,
    Chamber,
    Choice,
    ClosedBy,
    Counts,
    Form,
    Grade,
    GroupId,
    HandId,
    IssueId,
    Method,
    MotionId,
    MotionType,
    ObjectionId,
    OpinionId,
    Outcome,
    Position,
    ProposalId,
    Role,
    ScoreId,
    SeatId,
    Secrecy,
    SpeechKind,
    Stance,
    TakenUp,
    TopicId,
    VoteId,
    Words,
)
from deliberation.session.rules import Ruleset


class Actor(Struct, frozen=True, omit_defaults=True):
    """Who gave a command. A recorder acting for somebody else's seat names it in `for_seat`."""

    role: Role
    seat: SeatId | None = None
    for_seat: SeatId | None = None

    @property
    def speaking_seat(self) -> SeatId | None:
        """The seat whose word this is."""
        return self.for_seat or self.seat


class Fact(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, tag_field="fact"):
    """Something that happened in a session."""


class Seat(Struct, frozen=True, omit_defaults=True):
    """One chair in the hall: who sits there, and for whom they speak."""

    id: SeatId
    name: Words
    public_name: Words
    role: Role
    chamber: Chamber
    votes: bool
    group: GroupId | None = None
    org: Words = ""
    table: int | None = None
    has_phone: bool = True


class Group(Struct, frozen=True):
    """An interest group 利益相关方; `label` by language."""

    label: dict[str, str]
    seats: int


class Photo(Struct, frozen=True):
    """A picture of an issue: its address on this server, and what it shows."""

    src: str
    alt: Words


class AgendaIssue(Struct, frozen=True):
    """An issue that a topic grew from."""

    id: IssueId
    title: Words
    photos: list[Photo]


class AgendaTopic(Struct, frozen=True):
    """One line of 今日议题. `notice_sent`: the day its notice went out, None when it never did."""

    id: TopicId
    title: Words
    affected_groups: list[GroupId]
    issues: list[AgendaIssue]
    notice_sent: date | None


class SessionConvened(Fact, frozen=True, tag="session_convened"):
    """Everything that is settled before the first person comes in."""

    code: str
    title: dict[str, str]
    form: Form
    community: str
    place: str
    timezone: str
    planned_at: datetime
    whiteboard: tuple[str, str]
    ruleset: Ruleset
    seats: list[Seat]
    groups: dict[GroupId, Group]
    topics: list[AgendaTopic]
    box_secret: Words
    """Random, at least 128 bits, as hex. Keys the digests of the ballot boxes: nobody can turn a digest back
    into ballots by trying them all."""


class SeatArrived(Fact, frozen=True, tag="seat_arrived"):
    """签到."""

    seat: SeatId


class SeatLeft(Fact, frozen=True, tag="seat_left"):
    """Gone home, or marked absent."""

    seat: SeatId


class SeatRecused(Fact, frozen=True, tag="seat_recused"):
    """回避. Without a topic: for the whole session."""

    seat: SeatId
    reason: Words
    topic: TopicId | None = None


class TellersNamed(Fact, frozen=True, tag="tellers_named"):
    """计票、监票."""

    seats: list[SeatId]


class SessionOpened(Fact, frozen=True, tag="session_opened"):
    """宣布开会: how many with a vote were expected (应到), and how many were here (实到)."""

    expected: int
    present: int


class RulesRead(Fact, frozen=True, tag="rules_read"):
    """宣读议事规则."""


class RecessStarted(Fact, frozen=True, tag="recess_started"):
    """休会."""

    minutes: int


class SessionResumed(Fact, frozen=True, tag="session_resumed"):
    """继续开会."""


class RecordReadBack(Fact, frozen=True, tag="record_read_back"):
    """宣读记录."""


class SessionClosed(Fact, frozen=True, tag="session_closed"):
    """散会. `inquorate`: there was never a quorum."""

    inquorate: bool = False


class FormChanged(Fact, frozen=True, tag="form_changed"):
    """For example 改为恳谈会."""

    form: Form


class TopicOpened(Fact, frozen=True, tag="topic_opened"):
    """Taken up."""

    topic: TopicId


class TopicClosed(Fact, frozen=True, tag="topic_closed"):
    """Done."""

    topic: TopicId


class IssueShown(Fact, frozen=True, tag="issue_shown"):
    """A photo on the wall, or (without an issue) none any more."""

    issue: IssueId | None = None


class HandRaised(Fact, frozen=True, tag="hand_raised"):
    """In the queue."""

    hand: HandId
    seat: SeatId
    position: Position
    kind: SpeechKind = "speech"


class HandLowered(Fact, frozen=True, tag="hand_lowered"):
    """Out of the queue without having spoken."""

    hand: HandId


class FloorGiven(Fact, frozen=True, tag="floor_given"):
    """Somebody speaks. `limit_seconds` is what the rules allowed at that moment."""

    seat: SeatId
    kind: SpeechKind
    limit_seconds: int
    hand: HandId | None = None
    position: Position | None = None
    interpreter: SeatId | None = None


class SpeechEnded(Fact, frozen=True, tag="speech_ended"):
    """Sat down again. `seconds` is how long it took."""

    seat: SeatId
    seconds: int
    time_up: bool = False


class WarningGiven(Fact, frozen=True, tag="warning_given"):
    """提醒. `level` counts this person's warnings in this session."""

    seat: SeatId
    level: int
    reason: Words


class WrittenOpinionRead(Fact, frozen=True, tag="written_opinion_read", rename={"from_": "from"}):
    """A letter was read out. At a hearing it is an opinion that is answered, too."""

    from_: Words
    text: Words
    opinion: OpinionId | None = None


class ProposalMade(Fact, frozen=True, tag="proposal_made"):
    """提方案."""

    proposal: ProposalId
    topic: TopicId
    seat: SeatId
    title: Words
    text: Words
    what: Words
    who: Words
    when: Words
    money: Words


class AmendmentMoved(Fact, frozen=True, tag="amendment_moved"):
    """提修改."""

    amendment: AmendmentId
    proposal: ProposalId
    seat: SeatId
    text: Words
    reason: Words
    new_text: Words | None = None


class ObjectionRaised(Fact, frozen=True, tag="objection_raised"):
    """异议."""

    objection: ObjectionId
    proposal: ProposalId
    seat: SeatId
    reason: Words


class Seconded(Fact, frozen=True, tag="seconded"):
    """附议 of a proposal, an amendment or an objection."""

    target: str
    seat: SeatId


class Withdrawn(Fact, frozen=True, tag="withdrawn"):
    """撤回. `lapsed`: the chair took it off the table, as nobody seconded it or no vote can be held on it."""

    target: str
    lapsed: bool = False


class ObjectionAnswered(Fact, frozen=True, tag="objection_answered"):
    """答复. `second_round`: interest groups of which more than half of those present stood behind it."""

    objection: ObjectionId
    response: Words
    how: AnswerKind
    second_round: list[GroupId] = []


class OpinionStated(Fact, frozen=True, tag="opinion_stated"):
    """听证会上的意见."""

    opinion: OpinionId
    topic: TopicId
    seat: SeatId
    position: Stance
    text: Words


class OpinionAnswered(Fact, frozen=True, tag="opinion_answered"):
    """采纳、部分采纳或不采纳, and why."""

    opinion: OpinionId
    taken_up: TakenUp
    reason: Words


class MoreAskedFor(Fact, frozen=True, tag="more_asked_for"):
    """「还有不同意见吗？」, for the `call`-th time without anybody answering."""

    motion: MotionId
    call: int


class ClosingMoved(Fact, frozen=True, tag="closing_moved"):
    """One person wants the debate to end."""

    motion: MotionId
    seat: SeatId


class DebateClosed(Fact, frozen=True, tag="debate_closed"):
    """说透了."""

    motion: MotionId
    by: ClosedBy


class VoteOpened(Fact, frozen=True, tag="vote_opened"):
    """开始表决. `eligible` is frozen here: each seat that may vote, and the group it is counted in."""

    vote: VoteId
    target: MotionId
    motion: MotionType
    method: Method
    secrecy: Secrecy
    eligible: dict[SeatId, GroupId]
    present: int
    restricted: bool = False
    """Whether the electorate is smaller than everyone present who may vote."""


class BallotCast(Fact, frozen=True, tag="ballot_cast"):
    """投票. Goes into the ballot box, never into the ledger."""

    vote: VoteId
    seat: SeatId
    choice: Choice


class PaperIssued(Fact, frozen=True, tag="paper_issued"):
    """These seats vote on paper in this vote."""

    vote: VoteId
    seats: list[SeatId]


class HandsCounted(Fact, frozen=True, tag="hands_counted"):
    """Raised hands by group."""

    vote: VoteId
    counts: dict[GroupId, Counts]


class PaperCounted(Fact, frozen=True, tag="paper_counted"):
    """Paper ballots by group."""

    vote: VoteId
    issued: int
    returned: int
    invalid: int
    counts: dict[GroupId, Counts]


class ScoresCounted(Fact, frozen=True, tag="scores_counted"):
    """评议的结果 of one item. Of several with the same id the last counts."""

    score: ScoreId
    topic: TopicId
    item: Words
    issued: int
    returned: int
    invalid: int
    counts: dict[Grade, int]


class Tally(Struct, frozen=True, omit_defaults=True):
    """Final counts. `by_group` leaves nobody out who voted; what may be shown of it is decided in `board`."""

    total: Counts
    by_group: dict[GroupId, Counts]
    invalid: int = 0


class BallotBoxClosed(Fact, frozen=True, tag="ballot_box_closed"):
    """A vote ended; its counts are final. The ballots themselves stay in the box."""

    vote: VoteId
    tally: Tally
    outcome: Outcome
    opposing: list[GroupId]
    """Directly affected groups of which more than half of those present were against."""
    box_digest: str
    """HMAC-SHA256 over the sorted ballots; proves that a later recount used the same box."""


class SecretRequested(Fact, frozen=True, tag="secret_requested"):
    """One person asks for a secret ballot on this motion."""

    target: MotionId
    seat: SeatId


class ProposalDeferred(Fact, frozen=True, tag="proposal_deferred"):
    """不能马上办: the mark on the wall."""

    proposal: ProposalId
    reason_code: str
    reason_text: Words
    body: str
    due: Words | None = None


class DeferralRemoved(Fact, frozen=True, tag="deferral_removed"):
    """The mark was taken off."""

    proposal: ProposalId
    reason: Words


class NoteTaken(Fact, frozen=True, tag="note_taken"):
    """The recorder's note."""

    text: Words


class EntryCorrected(Fact, frozen=True, tag="entry_corrected"):
    """更正. `late`: after the next item had begun."""

    seq: int
    text: Words
    late: bool = False


class TextHidden(Fact, frozen=True, tag="text_hidden"):
    """Off the wall, not off the record."""

    target: str
    reason: Words


class TextShown(Fact, frozen=True, tag="text_shown"):
    """Back on the wall."""

    target: str


AnyFact = (
    SessionConvened
    | SeatArrived
    | SeatLeft
    | SeatRecused
    | TellersNamed
    | SessionOpened
    | RulesRead
    | RecessStarted
    | SessionResumed
    | RecordReadBack
    | SessionClosed
    | FormChanged
    | TopicOpened
    | TopicClosed
    | IssueShown
    | HandRaised
    | HandLowered
    | FloorGiven
    | SpeechEnded
    | WarningGiven
    | WrittenOpinionRead
    | ProposalMade
    | AmendmentMoved
    | ObjectionRaised
    | Seconded
    | Withdrawn
    | ObjectionAnswered
    | OpinionStated
    | OpinionAnswered
    | MoreAskedFor
    | ClosingMoved
    | DebateClosed
    | VoteOpened
    | BallotCast
    | PaperIssued
    | HandsCounted
    | PaperCounted
    | ScoresCounted
    | BallotBoxClosed
    | SecretRequested
    | ProposalDeferred
    | DeferralRemoved
    | NoteTaken
    | EntryCorrected
    | TextHidden
    | TextShown
)


class Entry(Struct, frozen=True, omit_defaults=True):
    """One line of the ledger: what happened, when (UTC), and who caused it.

    A command's facts follow one another; only the first of them carries the command's id. `at` is when the
    entry was made; a later entry (补录) also says when it happened.
    """

    seq: int
    at: datetime
    actor: Actor
    fact: AnyFact
    command_id: str | None = None
    happened_at: datetime | None = None

    @property
    def when(self) -> datetime:
        """When it happened, whenever it was entered."""
        return self.happened_at or self.at
