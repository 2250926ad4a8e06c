"""表决: opening a vote, casting ballots by phone, asking for secrecy (rules 13 to 16)."""

from datetime import datetime

from deliberation.session import commands as c
from deliberation.session import facts as f
from deliberation.session.facts import Actor, AnyFact
from deliberation.session.items import Amendment, Proposal, Vote
from deliberation.session.motions import present_member, title_phrase
from deliberation.session.names import GroupId, MotionId, SeatId, Secrecy, VoteId
from deliberation.session.objections import check_objections
from deliberation.session.presence import known_seat, sit_down
from deliberation.session.quorum import check_room
from deliberation.session.refusals import refuse, require
from deliberation.session.rules import reaches
from deliberation.session.state import Session
from deliberation.session.wall_text import fraction


def open_vote(session: Session, command: c.OpenVote, at: datetime) -> list[AnyFact]:
    """Freeze who may vote, after everything that the rules want first."""
    motion = session.motion(command.target)
    if motion is None:
        refuse("unknown_target", target=command.target)
    _check_motion(session, motion, command)
    check_room(session, _proposal_of(session, motion).topic)
    _check_method(session, command)
    secrecy = _secrecy(session, motion.id, command)
    eligible = _eligible(session, command.electorate)
    require(eligible, "nobody_eligible")
    everyone = _eligible(session, None)
    return [
        *sit_down(session, at),
        f.VoteOpened(
            vote=VoteId(f"V{len(session.votes) + 1}"),
            target=motion.id,
            motion=command.motion,
            method=command.method,
            secrecy=secrecy,
            eligible=eligible,
            present=session.voters_here,
            restricted=len(eligible) < len(everyone),
        ),
    ]


def _check_motion(session: Session, motion: Proposal | Amendment, command: c.OpenVote) -> None:
    title = title_phrase(session, motion)
    is_amendment = isinstance(motion, Amendment)
    require(is_amendment == (command.motion == "amendment"), "motion_mismatch")
    require(motion.undecided, "already_decided", title=title)
    require(_proposal_of(session, motion).topic == session.topic, "topic_not_open")
    rules = session.rules.amendment if is_amendment else session.rules.proposal
    require(motion.status != "proposed", "needs_second", title=title, needed=rules.seconds_required)
    if isinstance(motion, Proposal):
        pending = session.pending_amendment(motion.id)
        if pending is not None and session.rules.amendment.vote_before_main:
            refuse("amendment_first", title=title_phrase(session, pending))
        check_objections(session, motion)
    require(motion.debate.closed, "debate_open", title=title)


def _proposal_of(session: Session, motion: Proposal | Amendment) -> Proposal:
    return session.proposals[motion.proposal] if isinstance(motion, Amendment) else motion


def _check_method(session: Session, command: c.OpenVote) -> None:
    require(command.method in session.rules.voting.methods, "method_not_allowed")
    if command.method != "online":
        check_tellers(session)


def check_tellers(session: Session) -> None:
    """Rule 16: whatever is counted by people is counted by tellers, who are still here."""
    wanted = session.rules.voting.tellers
    require(len(session.tellers_here) >= wanted, "tellers_needed", needed=wanted)


def secret_wanted(session: Session, target: MotionId) -> int:
    """How many of those present want a secret ballot on this motion, if they are enough; otherwise 0."""
    asking = session.secret_requests.get(target, frozenset())
    count = sum(map(session.votes_here, asking))
    ratio = session.rules.voting.secret_ballot_if_requested_ratio
    return count if count and reaches(count, session.voters_here, ratio) else 0


def _secrecy(session: Session, target: MotionId, command: c.OpenVote) -> Secrecy:
    wanted = secret_wanted(session, target)
    ratio = fraction(session.rules.voting.secret_ballot_if_requested_ratio)
    default: Secrecy = "open"
    if command.method == "paper_secret" or (command.method == "online" and wanted):
        default = "confidential"
    secrecy = command.secrecy or default
    require(secrecy != "secret", "secrecy_not_available")
    if command.method == "paper_secret":
        require(secrecy != "open", "paper_is_secret")
    elif command.method in ("show_of_hands", "paper_open"):
        require(not wanted, "secret_requested", count=wanted, ratio=ratio)
        require(secrecy == "open", "method_not_secret")
    require(secrecy != "open" or not wanted, "secret_requested", count=wanted, ratio=ratio)
    return secrecy


def _eligible(session: Session, electorate: list[str] | None) -> dict[SeatId, GroupId]:
    """Everyone present with a vote who did not step aside, restricted to groups or seats if wanted."""
    wanted: set[str] | None = None
    if electorate is not None:
        wanted = set(electorate)
        known: set[str] = {*session.groups, *session.seats}
        for name in electorate:
            require(name in known, "unknown_electorate", name=name)
    eligible: dict[SeatId, GroupId] = {}
    for seat in session.present_voters:
        group = session.group_of(seat.id)
        chosen = wanted is None or seat.id in wanted or group in wanted
        if group is not None and chosen and not session.is_recused(seat.id):
            eligible[seat.id] = group
    return eligible


def running_vote(session: Session, vote: VoteId) -> Vote:
    """The vote of that id, which must be open."""
    found = session.votes.get(vote)
    if found is None:
        refuse("unknown_vote", vote=vote)
    require(found.status == "open", "vote_closed")
    return found


def cast_ballot(session: Session, command: c.CastBallot, actor: Actor) -> list[AnyFact]:
    """One person, one ballot; the last choice before the close counts."""
    vote = running_vote(session, command.vote)
    seat = known_seat(session, actor.speaking_seat)
    require(actor.role != "chair" or seat.id in vote.eligible, "chair_does_not_vote")
    require(vote.method == "online", "wrong_method")
    require(vote.secrecy == "open" or actor.for_seat is None, "by_own_hand")
    require(seat.id in vote.eligible, "not_eligible", name=seat.name)
    require(seat.id in session.present, "not_present", name=seat.name)
    require(seat.id not in vote.paper_seats, "voted_on_paper", name=seat.name)
    voted_before = seat.id in session.box(vote.id)
    counted = vote.hands is not None or vote.paper is not None
    require(voted_before or not counted, "already_counted")
    return [f.BallotCast(vote.id, seat.id, command.choice)]


def request_secret(session: Session, command: c.RequestSecret, actor: Actor) -> list[AnyFact]:
    """Rule 13, last sentence."""
    seat = present_member(session, actor)
    motion = session.motion(command.target)
    if motion is None:
        refuse("unknown_target", target=command.target)
    require(motion.undecided, "already_decided", title=title_phrase(session, motion))
    asking = session.secret_requests.get(motion.id, frozenset())
    require(seat.id not in asking, "already_requested")
    return [f.SecretRequested(motion.id, seat.id)]
