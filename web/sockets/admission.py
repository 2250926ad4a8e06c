"""Who is let in: a connection's auth, read strictly, and the ticket in it."""

from collections.abc import Collection
from typing import Annotated, Protocol
from urllib.parse import parse_qs

import msgspec
from msgspec import Meta, Struct

from deliberation.language import SOURCE, Locale, supported
from deliberation.live.messages import Seq
from deliberation.records.tickets import BadTicket, ExpiredTicket, Ticket
from deliberation.session.facts import Actor


class Door(Protocol):
    """What the sockets ask the records."""

    async def read_ticket(self, text: str) -> Ticket:
        """The ticket, if its card still counts; raises BadTicket or ExpiredTicket."""
        ...

    async def still_good(self, tickets: Collection[Ticket]) -> Collection[Ticket]:
        """Those of them whose card was not replaced; asked once for all commands of a turn."""
        ...

    async def is_planned(self, session: str) -> bool:
        """Whether there is a session of this code, open or not."""
        ...


class Auth(Struct, frozen=True, forbid_unknown_fields=True):
    """What a client sends with its connection. `have`: the seq of the board that it already shows."""

    session: Annotated[str, Meta(min_length=1, max_length=32)]
    ticket: Annotated[str, Meta(max_length=1024)] | None = None
    have: Seq | None = None


class Turned(Exception):
    """Not let in; the reason is one word of the contract."""


def read_auth(auth: object) -> Auth:
    """The auth of a connection; raises Turned. Whatever else is wrong with it, it is not a ticket of ours."""
    try:
        return msgspec.convert(auth, Auth)
    except msgspec.ValidationError as error:
        has_session = isinstance(auth, dict) and isinstance(auth.get("session"), str)
        raise Turned("bad_ticket" if has_session else "no_such_session") from error


async def read_ticket(door: Door, auth: Auth) -> Ticket | None:
    """The ticket, None for somebody who only watches; raises Turned."""
    if auth.ticket is None:
        return None
    try:
        ticket = await door.read_ticket(auth.ticket)
    except ExpiredTicket as error:
        raise Turned("expired_ticket") from error
    except BadTicket as error:
        raise Turned("bad_ticket") from error
    if ticket.session != auth.session:
        raise Turned("bad_ticket")
    return ticket


def actor_of(ticket: Ticket | None) -> Actor:
    """Whose word this connection's commands are."""
    return Actor(ticket.role, ticket.seat) if ticket else Actor("public")


def language_of(query: str) -> Locale:
    """?lang= in the address of the connection, else Chinese."""
    return supported(next(iter(parse_qs(query).get("lang", ())), None)) or SOURCE
