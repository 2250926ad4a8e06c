"""Seat cards: the link that signs a device in, and the sheet that the recorder prints before people come."""

from collections.abc import Iterable
from http import HTTPStatus

from markupsafe import Markup
from msgspec import Struct
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from deliberation.clock import utc_now
from deliberation.records.staff.views import Who
from deliberation.records.tickets import Ticket
from deliberation.records.views import Card, SeatLine, SessionLine
from deliberation.session.names import SeatId
from web.address import base_url
from web.pages.render import render
from web.pages.screens import RUNS_THE_SESSION, qr
from web.pages.session import session_or_404
from web.pages.words import ROLES
from web.services import services
from web.signin import held_tickets, sign_in, sign_out
from web.staff import staff

SCREENS = {"chair": "chair", "recorder": "record", "wall": "wall"}
"""Where a card leads; everybody else's leads to the phone screen."""


class PrintedCard(Struct, frozen=True):
    """A card with its secrets, for paper only. The wall's has no seat."""

    holder: str
    role: str
    seat: SeatLine | None
    code: str
    qr: Markup


async def card(request: Request) -> Response:
    """GET /card/{token}: sign this device in to the seat, and go there."""
    parts, token = services(request), request.path_params["token"]
    found = await parts.records.card_for(token)
    if found is None:
        held = await parts.standing_cards.find(token, at=utc_now())
        if held is None:
            return render(request, "pages/card_unknown.html", status=HTTPStatus.NOT_FOUND, private=True)
        if held.card is None:
            return render(request, "pages/standing_card.html", private=True, community=held.community)
        found = held.card
    screen = SCREENS.get(found.role, "phone")
    response = RedirectResponse(f"/sessions/{found.session}/{screen}", HTTPStatus.SEE_OTHER)
    response.headers["Cache-Control"] = "no-store"
    await sign_in(request, response, parts.admission.ticket_for(found))
    return response


async def cards_page(request: Request) -> Response:
    """GET /sessions/{code}/cards?only=: all cards on A4, or one of them again, for those who keep them."""
    line = await session_or_404(request)
    seats = {seat.key: seat for seat in await services(request).records.seats(line.code)}
    cards = {one.holder: one for one in await services(request).records.cards(line.code)}
    order = [*seats, *(holder for holder in cards if holder not in seats)]
    only = request.query_params.get("only")
    if only in cards:
        order = [only]
    return render(
        request,
        "print/cards.html",
        private=True,
        line=line,
        cards=[_printed(request, cards[holder], seats) for holder in order if holder in cards],
        roles=ROLES,
        only=only in cards,
    )


async def replace_card(request: Request) -> Response:
    """POST /sessions/{code}/cards/{holder}: a card was lost; the old one opens nothing any more."""
    line = await session_or_404(request)
    parts = services(request)
    held = {one.ticket.holder: one.ticket for one in await held_tickets(request, line.code)}
    who = whose_act(request, line, held.values())
    replaced = await parts.records.replace_card(line.code, request.path_params["holder"], who=who)
    if replaced is None:
        raise HTTPException(404)
    response = RedirectResponse(f"/sessions/{line.code}/cards#card-{replaced.holder}", HTTPStatus.SEE_OTHER)
    if replaced.holder in held:
        # Who replaces their own card stays signed in; whoever else had it is out.
        await sign_in(request, response, parts.admission.ticket_for(replaced))
    return response


async def leave_page(request: Request) -> Response:
    """GET /sessions/{code}/leave: which seats this device may speak for, and a way to end it."""
    line = await session_or_404(request)
    held = {one.ticket.holder: one.ticket for one in await held_tickets(request, line.code)}
    seats = {seat.key: seat for seat in await services(request).records.seats(line.code)}
    names = [(holder, seats[ticket.seat].name if ticket.seat else None) for holder, ticket in held.items()]
    return render(request, "pages/leave.html", private=True, line=line, names=names)


async def leave(request: Request) -> Response:
    """POST /sessions/{code}/leave: take this seat, or every seat, off this device."""
    line = await session_or_404(request)
    form = await request.form()
    holder = str(form.get("holder", "")) or None
    response = RedirectResponse(f"/sessions/{line.code}", HTTPStatus.SEE_OTHER)
    await sign_out(request, response, line.code, holder)
    return response


def whose_act(request: Request, line: SessionLine, held: Iterable[Ticket]) -> Who:
    """Whose act it is: the staff member's, else that of the seat that runs the session."""
    member = staff(request)
    if member is not None:
        return Who(member.display_name, member.id, line.community_id)
    seat = next((ticket for ticket in held if ticket.role in RUNS_THE_SESSION), None)
    return Who(f"{ROLES[seat.role]} {seat.holder}" if seat else "", community=line.community_id)


def _printed(request: Request, card: Card, seats: dict[SeatId, SeatLine]) -> PrintedCard:
    parts = services(request)
    secret = (card.session, card.holder, card.generation)
    return PrintedCard(
        holder=card.holder,
        role=card.role,
        seat=seats.get(SeatId(card.holder)),
        code=parts.cards.seat_code(*secret),
        qr=Markup(qr(f"{base_url(request)}/card/{parts.cards.token(*secret)}")),  # noqa: S704 - made by segno
    )
