"""From one state of a session to the next, a fact at a time. Nothing is checked: a fact happened."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import timedelta
from functools import reduce
from typing import assert_never

from msgspec.structs import replace

from deliberation.session import changes
from deliberation.session import facts as f
from deliberation.session.changes import put
from deliberation.session.items import Floor, Hand, Opinion
from deliberation.session.names import STANDING, Choice, SeatId, VoteId
from deliberation.session.state import Session, counted_in, has_vote

LOG_LINES = 500
"""What is kept of the log at hand: all of any session so far, the longest of which had 140 lines."""

SILENT = (f.SessionConvened, f.HandRaised, f.HandLowered, f.BallotCast, f.ClosingMoved)
"""Facts that make no line in the log: they are seen elsewhere on the board, or nowhere."""


BESIDE = (
    f.SeatArrived,
    f.SeatLeft,
    f.HandRaised,
    f.HandLowered,
    f.BallotCast,
    f.ClosingMoved,
    f.EntryCorrected,
    f.TextHidden,
    f.TextShown,
)
"""Facts beside the course of things: a result stays on the wall through them, but not through others."""


def begin(entry: f.Entry) -> Session:
    """The state after the first entry of a ledger, which must be SessionConvened."""
    setup = entry.fact
    assert isinstance(setup, f.SessionConvened)  # noqa: S101 - a ledger that begins otherwise is not one of ours
    groups = Counter(counted_in(seat) for seat in setup.seats if has_vote(setup, seat))
    expected = {STANDING: groups[STANDING], **groups} if STANDING in groups else dict(groups)
    return Session(
        setup=setup,
        seats={seat.id: seat for seat in setup.seats},
        public_seats={seat.id: replace(seat, name=seat.public_name, org="") for seat in setup.seats},
        expected=expected,
        seq=entry.seq,
        status="check_in",
        form=setup.form,
        convened_at=entry.at,
        topic_status={topic.id: "waiting" for topic in setup.topics},
    )


def fold(entries: Iterable[f.Entry]) -> Session:
    """The state after all these entries, of which the first is SessionConvened."""
    first, *rest = entries
    return reduce(evolve, rest, begin(first))


def with_box(session: Session, vote: VoteId, ballots: Mapping[SeatId, Choice]) -> Session:
    """The same session with an open box as the database knows it; another process may have filled it."""
    return replace(session, boxes=put(session.boxes, vote, dict(ballots)))


def evolve(session: Session, entry: f.Entry) -> Session:
    """The state after one more entry."""
    if session.last_result is not None and not isinstance(entry.fact, BESIDE):
        session = replace(session, last_result=None)
    if entry.happened_at is not None:
        session = replace(session, later_entries_until=entry.happened_at)
    after = _evolve(session, entry)
    if isinstance(entry.fact, SILENT):
        return replace(after, seq=entry.seq)
    return replace(after, seq=entry.seq, log=(*after.log[-LOG_LINES + 1 :], entry))


def _evolve(session: Session, entry: f.Entry) -> Session:
    fact = entry.fact
    match fact:
        case f.SessionConvened():
            return session
        case f.SeatArrived(seat):
            return changes.arrived(session, seat)
        case f.SeatLeft(seat):
            return changes.gone(session, seat)
        case f.SeatRecused(seat=seat, topic=topic):
            return replace(session, recused=session.recused | {(seat, topic)})
        case f.TellersNamed(seats):
            return replace(session, tellers=tuple(seats))
        case f.SessionOpened():
            return changes.noting_quorum(replace(session, status="in_progress", opened_at=entry.when))
        case f.RulesRead():
            return replace(session, rules_read=True)
        case f.RecessStarted(minutes):
            until = entry.when + timedelta(minutes=minutes)
            return replace(session, status="recess", recess_until=until)
        case f.SessionResumed():
            return replace(session, status="in_progress", recess_until=None)
        case f.RecordReadBack():
            return replace(session, read_back=True)
        case f.SessionClosed(inquorate):
            return replace(
                session,
                status="inquorate" if inquorate else "closed",
                closed_at=entry.when,
                topic=None,
                issue=None,
                floor=Floor(),
            )
        case f.FormChanged(form):
            return replace(session, form=form)
        case f.TopicOpened(topic):
            return replace(
                changes.next_item(session, entry),
                topic=topic,
                topic_status=put(session.topic_status, topic, "open"),
                floor=Floor(speeches=session.floor.speeches, hands_raised=session.floor.hands_raised),
                issue=None,
                note=None,
            )
        case f.TopicClosed(topic):
            return replace(
                session,
                topic=None,
                topic_status=put(session.topic_status, topic, "closed"),
                issue=None,
                floor=replace(session.floor, hands=(), speech=None),
            )
        case f.IssueShown(issue):
            return replace(session, issue=issue)
        case f.HandRaised(hand, seat, position, kind):
            return changes.uncalled(changes.with_hand(session, Hand(hand, seat, position, kind)))
        case f.HandLowered(hand):
            return changes.without_hands(session, lambda each: each.id == hand)
        case f.FloorGiven():
            return changes.floor_given(session, fact, entry)
        case f.SpeechEnded(seat):
            return replace(session, floor=replace(session.floor, speech=None))
        case f.WarningGiven(seat, level):
            return changes.warned(session, seat, level)
        case f.WrittenOpinionRead():
            return changes.letter_read(session, fact)
        case f.ProposalMade():
            return changes.proposed(session, fact, entry)
        case f.AmendmentMoved():
            return changes.amended(session, fact)
        case f.ObjectionRaised():
            return changes.objected(session, fact)
        case f.Seconded(target, seat):
            return changes.seconded(session, target, seat)
        case f.Withdrawn(target):
            return changes.withdrawn(session, target)
        case f.ObjectionAnswered():
            return changes.answered(session, fact)
        case f.OpinionStated(opinion, topic, seat, position, text):
            no = len(session.opinions) + 1
            return changes.with_opinion(session, Opinion(opinion, no, topic, text, seat, position=position))
        case f.OpinionAnswered(opinion):
            return changes.with_opinion(session, replace(session.opinions[opinion], answer=fact))
        case f.MoreAskedFor(motion, call):
            return changes.called(session, motion, call)
        case f.ClosingMoved(motion, seat):
            return changes.with_debate(
                session, motion, lambda debate: replace(debate, movers=debate.movers | {seat})
            )
        case f.DebateClosed(motion):
            closed = changes.with_debate(session, motion, lambda debate: replace(debate, closed=True))
            return replace(closed, floor=replace(closed.floor, hands=()))
        case f.VoteOpened():
            return changes.vote_opened(session, fact, entry)
        case f.BallotCast(vote, seat, choice):
            return replace(session, boxes=put(session.boxes, vote, put(session.box(vote), seat, choice)))
        case f.PaperIssued(vote, seats):
            ballot_vote = session.votes[vote]
            paper_seats = ballot_vote.paper_seats | set(seats)
            return changes.with_vote(session, replace(ballot_vote, paper_seats=paper_seats))
        case f.HandsCounted(vote):
            return changes.with_vote(session, replace(session.votes[vote], hands=fact))
        case f.PaperCounted(vote):
            return changes.with_vote(session, replace(session.votes[vote], paper=fact))
        case f.ScoresCounted(score):
            return replace(session, scores=put(session.scores, score, fact))
        case f.BallotBoxClosed():
            return changes.vote_closed(session, fact)
        case f.SecretRequested(target, seat):
            asking = session.secret_requests.get(target, frozenset()) | {seat}
            return replace(session, secret_requests=put(session.secret_requests, target, asking))
        case f.ProposalDeferred(proposal):
            return changes.with_proposal(session, replace(session.proposals[proposal], mark=fact))
        case f.DeferralRemoved(proposal):
            return changes.with_proposal(session, replace(session.proposals[proposal], mark=None))
        case f.NoteTaken(text):
            # What is entered later is for the record; on the wall it would be taken for news.
            return session if entry.happened_at else replace(session, note=text)
        case f.EntryCorrected():
            return session
        case f.TextHidden(target):
            return replace(session, hidden=session.hidden | {target})
        case f.TextShown(target):
            return replace(session, hidden=session.hidden - {target})
        case _:
            assert_never(fact)
