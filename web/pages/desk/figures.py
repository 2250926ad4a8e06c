"""汇总: counts of the communities that somebody works for; the district's page, without a single name."""

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import Response

from deliberation.records.figures import Period
from web.communities import communities, desk_community
from web.pages.desk.addressed import today, whole
from web.pages.desk.frame import render_desk
from web.permissions import READERS
from web.services import services
from web.staff import staff_member

FIRST_YEAR: Final = 2000
LAST_YEAR: Final = 9998


async def figures_page(request: Request) -> Response:
    """GET /desk/figures?year=: a line for each community whose figures this member may see."""
    member, this_year = staff_member(request), today(request).year
    year = whole(request.query_params.get("year", ""), otherwise=this_year)
    year = year if FIRST_YEAR <= year <= LAST_YEAR else this_year
    zone = ZoneInfo(desk_community(request).timezone)
    period = Period(datetime(year, 1, 1, tzinfo=zone), datetime(year + 1, 1, 1, tzinfo=zone))
    mine = [each for each in await communities(request) if not member.roles_in(each.id).isdisjoint(READERS)]
    counted = await services(request).figures.of([each.id for each in mine], period)
    return await render_desk(
        request,
        "desk/figures.html",
        here="desk_figures",
        year=year,
        this_year=this_year,
        lines=list(zip(mine, counted, strict=True)),
    )
