"""Session: everything that is known about one 议事会 at one moment, folded from its ledger.

Frozen records; `evolve` makes the next one. Nothing here decides anything: it answers questions.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from msgspec import Struct

from deliberation.session.facts import AgendaIssue, AgendaTopic, Entry, ScoresCounted, Seat, SessionConvened
from deliberation.session.items import Amendment, Floor, Hand, Objection, Opinion, Proposal, Vote
from deliberation.session.names import (
    STANDING,
    AmendmentId,
    Choice,
    Form,
    GroupId,
    IssueId,
    MotionId,
    ObjectionId,
    OpinionId,
    Position,
    ProposalId,
    ScoreId,
    SeatId,
    SessionStatus,
    TopicId,
    TopicStatus,
    VoteId,
)
from deliberation.session.phrases import Label, Phrase, phrase
from deliberation.session.rules import Ruleset


class Session(Struct, frozen=True):
    """One 议事会."""

    setup: SessionConvened
    seats: Mapping[SeatId, Seat]
    """The setup's seats by id: searching a list of a thousand made a board take 0.3 s."""
    public_seats: Mapping[SeatId, Seat]
    """The same seats as anybody may see them."""
    expected: Mapping[GroupId | None, int]
    """How many have a vote, by group: `standing` first, then the interest groups in the order of their seats.

    Not in the order of `setup.groups`: canonical JSON sorts the keys of an object.
    """
    seq: int
    status: SessionStatus
    form: Form
    convened_at: datetime
    present: frozenset[SeatId] = frozenset()
    here: Mapping[GroupId | None, int] = {}
    """How many of those with a vote are present, by group: counting a thousand seats anew for every board of
    every turn took longer than everything else in it."""
    recused: frozenset[tuple[SeatId, TopicId | None]] = frozenset()
    tellers: tuple[SeatId, ...] = ()
    later_entries_until: datetime | None = None
    """When the last thing happened that was entered later."""
    opened_at: datetime | None = None
    closed_at: datetime | None = None
    recess_until: datetime | None = None
    rules_read: bool = False
    read_back: bool = False
    ever_quorate: bool = False
    topic: TopicId | None = None
    topic_status: Mapping[TopicId, TopicStatus] = {}
    issue: IssueId | None = None
    note: str | None = None
    last_result: VoteId | None = None
    floor: Floor = Floor()
    warnings: Mapping[SeatId, int] = {}
    proposals: Mapping[ProposalId, Proposal] = {}
    amendments: Mapping[AmendmentId, Amendment] = {}
    objections: Mapping[ObjectionId, Objection] = {}
    opinions: Mapping[OpinionId, Opinion] = {}
    unsettled_ids: tuple[ProposalId, ...] = ()
    """The proposals that may still need something, oldest first: a long day has hundreds that do not."""
    scores: Mapping[ScoreId, ScoresCounted] = {}
    votes: Mapping[VoteId, Vote] = {}
    open_vote_id: VoteId | None = None
    """The vote that is running, if any; there is never more than one."""
    boxes: Mapping[VoteId, Mapping[SeatId, Choice]] = {}
    """Ballots by phone of the votes that are open; they live in the ballot box, not in the ledger."""
    secret_requests: Mapping[MotionId, frozenset[SeatId]] = {}
    hidden: frozenset[str] = frozenset()
    log: tuple[Entry, ...] = ()
    """The last entries that are worth a line on the board."""
    item_seq: int = 0
    """Where the present item (topic, proposal, vote) began; an earlier entry is corrected late."""

    @property
    def rules(self) -> Ruleset:
        """The rules of order that this session was convened under."""
        return self.setup.ruleset

    @property
    def timezone(self) -> ZoneInfo:
        """The hall's own time zone."""
        return ZoneInfo(self.setup.timezone)

    def seat(self, seat: SeatId) -> Seat | None:
        """The seat of that id, or None."""
        return self.seats.get(seat)

    def instant(self, written: datetime) -> datetime:
        """The moment in UTC that somebody wrote down; without a zone it is the hall's time."""
        return (written if written.tzinfo else written.replace(tzinfo=self.timezone)).astimezone(UTC)

    def name(self, seat: SeatId) -> str:
        """The name for the people in the hall."""
        found = self.seat(seat)
        return found.name if found else seat

    # Presence and quorum -----------------------------------------------------------------------------

    def may_vote(self, seat: Seat) -> bool:
        """Whether this seat has a vote in principle."""
        return has_vote(self.setup, seat)

    def group_of(self, seat: SeatId) -> GroupId | None:
        """The group a seat is counted in, or None without a chamber."""
        found = self.seat(seat)
        return counted_in(found) if found is not None else None

    @property
    def present_voters(self) -> list[Seat]:
        """Everyone present who has a vote."""
        return [seat for seat in self.seats.values() if seat.id in self.present and self.may_vote(seat)]

    @property
    def voters_here(self) -> int:
        """How many they are."""
        return sum(self.here.values())

    def votes_here(self, seat: SeatId) -> bool:
        """Whether this seat is one of them."""
        return seat in self.present and self.may_vote(self.seats[seat])

    def present_in(self, group: GroupId) -> list[SeatId]:
        """Seats with a vote of that group who are present."""
        return [seat.id for seat in self.present_voters if self.group_of(seat.id) == group]

    @property
    def groups(self) -> list[GroupId]:
        """The groups with a vote, in the order of `expected`."""
        return [group for group in self.expected if group is not None]

    @property
    def tellers_here(self) -> list[SeatId]:
        """The tellers who did not leave in the meantime."""
        return [seat for seat in self.tellers if seat in self.present]

    def is_recused(self, seat: SeatId) -> bool:
        """Whether this seat stepped aside on the open topic, or on everything."""
        return (seat, None) in self.recused or (seat, self.topic) in self.recused

    def group_label(self, group: GroupId) -> Phrase:
        """What people call a group."""
        if group == STANDING:
            return phrase("常任委员")
        return phrase("{label}", label=Label(self.setup.groups[group].label))

    # Agenda ------------------------------------------------------------------------------------------

    def agenda_topic(self, topic: TopicId) -> AgendaTopic | None:
        """The topic of that id, or None."""
        return next((each for each in self.setup.topics if each.id == topic), None)

    def agenda_issue(self, issue: IssueId) -> tuple[AgendaTopic, AgendaIssue] | None:
        """The issue of that id with its topic, or None."""
        for topic in self.setup.topics:
            for each in topic.issues:
                if each.id == issue:
                    return topic, each
        return None

    def noticed_in_time(self, topic: AgendaTopic) -> bool:
        """Rule 1: whether the notice of this topic went out early enough, counted in the hall's days."""
        if topic.notice_sent is None:
            return False
        day = self.setup.planned_at.astimezone(self.timezone).date()
        return (day - topic.notice_sent).days >= self.rules.notice_days_before_session

    # What is on the table ----------------------------------------------------------------------------

    @property
    def unsettled(self) -> list[Proposal]:
        """The proposals that may still need something, oldest first."""
        return [self.proposals[each] for each in self.unsettled_ids]

    @property
    def proposal_on_table(self) -> Proposal | None:
        """The one proposal that is being dealt with, if any (rule 4)."""
        return next((each for each in self.unsettled if each.undecided), None)

    def amendments_of(self, proposal: ProposalId) -> list[Amendment]:
        """All amendments of one proposal, in the order they were moved."""
        return [self.amendments[each] for each in self.proposals[proposal].amendments]

    def pending_amendment(self, proposal: ProposalId) -> Amendment | None:
        """The first undecided amendment of a proposal; it is voted on before its proposal (rule 10)."""
        return next((each for each in self.amendments_of(proposal) if each.undecided), None)

    def objections_to(self, proposal: ProposalId) -> list[Objection]:
        """All objections to one proposal that still stand."""
        objections = map(self.objections.__getitem__, self.proposals[proposal].objections)
        return [each for each in objections if each.status != "withdrawn"]

    @property
    def motion_on_table(self) -> Proposal | Amendment | None:
        """What is being debated: a seconded amendment first, else the seconded proposal."""
        proposal = self.proposal_on_table
        if proposal is None:
            return None
        amendment = next(
            (
                each
                for each in self.amendments_of(proposal.id)
                if each.status in ("seconded", "debating", "voting")
            ),
            None,
        )
        if amendment is not None:
            return amendment
        return proposal if proposal.status != "proposed" else None

    def motion(self, target: str) -> Proposal | Amendment | None:
        """The proposal or amendment of that id."""
        return self.proposals.get(ProposalId(target)) or self.amendments.get(AmendmentId(target))

    @property
    def open_vote(self) -> Vote | None:
        """The vote that is running, if any."""
        return None if self.open_vote_id is None else self.votes[self.open_vote_id]

    def box(self, vote: VoteId) -> Mapping[SeatId, Choice]:
        """The ballots by phone of an open vote."""
        return self.boxes.get(vote, {})

    # Speaking ----------------------------------------------------------------------------------------

    def has_spoken(self, seat: SeatId) -> bool:
        """Whether this seat already spoke on the open topic."""
        return self.topic is not None and self.floor.speeches.get((self.topic, seat), 0) > 0

    def speeches_left(self, seat: SeatId) -> int:
        """Rule 8: how many more speeches this seat has on the open topic."""
        used = self.floor.speeches.get((self.topic, seat), 0) if self.topic else 0
        return max(0, self.rules.speech.max_per_person_per_topic - used)

    @property
    def queue(self) -> list[Hand]:
        """Raised hands in the order in which they are called (rule 6)."""
        return order_hands(
            self.floor.hands,
            spoken=[hand.seat for hand in self.floor.hands if self.has_spoken(hand.seat)],
            last=self.floor.last_position,
            first_timers_first=self.rules.speech.first_time_speakers_first,
            alternate=self.rules.speech.alternate_for_against,
        )


