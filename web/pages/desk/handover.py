"""AB角: a colleague stands in for a time, under their own name."""

from datetime import datetime, time, timedelta
from http import HTTPStatus
from zoneinfo import ZoneInfo

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from deliberation.clock import utc_now
from deliberation.records.staff.grants import LONGEST_HANDOVER
from deliberation.records.staff.views import Grant, StaffMember
from deliberation.session.phrases import Phrase, phrase
from web.communities import desk_community
from web.forms import typed
from web.pages.desk.addressed import day
from web.pages.desk.frame import render_desk
from web.pages.render import say
from web.pages.words import STAFF_ROLES
from web.services import services
from web.staff import staff_member
from web.words import done


async def handover_page(request: Request) -> Response:
    """GET /desk/handover: what I have lent, and to whom I can lend."""
    return await _page(request)


async def hand_over(request: Request) -> Response:
    """POST /desk/handover: lend a role from one day to another, both included."""
    member, form, community = staff_member(request), await request.form(), desk_community(request)
    zone, now = ZoneInfo(community.timezone), utc_now()
    colleagues = await services(request).grants.colleagues(member, community.id, at=now)
    values = {field: typed(form, field) for field in ("colleague", "role", "first", "last")}
    problems: dict[str, Phrase] = {}
    grant = next((each for each in _own(member) if each.role == values["role"]), None)
    if grant is None:
        problems["role"] = phrase("请选要交出去的角色。")
    if not values["colleague"].isdecimal() or int(values["colleague"]) not in colleagues:
        problems["colleague"] = phrase("请选一位同事。")
    first, last = day(values["first"]), day(values["last"])
    today = now.astimezone(zone).date()
    if first is None or first < today:
        problems["first"] = phrase("从哪天起？请选今天或以后的日子。")
    elif last is None or last < first or last - first > LONGEST_HANDOVER:
        problems["last"] = phrase(
            "到哪天为止？不能早于开始的日子，最长 {days} 天。", days=LONGEST_HANDOVER.days
        )
    if problems or grant is None or first is None or last is None:
        return await _page(request, problems=problems, values=values)
    begins = now if first == today else datetime.combine(first, time(), tzinfo=zone)
    ends = datetime.combine(last + timedelta(days=1), time(), tzinfo=zone)
    colleague = int(values["colleague"])
    await services(request).grants.hand_over(member, grant, colleague, begins_at=begins, ends_at=ends)
    sentence = phrase("交接好了，{name}到时候就能接手。", name=colleagues[colleague])
    return done(request, "/desk/handover", sentence)


async def take_back(request: Request) -> Response:
    """POST /desk/handover/{grant}/end: before its time."""
    member, now = staff_member(request), utc_now()
    lent = {grant.id for _account, grant in await services(request).grants.lent_by(member, at=now)}
    if request.path_params["grant"] not in lent:
        raise HTTPException(404)
    await services(request).grants.end(request.path_params["grant"], who=member.who, at=now)
    return done(request, "/desk/handover", phrase("收回来了，从现在起只有您自己做。"))


def _own(member: StaffMember) -> list[Grant]:
    """What may be lent here: one's own roles in this community; not borrowed, not the administrator's."""
    here = member.community.id if member.community else None
    return [
        grant
        for grant in member.grants
        if grant.handed_by is None and grant.community is not None and grant.community.id == here
    ]


async def _page(
    request: Request, *, problems: dict[str, Phrase] | None = None, values: dict[str, str] | None = None
) -> Response:
    member, community, speak = staff_member(request), desk_community(request), say(request)
    parts, now, zone = services(request), utc_now(), ZoneInfo(community.timezone)
    names = {account.id: account.display_name for account in await parts.staff.accounts()}
    today = now.astimezone(zone).date().isoformat()
    return await render_desk(
        request,
        "desk/handover.html",
        here="desk_handover",
        status=HTTPStatus.BAD_REQUEST if problems else HTTPStatus.OK,
        own=_own(member),
        colleagues=await parts.grants.colleagues(member, community.id, at=now),
        lent=[(names[account], grant) for account, grant in await parts.grants.lent_by(member, at=now)],
        zone=zone,
        role_words=STAFF_ROLES,
        problems={field: speak(problem) for field, problem in (problems or {}).items()},
        values=values or {"colleague": "", "role": "", "first": today, "last": today},
    )
