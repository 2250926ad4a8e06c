"""What is printed or kept before a session: notice, agenda for the door, attendance, calendar, forms."""

from datetime import timedelta
from typing import Final

from icalendar import Calendar, Event
from starlette.requests import Request
from starlette.responses import Response

from deliberation.clock import utc_now
from web.address import base_url
from web.pages.render import Reader, render
from web.pages.screens import qr
from web.pages.session import photos_of, session_or_404
from web.pages.share import share
from web.pages.words import FORMS, ROLES
from web.services import services

EXPECTED_LENGTH: Final = timedelta(hours=2)
"""How long a calendar keeps free for it; nobody announces an end."""


async def notice(request: Request) -> Response:
    """GET /sessions/{code}/notice: the notice for the board, on A4, with the way in."""
    return await _agenda_paper(request, "print/notice.html")


async def door(request: Request) -> Response:
    """GET /sessions/{code}/agenda: the agenda in large letters, for the door of the hall."""
    return await _agenda_paper(request, "print/door.html")


async def _agenda_paper(request: Request, template: str) -> Response:
    line = await session_or_404(request)
    url = f"{base_url(request)}/sessions/{line.code}"
    topics = await services(request).records.agenda(line.code)
    return render(
        request,
        template,
        share=share(request, photos_of(topics)),
        line=line,
        topics=topics,
        forms=FORMS,
        url=url,
        qr=qr(url),
    )


async def attendance(request: Request) -> Response:
    """GET /sessions/{code}/attendance: the sheet that people sign when they come in; it has full names."""
    line = await session_or_404(request)
    seats = await services(request).records.seats(line.code)
    return render(request, "print/attendance.html", private=True, line=line, seats=seats, roles=ROLES)


async def calendar(request: Request) -> Response:
    """GET /sessions/{code}/calendar.ics: the session for a phone's calendar."""
    line = await session_or_404(request)
    reader = Reader(request)
    event = Event()
    event.add("uid", f"{line.code}@{request.url.hostname}")
    event.add("dtstamp", utc_now())
    event.add("dtstart", line.hall_time)
    event.add("dtend", line.hall_time + EXPECTED_LENGTH)
    event.add("summary", reader.pick(line.title))
    event.add("location", line.place)
    event.add("url", f"{base_url(request)}/sessions/{line.code}")
    event.add("status", "CANCELLED" if line.status == "cancelled" else "CONFIRMED")
    book = Calendar()
    book.add("prodid", "-//deliberation hall//")
    book.add("version", "2.0")
    book.add_component(event)
    return Response(
        book.to_ical(),
        media_type="text/calendar",
        headers={"Content-Disposition": f'attachment; filename="{line.code}.ics"'},
    )


async def empty_forms(request: Request) -> Response:
    """GET /desk/paper: the kit for a power cut, to be printed beforehand."""
    return render(request, "print/forms.html", private=True)