def has_vote(setup: SessionConvened, seat: Seat) -> bool:
    """Whether a seat has a vote in principle; rule 3 takes it from the chair."""
    return (
        seat.votes and seat.chamber != "none" and (seat.role != "chair" or setup.ruleset.voting.chair_votes)
    )


def counted_in(seat: Seat) -> GroupId | None:
    """The group a seat is counted in: `standing`, an interest group, or None without a chamber."""
    if seat.chamber == "none":
        return None
    return STANDING if seat.chamber == "standing" else seat.group


def order_hands(
    hands: Iterable[Hand],
    *,
    spoken: Iterable[SeatId],
    last: Position | None,
    first_timers_first: bool,
    alternate: bool,
) -> list[Hand]:
    """First-timers first, then for and against in turn, otherwise as the hands went up.

    After a speech for, the next is one against if there is any, and the other way round. A hand in the middle
    or with a question keeps its place and does not break the alternation.
    """
    waiting = list(hands)
    already = set(spoken) if first_timers_first else set()
    ordered: list[Hand] = []
    opposite: dict[Position, Position] = {"for": "against", "against": "for"}
    while waiting:
        rank = min(hand.seat in already for hand in waiting)
        candidates = [hand for hand in waiting if (hand.seat in already) == rank]
        chosen = candidates[0]
        if alternate and last in opposite and chosen.position == last:
            chosen = next((hand for hand in candidates if hand.position == opposite[last]), chosen)
        waiting.remove(chosen)
        ordered.append(chosen)
        if chosen.position in opposite:
            last = chosen.position
    return ordered
