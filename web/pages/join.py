"""Coming in by phone: the session's six digits, one's own name, the six digits on the seat card."""

import re
import unicodedata
from http import HTTPStatus

from msgspec import Struct
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from deliberation.language import pick, translator
from deliberation.records.views import SeatLine, SessionLine
from deliberation.session.names import SeatId
from web.attempts import by_seat
from web.middleware import preferences
from web.pages.render import render
from web.pages.screens import BY_PHONE
from web.pages.session import session_or_404
from web.pages.words import ROLES
from web.services import services
from web.signin import device_name, held_tickets, remember_device, sign_in


class Circle(Struct, frozen=True):
    """The seats under one heading."""

    heading: str
    seats: list[SeatLine]


async def join_by_code_page(request: Request) -> Response:
    """GET /join: the six digits from the wall; with ?code= it leads on."""
    typed = request.query_params.get("code")
    if typed is None:
        return render(request, "pages/join_code.html", typed="", wrong=False)
    code = _digits(typed)
    if await services(request).records.session(code) is None:
        return render(request, "pages/join_code.html", status=HTTPStatus.NOT_FOUND, typed=typed, wrong=True)
    return RedirectResponse(f"/join/{code}", HTTPStatus.SEE_OTHER)


async def join_page(request: Request) -> Response:
    """GET /join/{code}: from the QR code on the wall."""
    line = await session_or_404(request)
    return await _join(request, line)


async def join(request: Request) -> Response:
    """POST /join/{code}: seat and seat code; leads to the phone screen."""
    line = await session_or_404(request)
    name = device_name(request)
    response = await _try_to_join(request, line, device=name)
    remember_device(request, response, name)
    return response


async def _try_to_join(request: Request, line: SessionLine, *, device: str) -> Response:
    """Sign in, or say what was wrong. Wrong digits are counted against seat and device."""
    parts = services(request)
    _ = translator(preferences(request).locale)
    form = await request.form()
    chosen = str(form.get("seat", ""))
    seats = {seat.key: seat for seat in await parts.records.seats(line.code) if seat.role in BY_PHONE}
    seat = seats.get(SeatId(chosen))
    card = await parts.records.card(line.code, chosen)
    if seat is None or card is None:
        return await _join(request, line, problem=_("请先点一下自己的名字。"), status=HTTPStatus.BAD_REQUEST)
    counted = by_seat(line.code, seat.key, device)
    if not await parts.attempts.may_try(*counted):
        problem = _("这个席位试错太多次了，请过十分钟再试，或者扫席位卡上的二维码。")
        return await _join(
            request, line, chosen=seat.key, problem=problem, status=HTTPStatus.TOO_MANY_REQUESTS
        )
    typed = _digits(str(form.get("seat_code", "")))
    if not parts.cards.is_seat_code(typed, line.code, seat.key, card.generation):
        await parts.attempts.count(*counted)
        problem = _("席位码不对。请看席位卡上的六位数字；卡不在手边，请找记录人。")
        return await _join(request, line, chosen=seat.key, problem=problem, status=HTTPStatus.FORBIDDEN)
    entered = RedirectResponse(f"/sessions/{line.code}/phone", HTTPStatus.SEE_OTHER)
    await sign_in(request, entered, parts.admission.ticket_for(card))
    return entered


async def _join(
    request: Request,
    line: SessionLine,
    *,
    chosen: SeatId | None = None,
    problem: str | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> Response:
    seats = [seat for seat in await services(request).records.seats(line.code) if seat.role in BY_PHONE]
    held = await held_tickets(request, line.code)
    signed_in = {one.ticket.seat for one in held}
    return render(
        request,
        "pages/join.html",
        status=status,
        line=line,
        circles=_circles(request, seats),
        already=[seat for seat in seats if seat.key in signed_in],
        chosen=chosen,
        problem=problem,
    )


def _circles(request: Request, seats: list[SeatLine]) -> list[Circle]:
    """Standing members, each group, then those who listen."""
    locale = preferences(request).locale
    _ = translator(locale)

    def heading(seat: SeatLine) -> str:
        if seat.group:
            return pick(seat.group, locale)
        return _("常任委员") if seat.chamber == "standing" else _(ROLES[seat.role])

    circles: dict[str, list[SeatLine]] = {}
    for seat in seats:
        circles.setdefault(heading(seat), []).append(seat)
    return [Circle(name, members) for name, members in circles.items()]


def _digits(text: str) -> str:
    """What people type as a code: spaces, dashes and full-width digits are forgiven."""
    return re.sub(r"\D", "", unicodedata.normalize("NFKC", text))
