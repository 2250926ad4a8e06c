"""The larger steps of `evolve`: what one fact changes on the floor, on the table and in a vote."""

from collections.abc import Callable, Mapping
from typing import Literal, TypeVar

from msgspec.structs import replace

from deliberation.session import facts as f
from deliberation.session.items import Amendment, Debate, Hand, Objection, Opinion, Proposal, Speech, Vote
from deliberation.session.names import (
    AmendmentId,
    GroupId,
    MotionId,
    ObjectionId,
    ObjectionStatus,
    ProposalId,
    SeatId,
)
from deliberation.session.state import Session
from deliberation.session.tally import quorum_of

K = TypeVar("K")
V = TypeVar("V")


def put(mapping: Mapping[K, V], key: K, value: V) -> dict[K, V]:
    """A copy with one entry set."""
    return {**mapping, key: value}


def next_item(session: Session, entry: f.Entry) -> Session:
    """A topic, a proposal or a vote begins: what was read back before it is no longer the whole record."""
    return replace(session, item_seq=entry.seq, read_back=False)


def noting_quorum(session: Session) -> Session:
    """Remember that there once was a quorum, from the opening on."""
    if session.ever_quorate or session.status == "check_in":
        return session
    return replace(session, ever_quorate=quorum_of(session).met)


def arrived(session: Session, seat: SeatId) -> Session:
    """In the room; counted where this seat has a vote."""
    if seat in session.present:
        return session
    return noting_quorum(replace(session, present=session.present | {seat}, here=_counted(session, seat, 1)))


def _counted(session: Session, seat: SeatId, change: int) -> Mapping[GroupId | None, int]:
    if not session.may_vote(session.seats[seat]):
        return session.here
    group = session.group_of(seat)
    return put(session.here, group, session.here.get(group, 0) + change)


def gone(session: Session, seat: SeatId) -> Session:
    """Out of the room: no hand, no speech."""
    if seat not in session.present:
        return session
    left = without_hands(session, lambda hand: hand.seat == seat)
    speech = left.floor.speech
    if speech is not None and speech.seat == seat:
        left = replace(left, floor=replace(left.floor, speech=None))
    return replace(left, present=session.present - {seat}, here=_counted(session, seat, -1))


def with_hand(session: Session, hand: Hand) -> Session:
    """One more hand, at the end of the queue."""
    floor = session.floor
    return replace(
        session,
        floor=replace(floor, hands=(*floor.hands, hand), hands_raised=floor.hands_raised + 1),
    )


def without_hands(session: Session, gone: Callable[[Hand], bool]) -> Session:
    """The queue without these hands."""
    hands = tuple(hand for hand in session.floor.hands if not gone(hand))
    return replace(session, floor=replace(session.floor, hands=hands))


def floor_given(session: Session, fact: f.FloorGiven, entry: f.Entry) -> Session:
    """Somebody speaks: the hand is down, the turn counts, and the motion remembers who was heard."""
    floor = session.floor
    speech = Speech(fact.seat, fact.kind, entry.when, fact.limit_seconds, fact.position, fact.interpreter)
    speeches = floor.speeches
    if fact.kind == "speech" and session.topic is not None:
        key = (session.topic, fact.seat)
        speeches = put(speeches, key, speeches.get(key, 0) + 1)
    after = replace(
        session,
        floor=replace(
            floor,
            speech=speech,
            speeches=speeches,
            hands=tuple(hand for hand in floor.hands if hand.id != fact.hand),
            last_position=fact.position if fact.position in ("for", "against") else floor.last_position,
        ),
        issue=None,
    )
    return heard(uncalled(after), fact)


