"""说透了再表决: the three calls, and the two thirds (rule 12)."""

from deliberation.session.facts import Actor, AnyFact, ClosingMoved, DebateClosed, MoreAskedFor
from deliberation.session.items import Amendment, Proposal
from deliberation.session.motions import present_member, title_phrase
from deliberation.session.refusals import refuse, require
from deliberation.session.rules import needed
from deliberation.session.state import Session
from deliberation.session.wall_text import fraction


def motion_in_debate(session: Session) -> Proposal | Amendment:
    """The motion on the table, whose debate must still be open."""
    motion = session.motion_on_table
    if motion is None:
        unseconded = session.proposal_on_table
        if unseconded is not None:
            wanted = session.rules.proposal.seconds_required
            refuse("needs_second", title=title_phrase(session, unseconded), needed=wanted)
        refuse("nothing_on_table")
    require(not motion.debate.closed, "debate_already_closed")
    return motion


def call_for_more(session: Session) -> list[AnyFact]:
    """Ask once more. Whoever already has a hand up speaks first; a new hand starts the count again."""
    motion = motion_in_debate(session)
    _nobody_waits(session)
    wanted = session.rules.close_debate.chair_asks_times
    require(motion.debate.calls < wanted, "calls_enough", needed=wanted)
    return [MoreAskedFor(motion.id, motion.debate.calls + 1)]


def _nobody_waits(session: Session) -> None:
    speech = session.floor.speech
    if speech is not None:
        refuse("someone_speaking", name=session.name(speech.seat))
    require(not session.floor.hands, "hands_waiting", count=len(session.floor.hands))


def move_to_close(session: Session, actor: Actor) -> list[AnyFact]:
    """One voice for ending the debate; the voices are counted at the close."""
    seat = present_member(session, actor)
    motion = motion_in_debate(session)
    require(seat.id not in motion.debate.movers, "already_moved")
    return [ClosingMoved(motion.id, seat.id)]


def movers_needed(session: Session) -> int:
    """How many of those present must want the debate closed."""
    return needed(session.voters_here, session.rules.close_debate.motion_ratio, strict=False)


def movers_present(session: Session, motion: Proposal | Amendment) -> int:
    """How many of those who want it closed are still here."""
    return sum(session.votes_here(seat) for seat in motion.debate.movers)


def close_debate(session: Session) -> list[AnyFact]:
    """After three unanswered calls, or when two thirds want it and both sides were heard."""
    motion = motion_in_debate(session)
    rules = session.rules.close_debate
    if motion.debate.calls >= rules.chair_asks_times:
        _nobody_waits(session)
        return [DebateClosed(motion.id, "three_calls")]
    have, want = movers_present(session, motion), movers_needed(session)
    if have < want or have == 0:
        refuse(
            "debate_not_exhausted",
            needed=rules.chair_asks_times,
            calls=motion.debate.calls,
            movers=have,
            movers_needed=want,
            ratio=fraction(rules.motion_ratio),
        )
    both = {"for", "against"} <= motion.debate.positions
    require(both or not rules.min_one_turn_each_side, "one_side_unheard", needed=rules.chair_asks_times)
    speech = session.floor.speech
    if speech is not None:
        refuse("someone_speaking", name=session.name(speech.seat))
    return [DebateClosed(motion.id, "two_thirds")]
