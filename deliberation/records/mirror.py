"""Keeping lists true: a session's status is the ledger's, copied when somebody looks at a list.

Nobody has to be told when a session moves on, here or in another process: of sessions that are not over, the
length of the ledger is asked for, and it is read only when that has changed.
"""

from collections.abc import Iterable

from deliberation.ledger.store import Ledger
from deliberation.records.store import Records
from deliberation.records.views import OVER
from deliberation.session.evolve import fold
from deliberation.session.facts import Entry, SeatArrived, SeatLeft, SessionOpened
from deliberation.session.names import SeatId


async def refresh(records: Records, ledger: Ledger) -> None:
    """Bring the mirrored status of every session that is not over up to date."""
    mirrored = await records.mirrored()
    heads = await ledger.heads(mirrored)
    for code, known in mirrored.items():
        if heads[code].seq != known:
            entries = await ledger.read(code)
            session = fold(entries)
            came = attended(entries) if session.status in OVER else None
            await records.set_status(code, session.status, session.seq, came=came)


def attended(entries: Iterable[Entry]) -> set[SeatId]:
    """Who was there at some moment after the session was opened, however early they went home.

    What the roll call marks and takes back before the opening does not count.
    """
    there: set[SeatId] = set()
    came: set[SeatId] | None = None
    for entry in entries:
        match entry.fact:
            case SeatArrived(seat):
                there.add(seat)
            case SeatLeft(seat):
                there.discard(seat)
            case SessionOpened():
                came = set()
            case _:
                continue
        if came is not None:
            came |= there
    return came or set()