def heard(session: Session, fact: f.FloorGiven) -> Session:
    """Note on the motion and on its answered objections that this side, this group was heard."""
    motion = session.motion_on_table
    proposal = session.proposal_on_table
    if proposal is None:
        return session
    if fact.kind == "opening":
        # The proposer speaks for the proposal, also while it still waits for its second.
        debate = replace(proposal.debate, positions=proposal.debate.positions | {"for"})
        session = with_proposal(session, replace(proposal, opened=True, debate=debate))
    elif fact.kind == "closing":
        session = with_proposal(session, replace(proposal, summed_up=True))
    elif motion is not None and (position := fact.position) is not None:
        session = with_debate(
            session, motion.id, lambda debate: replace(debate, positions=debate.positions | {position})
        )
    if fact.kind == "answer":
        return session
    group = session.group_of(fact.seat)
    return with_objections(
        session,
        proposal.id,
        lambda each: replace(each, heard=each.heard | {group}) if each.how else each,
    )


def warned(session: Session, seat: SeatId, level: int) -> Session:
    """The consequences of rule 9."""
    rules = session.rules.warnings
    after = replace(session, warnings=put(session.warnings, seat, level))
    if level >= rules.ask_to_leave:
        return gone(after, seat)
    if level >= rules.forfeit_turn:
        after = without_hands(after, lambda hand: hand.seat == seat)
        floor = replace(after.floor, forfeited=after.floor.forfeited | {seat})
        return replace(after, floor=floor)
    return after


def proposed(session: Session, fact: f.ProposalMade, entry: f.Entry) -> Session:
    """A new proposal; without the need of a second it may be debated at once."""
    proposal = Proposal(
        id=fact.proposal,
        no=len(session.proposals) + 1,
        topic=fact.topic,
        seat=fact.seat,
        title=fact.title,
        text=fact.text,
        what=fact.what,
        who=fact.who,
        when=fact.when,
        money=fact.money,
        status="proposed" if session.rules.proposal.seconds_required else "seconded",
    )
    return replace(with_proposal(next_item(session, entry), proposal), issue=None, note=None)


def objected(session: Session, fact: f.ObjectionRaised) -> Session:
    """A new objection; without the need of a second it must be answered at once."""
    status: ObjectionStatus = "raised" if session.rules.objection.seconds_required else "seconded"
    objection = Objection(fact.objection, fact.proposal, fact.seat, fact.reason, status=status)
    proposal = session.proposals[fact.proposal]
    after = with_proposal(session, replace(proposal, objections=(*proposal.objections, objection.id)))
    return replace(after, objections=put(session.objections, objection.id, objection))


def with_opinion(session: Session, opinion: Opinion) -> Session:
    """With this opinion as it is now."""
    return replace(session, opinions=put(session.opinions, opinion.id, opinion))


def letter_read(session: Session, fact: f.WrittenOpinionRead) -> Session:
    """At a hearing a letter is one more opinion."""
    if fact.opinion is None or session.topic is None:
        return session
    no = len(session.opinions) + 1
    return with_opinion(session, Opinion(fact.opinion, no, session.topic, fact.text, from_=fact.from_))


def answered(session: Session, fact: f.ObjectionAnswered) -> Session:
    """With a group's majority behind the objection the debate opens again, unless the text was changed."""
    objection = replace(
        session.objections[fact.objection],
        status="sustained_second_round" if fact.how == "second_round" else fact.how,
        response=fact.response,
        how=fact.how,
        second_round=tuple(fact.second_round),
    )
    after = replace(session, objections=put(session.objections, objection.id, objection))
    proposal = session.proposals[objection.proposal]
    if not objection.second_round or objection.amended or proposal.mark or not proposal.undecided:
        return after
    debate = replace(proposal.debate, calls=0, closed=False, movers=frozenset())
    return with_proposal(after, replace(proposal, debate=debate))


def amended(session: Session, fact: f.AmendmentMoved) -> Session:
    """A new amendment; a contested proposal comes back to the table with it."""
    amendment = Amendment(
        fact.amendment,
        fact.proposal,
        fact.seat,
        fact.text,
        fact.reason,
        fact.new_text,
        status="proposed" if session.rules.amendment.seconds_required else "seconded",
    )
    proposal = session.proposals[fact.proposal]
    proposal = replace(proposal, amendments=(*proposal.amendments, amendment.id))
    after = with_proposal(_with_amendment(session, amendment), proposal)
    if proposal.status == "contested":
        # Talked over again: it comes back to the table with a fresh debate.
        reopened = replace(
            proposal,
            status="debating",
            debate=Debate(),
            outcome=None,
            summed_up=False,
            reopened_by=amendment.id,
        )
        return with_proposal(after, reopened)
    return after


