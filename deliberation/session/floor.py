"""发言: raised hands, turns, times and warnings (rules 6 to 9)."""

from datetime import datetime

from deliberation.session import commands as c
from deliberation.session import facts as f
from deliberation.session.facts import Actor, AnyFact
from deliberation.session.items import Hand
from deliberation.session.names import HandId, SeatId, SpeechKind
from deliberation.session.presence import known_seat, present_seat, sit_down
from deliberation.session.refusals import refuse, require
from deliberation.session.state import Session


def raise_hand(session: Session, command: c.RaiseHand, actor: Actor) -> list[AnyFact]:
    """Into the queue. The position comes first (rule 7), so it is part of the wish."""
    seat = present_seat(session, actor.speaking_seat)
    require(all(hand.seat != seat.id for hand in session.floor.hands), "hand_already_up")
    require(command.kind != "answer", "raise_for_speech")
    _may_speak(session, seat.id, command.kind)
    hand = HandId(f"H{session.floor.hands_raised + 1}")
    return [f.HandRaised(hand, seat.id, command.position, command.kind)]


def lower_hand(session: Session, actor: Actor) -> list[AnyFact]:
    """Out of the queue."""
    seat = known_seat(session, actor.speaking_seat)
    hand = next((each for each in session.floor.hands if each.seat == seat.id), None)
    if hand is None:
        refuse("no_hand")
    return [f.HandLowered(hand.id)]


def give_floor(session: Session, command: c.GiveFloor) -> list[AnyFact]:
    """The chair calls on a hand, or names a seat. Whoever was still speaking must be ended first."""
    require(session.topic, "no_topic")
    hand = _hand(session, command)
    seat_id = hand.seat if hand else command.seat
    if seat_id is None:
        refuse("hand_or_seat")
    seat = present_seat(session, seat_id)
    speech = session.floor.speech
    if speech is not None:
        refuse("someone_speaking", name=session.name(speech.seat))
    kind = hand.kind if hand and command.kind == "speech" else command.kind
    _may_speak(session, seat.id, kind)
    if command.interpreter is not None:
        present_seat(session, command.interpreter)
    limit = session.rules.speech_limit(kind, interpreted=command.interpreter is not None)
    position = command.position or (hand.position if hand else None)
    wanted = kind == "speech" and session.rules.speech.state_position_first
    require(position or not wanted, "position_first", name=seat.name)
    return [
        f.FloorGiven(seat.id, kind, limit, hand.id if hand else None, position, command.interpreter),
    ]


def _hand(session: Session, command: c.GiveFloor) -> Hand | None:
    """The hand that is called on: named itself, or that of the named seat, if it was raised for this.

    Whoever answers a question keeps the hand that they have up for a speech.
    """
    if command.hand is not None:
        hand = next((each for each in session.floor.hands if each.id == command.hand), None)
        if hand is None:
            refuse("unknown_hand")
        return hand
    hand = next((each for each in session.floor.hands if each.seat == command.seat), None)
    return hand if hand is not None and command.kind in ("speech", hand.kind) else None


def _may_speak(session: Session, seat: SeatId, kind: SpeechKind) -> None:
    """Rules 8 and 9 for this kind of speech."""
    require(session.topic, "no_topic")
    name = session.name(seat)
    require(seat not in session.floor.forfeited, "turn_forfeited", name=name)
    if kind == "answer":
        return
    seated = session.seat(seat)
    require(seated is None or seated.role != "chair", "chair_is_neutral")
    motion = session.motion_on_table
    if kind in ("opening", "closing"):
        proposal = session.proposal_on_table
        given = proposal and (proposal.opened if kind == "opening" else proposal.summed_up)
        require(proposal and proposal.seat == seat and not given, "proposer_only")
        return
    require(motion is None or not motion.debate.closed, "debate_closed")
    limit = session.rules.speech.max_per_person_per_topic
    require(session.speeches_left(seat) > 0, "no_speeches_left", name=name, limit=limit)


def end_speech(session: Session, actor: Actor, at: datetime) -> list[AnyFact]:
    """Ended by the chair or by the speaker. The seconds are what it really took."""
    speech = session.floor.speech
    if speech is None:
        refuse("nobody_speaking")
    own = actor.speaking_seat == speech.seat
    require(own or actor.role in ("chair", "recorder"), "not_chair")
    return sit_down(session, at)


def warn(session: Session, command: c.Warn, at: datetime) -> list[AnyFact]:
    """Rule 9: the first reminds, the second ends the turn, the third asks to leave."""
    seat = present_seat(session, command.seat)
    require(command.reason.strip(), "reason_needed")
    level = session.warnings.get(seat.id, 0) + 1
    warning = f.WarningGiven(seat.id, level, command.reason)
    rules = session.rules.warnings
    if level < min(rules.forfeit_turn, rules.ask_to_leave):
        return [warning]
    return [*sit_down(session, at, only=seat.id), warning]
