"""A device's sign-in: one cookie with a ticket for each seat; several elders may share one phone."""

from typing import Final

from msgspec import Struct
from starlette.requests import Request
from starlette.responses import Response

from deliberation import ids
from deliberation.records.tickets import BadTicket, ExpiredTicket, Ticket
from web.services import services
from web.tokens import LONG

COOKIE: Final = "seats"
STAFF_COOKIE: Final = "staff"
DEVICE_COOKIE: Final = "device"
SEPARATOR: Final = "~"
MOST_SEATS: Final = 12
"""A table's elders on one phone, and room to spare: 1 kB of the 4 kB that a cookie may have."""


class Held(Struct, frozen=True):
    """A ticket that counts, and its text."""

    text: str
    ticket: Ticket


async def held_tickets(request: Request, session: str | None = None) -> list[Held]:
    """What this device may be, in the order of signing in; what has expired or was replaced is left out."""
    held: list[Held] = []
    for text in request.cookies.get(COOKIE, "").split(SEPARATOR)[:MOST_SEATS]:
        if text:
            try:
                ticket = await services(request).admission.read_ticket(text)
            except (BadTicket, ExpiredTicket):
                continue
            if session is None or ticket.session == session:
                held.append(Held(text, ticket))
    return held


async def sign_in(request: Request, response: Response, text: str) -> None:
    """Add a ticket to this device; the newest twelve stay."""
    added = await services(request).admission.read_ticket(text)
    others = [
        one.text
        for one in await held_tickets(request)
        if (one.ticket.session, one.ticket.holder) != (added.session, added.holder)
    ]
    _keep(request, response, [*others, text][-MOST_SEATS:])


async def sign_out(request: Request, response: Response, session: str, holder: str | None) -> None:
    """Take one seat of a session off this device, or all of them."""
    rest = [
        one.text
        for one in await held_tickets(request)
        if one.ticket.session != session or (holder is not None and one.ticket.holder != holder)
    ]
    _keep(request, response, rest)


def _keep(request: Request, response: Response, texts: list[str]) -> None:
    response.set_cookie(
        COOKIE,
        SEPARATOR.join(texts),
        max_age=int(services(request).settings.ticket_age.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=is_secure(request),
    )


def device_name(request: Request) -> str:
    """This device's name for itself; a new one when it has none."""
    return request.cookies.get(DEVICE_COOKIE) or ids.opaque_id()


def remember_device(request: Request, response: Response, name: str) -> None:
    """Let the device keep its name: what is counted once a device would count again after a night."""
    response.set_cookie(
        DEVICE_COOKIE,
        name,
        max_age=int(LONG.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=is_secure(request),
    )


def is_secure(request: Request) -> bool:
    """Whether people reach this server by HTTPS; a hall's own network has none."""
    public = services(request).settings.public_url
    return request.url.scheme == "https" or (public is not None and public.startswith("https:"))