def seconded(session: Session, target: str, seat: SeatId) -> Session:
    """One more supporter; with enough of them a motion may be debated."""
    rules = session.rules
    if (proposal := session.proposals.get(ProposalId(target))) is not None:
        seconds = (*proposal.seconds, seat)
        enough = len(seconds) >= rules.proposal.seconds_required and proposal.status == "proposed"
        status = "seconded" if enough else proposal.status
        return with_proposal(session, replace(proposal, seconds=seconds, status=status))
    if (amendment := session.amendments.get(AmendmentId(target))) is not None:
        seconds = (*amendment.seconds, seat)
        enough = len(seconds) >= rules.amendment.seconds_required and amendment.status == "proposed"
        changed = replace(amendment, seconds=seconds, status="seconded" if enough else amendment.status)
        return replace(session, amendments=put(session.amendments, amendment.id, changed))
    objection = session.objections[ObjectionId(target)]
    seconds = (*objection.seconds, seat)
    enough = len(seconds) >= rules.objection.seconds_required and objection.status == "raised"
    supported = replace(objection, seconds=seconds, status="seconded" if enough else objection.status)
    return replace(session, objections=put(session.objections, objection.id, supported))


def withdrawn(session: Session, target: str) -> Session:
    """Off the table, a proposal with its amendments."""
    if (proposal := session.proposals.get(ProposalId(target))) is not None:
        return without_amendments(with_proposal(session, replace(proposal, status="withdrawn")), proposal.id)
    if (amendment := session.amendments.get(AmendmentId(target))) is not None:
        after = _with_amendment(session, replace(amendment, status="withdrawn"))
        proposal = session.proposals[amendment.proposal]
        if proposal.reopened_by == amendment.id:
            contested = replace(proposal, status="contested", outcome="contested", reopened_by=None)
            return without_amendments(with_proposal(after, contested), proposal.id)
        return after
    objection = replace(session.objections[ObjectionId(target)], status="withdrawn")
    return replace(session, objections=put(session.objections, objection.id, objection))


def without_amendments(session: Session, proposal: ProposalId) -> Session:
    """Whatever was still to be decided about the text of a proposal that left the table."""
    for amendment in session.amendments_of(proposal):
        if amendment.undecided:
            session = _with_amendment(session, replace(amendment, status="withdrawn"))
    return session


def _with_amendment(session: Session, amendment: Amendment) -> Session:
    return replace(session, amendments=put(session.amendments, amendment.id, amendment))


def called(session: Session, motion: MotionId, call: int) -> Session:
    """「还有不同意见吗？」 once more, for the motion and for every answered objection."""
    after = with_debate(session, motion, lambda debate: replace(debate, calls=call))
    proposal = session.proposal_on_table
    if proposal is None:
        return after
    return with_objections(
        after, proposal.id, lambda each: replace(each, calls=each.calls + 1) if each.how else each
    )


def uncalled(session: Session) -> Session:
    """Somebody wants to speak after all: the three calls start again."""
    motion, proposal = session.motion_on_table, session.proposal_on_table
    if motion is None or proposal is None:
        return session
    after = with_objections(session, proposal.id, lambda each: replace(each, calls=0))
    if motion.debate.calls == 0:
        return after
    return with_debate(after, motion.id, lambda debate: replace(debate, calls=0))


def vote_opened(session: Session, fact: f.VoteOpened, entry: f.Entry) -> Session:
    """The vote runs: nobody speaks, nothing else is on the wall."""
    vote = Vote(
        id=fact.vote,
        target=fact.target,
        motion=fact.motion,
        method=fact.method,
        secrecy=fact.secrecy,
        # In the order of the seats: canonical JSON sorted the keys.
        eligible={
            seat.id: fact.eligible[seat.id] for seat in session.setup.seats if seat.id in fact.eligible
        },
        present=fact.present,
        restricted=fact.restricted,
        opened_at=entry.when,
    )
    after = replace(
        with_vote(next_item(session, entry), vote),
        open_vote_id=fact.vote,
        boxes=put(session.boxes, fact.vote, {}),
        issue=None,
        note=None,
        floor=replace(session.floor, hands=(), speech=None),
    )
    return with_motion_status(after, fact.target, "voting")


