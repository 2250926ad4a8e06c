"""到会: who is here, who steps aside, who counts."""

from datetime import datetime

from deliberation.session import commands as c
from deliberation.session.facts import (
    Actor,
    AnyFact,
    Seat,
    SeatArrived,
    SeatLeft,
    SeatRecused,
    SpeechEnded,
    TellersNamed,
)
from deliberation.session.names import SeatId
from deliberation.session.refusals import refuse, require
from deliberation.session.state import Session


def known_seat(session: Session, seat: SeatId | None) -> Seat:
    """The seat of that id; refuses an unknown one."""
    found = session.seat(seat) if seat is not None else None
    if found is None:
        refuse("unknown_seat", seat=seat or "")
    return found


def present_seat(session: Session, seat: SeatId | None) -> Seat:
    """The seat of that id, which must have checked in."""
    found = known_seat(session, seat)
    require(found.id in session.present, "not_present", name=found.name)
    return found


def check_in(session: Session, command: c.CheckIn, actor: Actor) -> list[AnyFact]:
    """One's own seat, or any seat when staff take the roll call."""
    own = actor.speaking_seat
    wanted = command.seat or own
    require(wanted == own or actor.role in ("chair", "recorder"), "not_your_seat")
    seat = known_seat(session, wanted)
    require(seat.id not in session.present, "already_present", name=seat.name)
    asked_out = session.warnings.get(seat.id, 0) >= session.rules.warnings.ask_to_leave
    require(not asked_out or actor.role in ("chair", "recorder"), "asked_to_leave", name=seat.name)
    return [SeatArrived(seat.id)]


def leave(session: Session, actor: Actor, at: datetime) -> list[AnyFact]:
    """Going home early; the next vote is counted without this seat."""
    seat = present_seat(session, actor.speaking_seat)
    return [*sit_down(session, at, only=seat.id), SeatLeft(seat.id)]


def record_attendance(session: Session, command: c.RecordAttendance, at: datetime) -> list[AnyFact]:
    """The roll call by hand. Recording what already stands changes nothing."""
    seat = known_seat(session, command.seat)
    if command.present == (seat.id in session.present):
        return []
    if command.present:
        return [SeatArrived(seat.id)]
    return [*sit_down(session, at, only=seat.id), SeatLeft(seat.id)]


def sit_down(session: Session, at: datetime, *, only: SeatId | None = None) -> list[AnyFact]:
    """Whoever is speaking (or only that seat) ends, so that the record says how long every speech took."""
    speech = session.floor.speech
    if speech is None or only not in (None, speech.seat):
        return []
    seconds = max(0, round((at - speech.started_at).total_seconds()))
    return [SpeechEnded(speech.seat, seconds, time_up=seconds >= speech.limit_seconds)]


def recuse(session: Session, command: c.Recuse, actor: Actor) -> list[AnyFact]:
    """Rule 15. Counts for the open topic, or for the whole session when none is open."""
    own = command.seat == actor.speaking_seat
    require(own or actor.role in ("chair", "recorder"), "not_your_seat")
    seat = known_seat(session, command.seat)
    require(seat.chamber == "standing", "recusal_standing_only")
    require(command.reason.strip(), "reason_needed")
    require(not session.is_recused(seat.id), "already_recused", name=seat.name)
    return [SeatRecused(seat.id, command.reason, session.topic)]


def name_tellers(session: Session, command: c.NameTellers) -> list[AnyFact]:
    """Rule 16: as many as the rules want, present, and from different groups of seats."""
    seats = list(dict.fromkeys(command.seats))
    wanted = session.rules.voting.tellers
    groups = {session.group_of(known_seat(session, seat).id) for seat in seats}
    here = all(seat in session.present for seat in seats)
    from_different = len(groups) == len(seats)
    require(len(seats) == wanted and here and from_different, "tellers_wrong", needed=wanted)
    return [TellersNamed(seats)]
