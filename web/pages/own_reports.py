"""What became of one's own reports: on the device that sent them, and on any other by the reference code."""

import re
import unicodedata
from http import HTTPStatus
from typing import Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from deliberation.session.phrases import Phrase, phrase
from web.attempts import by_asker
from web.communities import communities
from web.forms import typed
from web.pages.moments import day_of
from web.pages.render import render, say
from web.pages.words import ISSUE_FATES, ISSUE_STATUSES
from web.services import services
from web.signin import device_name, is_secure

COOKIE: Final = "reports"

MOST: Final = 20
"""That one device remembers."""


async def own_page(request: Request) -> Response:
    """GET /issues/mine: the reports that this device knows of, and a field for another one's code."""
    return await _page(request)


async def ask(request: Request) -> Response:
    """POST /issues/mine: a code. It never stands in an address, where others might come across it."""
    parts = services(request)
    code = re.sub(r"\D", "", unicodedata.normalize("NFKC", typed(await request.form(), "code")))
    counted = by_asker(device_name(request))
    if not await parts.attempts.may_try(*counted):
        problem = phrase("试的次数太多了，请过十分钟再试，或者到居委会窗口问一声。")
        return await _page(request, problem=problem, status=HTTPStatus.TOO_MANY_REQUESTS)
    if not await parts.issues.own([code]):
        await parts.attempts.count(*counted)
        problem = phrase("没有这个查询号。请照着记下的十位数字再输一次。")
        return await _page(request, problem=problem, status=HTTPStatus.NOT_FOUND)
    response = RedirectResponse("/issues/mine", HTTPStatus.SEE_OTHER)
    add_own(request, response, code)
    return response


def add_own(request: Request, response: Response, reference: str) -> None:
    """Let this device ask after this report without its code."""
    others, reports = [each for each in _own(request) if each != reference], services(request).reports
    response.set_cookie(
        COOKIE,
        reports.sealed([*others, reference][-MOST:]),
        path="/issues",
        max_age=reports.seconds,
        httponly=True,
        samesite="lax",
        secure=is_secure(request),
    )


def _own(request: Request) -> list[str]:
    cookie = request.cookies.get(COOKIE)
    return (services(request).reports.opened(cookie) if cookie else None) or []


async def _page(
    request: Request, *, problem: Phrase | None = None, status: HTTPStatus = HTTPStatus.OK
) -> Response:
    reports = await services(request).issues.own(_own(request))
    return render(
        request,
        "pages/own_reports.html",
        status=status,
        private=True,
        reports=reports,
        spoken=spoken,
        new=bool(reports) and request.query_params.get("new") == "1",
        problem=say(request)(problem) if problem else None,
        statuses=ISSUE_STATUSES,
        fates=ISSUE_FATES,
        clocks={community.id: day_of(community) for community in await communities(request)},
    )


def spoken(reference: str) -> str:
    """Ten digits in groups, as telephone numbers are read aloud."""
    return f"{reference[:3]} {reference[3:6]} {reference[6:]}"