def vote_closed(session: Session, fact: f.BallotBoxClosed) -> Session:
    """Final counts; the motion gets its outcome, and an adopted amendment changes the text."""
    vote = session.votes[fact.vote]
    closed = replace(
        vote, status="closed", tally=fact.tally, outcome=fact.outcome, opposing=tuple(fact.opposing)
    )
    boxes = {key: box for key, box in session.boxes.items() if key != fact.vote}
    after = replace(with_vote(session, closed), open_vote_id=None, boxes=boxes, last_result=fact.vote)
    amendment = session.amendments.get(AmendmentId(vote.target))
    if amendment is None:
        status = "not_adopted" if fact.outcome == "tie_not_adopted" else fact.outcome
        proposal = replace(
            session.proposals[ProposalId(vote.target)],
            status=status,
            outcome=fact.outcome,
            reopened_by=None,
        )
        return without_amendments(with_proposal(after, proposal), proposal.id)
    adopted = fact.outcome == "adopted"
    decided = replace(amendment, status="adopted" if adopted else "not_adopted")
    after = _with_amendment(after, decided)
    after = with_objections(after, amendment.proposal, lambda each: replace(each, amended=True))
    proposal = after.proposals[amendment.proposal]
    if proposal.reopened_by == amendment.id:
        proposal = replace(proposal, reopened_by=None)
    if adopted and amendment.new_text is not None:
        # What is to be done is what the text says: the words that were amended must stand nowhere any more.
        proposal = replace(proposal, text=amendment.new_text, what=amendment.new_text)
    return with_proposal(after, proposal)


def with_proposal(session: Session, proposal: Proposal) -> Session:
    """The session with this proposal as it is now."""
    unsettled = session.unsettled_ids
    if proposal.settled == (proposal.id in unsettled):
        others = {each for each in unsettled if each != proposal.id}
        kept = others if proposal.settled else others | {proposal.id}
        unsettled = tuple(sorted(kept, key=lambda each: _number(session, proposal, each)))
    return replace(session, proposals=put(session.proposals, proposal.id, proposal), unsettled_ids=unsettled)


def _number(session: Session, new: Proposal, proposal: ProposalId) -> int:
    return new.no if proposal == new.id else session.proposals[proposal].no


def with_vote(session: Session, vote: Vote) -> Session:
    """The session with this vote as it is now."""
    return replace(session, votes=put(session.votes, vote.id, vote))


def with_motion_status(session: Session, target: MotionId, status: Literal["voting"]) -> Session:
    """The session with this status of a motion."""
    amendment = session.amendments.get(AmendmentId(target))
    if amendment is not None:
        changed = replace(amendment, status=status)
        return _with_amendment(session, changed)
    return with_proposal(session, replace(session.proposals[ProposalId(target)], status=status))


def with_debate(session: Session, motion: MotionId, change: Callable[[Debate], Debate]) -> Session:
    """Change a motion's debate; with its first word a seconded motion is being debated."""
    amendment = session.amendments.get(AmendmentId(motion))
    if amendment is not None:
        status = "debating" if amendment.status == "seconded" else amendment.status
        changed = replace(amendment, debate=change(amendment.debate), status=status)
        return _with_amendment(session, changed)
    proposal = session.proposals[ProposalId(motion)]
    status_ = "debating" if proposal.status == "seconded" else proposal.status
    return with_proposal(session, replace(proposal, debate=change(proposal.debate), status=status_))


def with_objections(
    session: Session, proposal: ProposalId, change: Callable[[Objection], Objection]
) -> Session:
    """Change all of a proposal's objections. Where nothing changes, the mapping stays what it was."""
    before = {each: session.objections[each] for each in session.proposals[proposal].objections}
    after = {key: change(each) for key, each in before.items()}
    return session if after == before else replace(session, objections={**session.objections, **after})
