"""留痕: what the staff did, for supervision and the administrator."""

import re
from datetime import datetime, time, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import Response

from deliberation.records.staff.acts import ACTS
from deliberation.records.staff.trail import Wanted
from web.communities import desk_community
from web.pages.desk.addressed import day
from web.pages.desk.frame import render_desk
from web.pages.words import STAFF_ROLES
from web.services import services
from web.staff import staff_member

MOST: int = 40


async def trail_page(request: Request) -> Response:
    """GET /desk/trail?who=&act=&first=&last=&older=: the newest first, fifty a page."""
    community, query = desk_community(request), request.query_params
    zone = ZoneInfo(community.timezone)
    asked = {name: query.get(name, "").strip()[:MOST] for name in ("who", "act", "first", "last")}
    older = query.get("older", "")
    wanted = Wanted(
        who=asked["who"],
        act=asked["act"] if asked["act"] in ACTS else "",
        since=_midnight(asked["first"], zone),
        before=_midnight(asked["last"], zone, days=1),
    )
    page = await services(request).trail.page(
        community.id,
        wanted,
        installation="administrator" in staff_member(request).roles,
        older_than=int(older) if re.fullmatch(r"[0-9]{1,9}", older) else None,
    )
    return await render_desk(
        request,
        "desk/trail.html",
        here="desk_trail",
        page=page,
        acts=ACTS,
        asked=asked,
        role_words=STAFF_ROLES,
        zone=zone,
        older=f"/desk/trail?{urlencode(asked | {'older': str(page.older)})}" if page.older else None,
    )


def _midnight(text: str, zone: ZoneInfo, *, days: int = 0) -> datetime | None:
    """Where a day begins in the community, so many days later, as a moment; None for what is no day."""
    found = day(text)
    return datetime.combine(found + timedelta(days=days), time(), tzinfo=zone) if found else None
