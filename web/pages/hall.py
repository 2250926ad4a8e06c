"""Opening the hall: before it, people can look at the agenda; from it on, they check in."""

from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from deliberation.clock import utc_now
from deliberation.session.phrases import phrase
from web.pages.cards import SCREENS, whose_act
from web.pages.screens import RUNS_THE_SESSION
from web.pages.session import session_or_404
from web.services import services
from web.signin import held_tickets
from web.words import done


async def open_hall(request: Request) -> Response:
    """POST /sessions/{code}/open: begin the record; leads whoever opened it to where they work."""
    line = await session_or_404(request)
    held = [one.ticket for one in await held_tickets(request, line.code)]
    console = next((SCREENS[ticket.role] for ticket in held if ticket.role in RUNS_THE_SESSION), None)
    back = f"/sessions/{line.code}/{console}" if console else f"/desk/sessions/{line.code}"
    who = whose_act(request, line, held)
    if not await services(request).calling.open_hall(line.code, who=who, at=utc_now()):
        return RedirectResponse(back, HTTPStatus.SEE_OTHER)
    return done(request, back, phrase("会场打开了，可以签到了。"))
