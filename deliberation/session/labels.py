"""How people, groups and forms of sessions are called on the screens."""

from collections.abc import Iterable

from deliberation.session.names import Form, SeatId
from deliberation.session.phrases import N_, Say
from deliberation.session.state import Session

FORMS: dict[Form, str] = {
    "talk": N_("恳谈会"),
    "deliberation": N_("议事会"),
    "mediation": N_("协调会"),
    "hearing": N_("听证会"),
    "appraisal": N_("评议会"),
}


def label_of(session: Session, seat: SeatId, say: Say) -> str | None:
    """The group a seat speaks for, as people call it."""
    group = session.group_of(seat)
    return say(session.group_label(group)) if group is not None else None


def names(session: Session, seats: Iterable[SeatId]) -> list[str]:
    """The names of these seats."""
    return [session.name(seat) for seat in seats]
