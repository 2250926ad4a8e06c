"""What a session is made of besides its people: motions, objections, votes, and the floor. Frozen records."""

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct

from deliberation.session.facts import HandsCounted, OpinionAnswered, PaperCounted, ProposalDeferred, Tally
from deliberation.session.names import (
    AmendmentId,
    AmendmentStatus,
    AnswerKind,
    GroupId,
    HandId,
    Method,
    MotionId,
    MotionType,
    ObjectionId,
    ObjectionStatus,
    OpinionId,
    Outcome,
    Position,
    ProposalId,
    ProposalStatus,
    SeatId,
    Secrecy,
    SpeechKind,
    Stance,
    TopicId,
    VoteId,
    VoteStatus,
)


class Debate(Struct, frozen=True):
    """What was said about one motion so far, as far as a rule asks for it."""

    calls: int = 0
    closed: bool = False
    movers: frozenset[SeatId] = frozenset()
    positions: frozenset[Position] = frozenset()


class Proposal(Struct, frozen=True):
    """方案."""

    id: ProposalId
    no: int
    topic: TopicId
    seat: SeatId
    title: str
    text: str
    what: str
    who: str
    when: str
    money: str
    status: ProposalStatus = "proposed"
    seconds: tuple[SeatId, ...] = ()
    debate: Debate = Debate()
    opened: bool = False
    """Whether the proposer's opening was given; likewise `summed_up` for the closing."""
    summed_up: bool = False
    outcome: Outcome | None = None
    mark: ProposalDeferred | None = None
    reopened_by: AmendmentId | None = None
    """The amendment that brought a contested proposal back; without it, it is contested again."""
    amendments: tuple[AmendmentId, ...] = ()
    objections: tuple[ObjectionId, ...] = ()
    """What was moved and raised against it, in that order; withdrawn ones too."""

    @property
    def undecided(self) -> bool:
        """Whether it still stands on the table."""
        return self.status in ("proposed", "seconded", "debating", "voting")

    @property
    def settled(self) -> bool:
        """Whether nothing is left to do: decided, not to be talked over again, marked where it must be."""
        unmarked = self.status == "referred" and self.mark is None
        return not (self.undecided or self.status == "contested" or unmarked)


class Amendment(Struct, frozen=True):
    """修改."""

    id: AmendmentId
    proposal: ProposalId
    seat: SeatId
    text: str
    reason: str
    new_text: str | None
    status: AmendmentStatus = "proposed"
    seconds: tuple[SeatId, ...] = ()
    debate: Debate = Debate()

    @property
    def undecided(self) -> bool:
        """Whether it still has to be dealt with before its proposal."""
        return self.status in ("proposed", "seconded", "debating", "voting")


class Objection(Struct, frozen=True):
    """异议. After the answer it remembers who was heard, for the second round of rule 11."""

    id: ObjectionId
    proposal: ProposalId
    seat: SeatId
    reason: str
    status: ObjectionStatus = "raised"
    seconds: tuple[SeatId, ...] = ()
    response: str | None = None
    how: AnswerKind | None = None
    second_round: tuple[GroupId, ...] = ()
    """Groups of which more than half stood behind it when it was answered."""
    heard: frozenset[GroupId | None] = frozenset()
    """Groups of those who spoke after the answer; None stands for people without a group."""
    calls: int = 0
    """Calls for more, made after the answer, that nobody took up."""
    amended: bool = False
    """Whether an amendment of its proposal was decided after it was raised."""

    @property
    def supporters(self) -> tuple[SeatId, ...]:
        """Whoever raised it and whoever seconded it."""
        return (self.seat, *self.seconds)


class Opinion(Struct, frozen=True):
    """听证会上的意见: of a seat, or from somebody who wrote a letter."""

    id: OpinionId
    no: int
    topic: TopicId
    text: str
    seat: SeatId | None = None
    from_: str | None = None
    position: Stance | None = None
    answer: OpinionAnswered | None = None


class Vote(Struct, frozen=True):
    """表决."""

    id: VoteId
    target: MotionId
    motion: MotionType
    method: Method
    secrecy: Secrecy
    eligible: Mapping[SeatId, GroupId]
    present: int
    restricted: bool
    opened_at: datetime
    status: VoteStatus = "open"
    paper_seats: frozenset[SeatId] = frozenset()
    hands: HandsCounted | None = None
    paper: PaperCounted | None = None
    tally: Tally | None = None
    outcome: Outcome | None = None
    opposing: tuple[GroupId, ...] = ()

    @property
    def eligible_by_group(self) -> dict[GroupId, int]:
        """How many of each group may vote, in the order of the seats."""
        counted: dict[GroupId, int] = {}
        for group in self.eligible.values():
            counted[group] = counted.get(group, 0) + 1
        return counted


class Hand(Struct, frozen=True):
    """One raised hand."""

    id: HandId
    seat: SeatId
    position: Position
    kind: SpeechKind


class Speech(Struct, frozen=True):
    """Who has the floor."""

    seat: SeatId
    kind: SpeechKind
    started_at: datetime
    limit_seconds: int
    position: Position | None
    interpreter: SeatId | None


class Floor(Struct, frozen=True):
    """The speaking queue and what it must remember."""

    speech: Speech | None = None
    hands: tuple[Hand, ...] = ()
    last_position: Position | None = None
    speeches: Mapping[tuple[TopicId, SeatId], int] = {}
    forfeited: frozenset[SeatId] = frozenset()
    """Second warning: no more speeches on the topic that is open."""
    hands_raised: int = 0
