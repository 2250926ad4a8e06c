"""How people and groups are called on the screens."""

from collections.abc import Iterable

from deliberation.session.names import SeatId
from deliberation.session.phrases import Say
from deliberation.session.state import Session


def label_of(session: Session, seat: SeatId, say: Say) -> str | None:
    """The group a seat speaks for, as people call it."""
    group = session.group_of(seat)
    return say(session.group_label(group)) if group is not None else None


def names(session: Session, seats: Iterable[SeatId]) -> list[str]:
    """The names of these seats."""
    return [session.name(seat) for seat in seats]
