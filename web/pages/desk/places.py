"""The administrator's page of communities."""

import re
from http import HTTPStatus
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from deliberation import ids
from deliberation.records.communities import Taken
from deliberation.session.phrases import Phrase, phrase
from web.communities import communities
from web.forms import typed
from web.pages.desk.frame import render_desk
from web.pages.render import say
from web.services import services
from web.staff import staff_member
from web.words import done

SLUG: Final = re.compile(r"[a-z][a-z0-9-]{1,23}")


async def communities_page(request: Request) -> Response:
    """GET /desk/communities."""
    return await _page(request)


async def make_community(request: Request) -> Response:
    """POST /desk/communities: a new one."""
    name, slug, timezone, problems = await _read(request)
    if not problems:
        try:
            who = staff_member(request).who
            made = await services(request).communities.make(name, slug or ids.slug(), timezone, who=who)
        except Taken:
            problems = {"name": phrase("这个名字或短名已经有了，换一个。")}
        else:
            return done(request, "/desk/communities", phrase("建好了：{name}。", name=made.name))
    return await _page(request, problems=problems, values=(name, slug, timezone))


async def change_community(request: Request) -> Response:
    """POST /desk/communities/{slug}: another name, short name, time zone."""
    known = {each.slug: each for each in await communities(request)}
    community = known.get(request.path_params["slug"])
    if community is None:
        raise HTTPException(404)
    name, slug, timezone, problems = await _read(request)
    if not problems:
        try:
            who = staff_member(request).who
            await services(request).communities.change(
                community.id, name, slug or community.slug, timezone, who=who
            )
        except Taken:
            problems = {"name": phrase("这个名字或短名已经有了，换一个。")}
        else:
            return done(request, "/desk/communities", phrase("改好了：{name}。", name=name))
    return await _page(request, problems=problems, values=(name, slug, timezone), changing=community.slug)


async def _read(request: Request) -> tuple[str, str, str, dict[str, Phrase]]:
    """Name, short name, time zone, and what is wrong by field."""
    form = await request.form()
    name, slug, timezone = typed(form, "name", most=40), typed(form, "slug").lower(), typed(form, "timezone")
    problems = {}
    if not name:
        problems["name"] = phrase("请写社区的名字。")
    if slug and not SLUG.fullmatch(slug):
        problems["slug"] = phrase("短名用小写字母、数字和短横，字母开头，2 到 24 个字。不写就自动给一个。")
    if not _is_timezone(timezone):
        problems["timezone"] = phrase("没有“{name}”这个时区，比如 Asia/Shanghai。", name=timezone)
    return name, slug, timezone, problems


def _is_timezone(name: str) -> bool:
    if name not in available_timezones():
        return False
    return bool(ZoneInfo(name).key)


async def _page(
    request: Request,
    *,
    problems: dict[str, Phrase] | None = None,
    values: tuple[str, str, str] = ("", "", ""),
    changing: str | None = None,
) -> Response:
    speak = say(request)
    name, slug, timezone = values
    return await render_desk(
        request,
        "desk/communities.html",
        here="desk_communities",
        status=HTTPStatus.BAD_REQUEST if problems else HTTPStatus.OK,
        communities=await communities(request),
        problems={field: speak(problem) for field, problem in (problems or {}).items()},
        changing=changing,
        values={
            "name": name,
            "slug": slug,
            "timezone": timezone or services(request).settings.timezone,
        },
    )
