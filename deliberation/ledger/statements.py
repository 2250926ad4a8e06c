"""The ledger's statements, and the pieces of work that are made of them.

They stand here once: to build a statement anew costs as much as to run it.
"""

from collections.abc import Collection, Mapping
from typing import Any, Final, TypeAlias

import msgspec
from sqlalchemy import Connection, Executable, bindparam, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from deliberation.ledger.chain import Line
from deliberation.ledger.sealing import Openings
from deliberation.ledger.store import Ballot, Head
from deliberation.ledger.tables import ballots as boxes
from deliberation.ledger.tables import entries as log
from deliberation.ledger.tables import heads as ends
from deliberation.session.facts import Entry
from deliberation.session.names import VoteId

ByDialect: TypeAlias = Mapping[str, Executable]
"""A statement as SQLite and as PostgreSQL want it, by the dialect's name."""

_HEADS: Final = (
    select(ends.c.session, ends.c.seq, ends.c.root, ends.c.box_version)
    .where(ends.c.session.in_(bindparam("sessions", expanding=True)))
    .order_by(ends.c.session)  # locked in the order of the names: two turns never wait for each other
)
_LOCKED_HEADS: Final = _HEADS.with_for_update()  # not in SQLite, where BEGIN IMMEDIATE is the lock
_FIRST_HEAD: Final = insert(ends)
_NEXT_HEAD: Final = update(ends).where(ends.c.session == bindparam("of"))
_LINES: Final = (
    select(log.c.seq, log.c.body, log.c.sealed, log.c.hash, log.c.command_id)
    .where(log.c.session == bindparam("of"), log.c.seq > bindparam("after"))
    .order_by(log.c.seq)
)
_BOX: Final = (
    select(boxes.c.vote, boxes.c.seat, boxes.c.choice, boxes.c.command_ids)
    .where(boxes.c.session == bindparam("of"), boxes.c.vote == bindparam("which"))
    .order_by(boxes.c.seat)
)

ADD_ENTRY: Final[ByDialect] = dict.fromkeys(("sqlite", "postgresql"), insert(log))


def _put_ballot(statement: "sqlite.Insert | postgresql.Insert") -> Executable:
    changed = {"choice": statement.excluded.choice, "command_ids": statement.excluded.command_ids}
    return statement.on_conflict_do_update(index_elements=["session", "vote", "seat"], set_=changed)


PUT_BALLOT: Final[ByDialect] = {
    "sqlite": _put_ballot(sqlite.insert(boxes)),
    "postgresql": _put_ballot(postgresql.insert(boxes)),
}


def heads(connection: Connection, sessions: Collection[str], *, lock: bool = False) -> dict[str, Head]:
    """Each session's head."""
    rows = connection.execute(_LOCKED_HEADS if lock else _HEADS, {"sessions": list(sessions)})
    found = {session: Head(seq, root, box_version) for session, seq, root, box_version in rows}
    return dict.fromkeys(sessions, Head()) | found


def lines(connection: Connection, session: str, after: int = 0, *, limit: int | None = None) -> list[Line]:
    """The session's lines after a seq, in order."""
    statement = _LINES if limit is None else _LINES.limit(limit)
    rows = connection.execute(statement, {"of": session, "after": after})
    return [
        Line(seq, body, msgspec.convert(sealed, Openings), hash_, command_id)
        for seq, body, sealed, hash_, command_id in rows
    ]


def entries(connection: Connection, session: str, after: int) -> list[Entry]:
    """The session's entries after a seq, in order."""
    return [line.entry() for line in lines(connection, session, after)]


def ballots(connection: Connection, session: str, vote: VoteId) -> list[Ballot]:
    """The box of one vote, sorted by seat."""
    rows = connection.execute(_BOX, {"of": session, "which": vote})
    return [Ballot(which, seat, choice, tuple(command_ids)) for which, seat, choice, command_ids in rows]


def write(  # noqa: PLR0913 - one piece of work
    connection: Connection,
    session: str,
    head: Head,
    statement: ByDialect,
    rows: list[dict[str, Any]],
    *,
    first: bool,
    mark: int | None,
) -> None:
    """Write a session's head, the first one or the next, and rows. `mark`: after its so manieth savepoint."""
    if mark is not None:
        if mark > 1:  # one at a time: PostgreSQL becomes slow with many
            connection.exec_driver_sql("RELEASE SAVEPOINT part")
        connection.exec_driver_sql("SAVEPOINT part")
    values = {"seq": head.seq, "root": head.root, "box_version": head.box_version}
    if first:
        connection.execute(_FIRST_HEAD, values | {"session": session})
    else:
        connection.execute(_NEXT_HEAD, values | {"of": session})
    connection.execute(statement[connection.dialect.name], rows)


def go_back(connection: Connection) -> None:
    """To how it was at the last savepoint; where the connection was cut, everything is gone anyway."""
    if not connection.invalidated:
        connection.exec_driver_sql("ROLLBACK TO SAVEPOINT part")


def execute(connection: Connection, statement: Executable) -> None:
    """Only that."""
    connection.execute(statement)
