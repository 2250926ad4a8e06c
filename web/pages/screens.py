"""The shells of the live screens: what they show comes over the socket, who may do what stands here."""

from http import HTTPStatus
from io import BytesIO
from typing import Final, Literal, cast

import msgspec
import segno
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from deliberation.language import Locale, client_messages, translator
from deliberation.live.messages import Viewer, Whole
from deliberation.live.rooms import Rooms
from deliberation.records.cards import WALL
from deliberation.records.views import SessionLine
from deliberation.session.names import Role
from deliberation.session.phrases import N_
from web.address import base_url
from web.middleware import preferences
from web.pages.render import Reader, render
from web.pages.session import session_or_404
from web.pages.words import ROLES
from web.services import services
from web.signin import Held, held_tickets
from web.sockets.admission import actor_of

Screen = Literal["wall", "phone", "chair", "record"]

NEEDED: Final[dict[Screen, Role]] = {"chair": "chair", "record": "recorder"}
"""Whose card a console is for. Wall and phone open for anybody, and then show what is public."""

RUNS_THE_SESSION: Final = frozenset[Role]({"chair", "recorder"})

BY_PHONE: Final = frozenset[Role]({"member", "observer", "supervisor"})
"""Whose seats the phone screen is for; chair and recorder have their consoles."""

STYLES: Final[dict[Screen, str]] = {
    "wall": "css/wall.css",
    "phone": "css/phone.css",
    "chair": "css/console.css",
    "record": "css/console.css",
}

TITLES: Final[dict[Screen, str]] = {
    "wall": N_("大屏"),
    "phone": N_("手机参会"),
    "chair": N_("主持台"),
    "record": N_("记录台"),
}


class SeatOnPage(msgspec.Struct, frozen=True):
    """A seat that this device may speak for."""

    seat: str
    name: str
    ticket: str


class Join(msgspec.Struct, frozen=True):
    """How others come in."""

    url: str
    qr: str


class OtherLocale(msgspec.Struct, frozen=True):
    """The same page in the other language."""

    locale: Locale
    href: str


class PageData(msgspec.Struct, frozen=True):
    """What the screen's script finds in the page; frontend/src/live/types.ts has the same fields."""

    screen: Screen
    code: str
    locale: Locale
    community: str
    ticket: str | None
    seats: list[SeatOnPage]
    join: Join
    links: dict[str, str]
    other_locale: OtherLocale
    first: Whole | None
    """The present as this screen may see it, so that it is in sight before the connection stands."""


async def wall(request: Request) -> Response:
    """GET /sessions/{code}/wall."""
    return await _screen(request, "wall")


async def phone(request: Request) -> Response:
    """GET /sessions/{code}/phone."""
    return await _screen(request, "phone")


async def chair(request: Request) -> Response:
    """GET /sessions/{code}/chair."""
    return await _screen(request, "chair")


async def record(request: Request) -> Response:
    """GET /sessions/{code}/record."""
    return await _screen(request, "record")


async def _screen(request: Request, screen: Screen) -> Response:
    line = await session_or_404(request)
    if screen in NEEDED and not line.has_ledger:
        word = translator(preferences(request).locale)(TITLES[screen])
        return render(request, "pages/open_hall.html", private=True, line=line, screen=word)
    held = await held_tickets(request, line.code)
    page = await _page_data(request, line, screen, held)
    locale = preferences(request).locale
    return render(
        request,
        "pages/screen.html",
        private=True,
        screen=screen,
        title=TITLES[screen],
        style=STYLES[screen],
        line=line,
        page=script_json(page),
        messages=script_json(client_messages(locale)),
    )


def needs_card(request: Request, line: SessionLine, role: Role) -> Response:
    """403 in friendly words: whose card opens this page, and where it comes from."""
    word = translator(preferences(request).locale)(ROLES[role])
    return render(request, "pages/needs_card.html", status=HTTPStatus.FORBIDDEN, line=line, role=word)


async def _page_data(request: Request, line: SessionLine, screen: Screen, held: list[Held]) -> PageData:
    seats = await _own_seats(request, line, screen, held)
    ticket = await _wall_ticket(request, line, held) if screen == "wall" else _first(seats)
    locale = preferences(request).locale
    url = f"{base_url(request)}/join/{line.code}"
    reader = Reader(request)
    return PageData(
        screen=screen,
        code=line.code,
        locale=locale,
        community=line.community,
        ticket=ticket,
        seats=seats,
        join=Join(url=url, qr=qr(url)),
        links=_links(line, held),
        other_locale=OtherLocale(reader.other_locale, reader.other_language_href),
        first=await _present(request, line, held, ticket),
    )


async def _present(request: Request, line: SessionLine, held: list[Held], ticket: str | None) -> Whole | None:
    """What the screen will be shown first: by the same ticket that it connects with, or as the public."""
    holder = next((one.ticket for one in held if one.text == ticket), None)
    if ticket is not None and holder is None:
        return None  # the wall's own ticket, made for it just now: it learns the present over its connection
    rooms = cast("Rooms", request.app.state.rooms)
    return await rooms.preview(Viewer("page", line.code, actor_of(holder), preferences(request).locale))


async def _own_seats(
    request: Request, line: SessionLine, screen: Screen, held: list[Held]
) -> list[SeatOnPage]:
    """This device's seats that belong on this screen, the latest first: who just sat down is meant."""
    roles = {NEEDED[screen]} if screen in NEEDED else BY_PHONE
    people = {seat.key: seat for seat in await services(request).records.seats(line.code)}
    return [
        SeatOnPage(seat=one.ticket.seat, name=people[one.ticket.seat].name, ticket=one.text)
        for one in reversed(held)
        if one.ticket.seat in people and one.ticket.role in roles
    ]


async def _wall_ticket(request: Request, line: SessionLine, held: list[Held]) -> str | None:
    """The wall's own ticket. Staff may show the wall, too; the rest see on it what is public."""
    for one in held:
        if one.ticket.role == "wall":
            return one.text
    card = await services(request).records.card(line.code, WALL)
    if card is not None and any(one.ticket.role in RUNS_THE_SESSION for one in held):
        return services(request).admission.ticket_for(card)
    return None


def _first(seats: list[SeatOnPage]) -> str | None:
    return seats[0].ticket if seats else None


def _links(line: SessionLine, held: list[Held]) -> dict[str, str]:
    """What else this device may open."""
    base = f"/sessions/{line.code}"
    roles = {one.ticket.role for one in held}
    links = {"wall": f"{base}/wall"}
    if "chair" in roles:
        links["chair"] = f"{base}/chair"
    if "recorder" in roles:
        links["record"] = f"{base}/record"
    if roles & RUNS_THE_SESSION:
        links["cards"] = f"{base}/cards"
    if roles:
        links["leave"] = f"{base}/leave"
    return links


def qr(url: str) -> str:
    """A QR code as inline SVG, black on nothing, without any style of its own."""
    file = BytesIO()
    segno.make(url, error="m").save(file, kind="svg", xmldecl=False, svgns=True, border=2, omitsize=True)
    return file.getvalue().decode()


def script_json(value: object) -> Markup:
    """JSON that is safe between script tags: no text in it can close them."""
    text = msgspec.json.encode(value).decode()
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)  # noqa: S704 - every sign that HTML knows was replaced above
