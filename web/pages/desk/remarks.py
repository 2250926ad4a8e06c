"""Remarks of the staff below an issue, a topic or a session."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

from msgspec import Struct
from msgspec.structs import replace
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from deliberation.clock import utc_now
from deliberation.records.staff.remarks import LONGEST, Kind, RemarkView, Target
from deliberation.session.phrases import phrase
from web.communities import desk_community
from web.forms import too_long, typed
from web.pages.desk.addressed import row_id
from web.pages.moments import day_of
from web.services import services
from web.staff import staff_member
from web.words import done

PLACES: Final[Mapping[Kind, str]] = {
    "issue": "/desk/issues/{}",
    "topic": "/desk/topics/{}",
    "session": "/desk/sessions/{}",
}
"""Kind to its page."""


class Thread(Struct, frozen=True):
    """What was said about one thing, on the community's clock, and where more can be said."""

    path: str
    remarks: list[RemarkView]
    longest: int = LONGEST


async def thread(request: Request, kind: Kind, name: int | str) -> Thread:
    """For the page of this issue, topic or session."""
    community, target = desk_community(request), Target(kind, str(name))
    clock = day_of(community)
    said = await services(request).remarks.about(community.id, target)
    return Thread(PLACES[kind].format(name), [replace(each, at=clock(each.at)) for each in said])


async def about_issue(request: Request) -> Response:
    """POST /desk/issues/{issue}/remarks."""
    number = row_id(request, "issue")
    if await services(request).issues.desk_issue(desk_community(request).id, number) is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return await _add(request, Target("issue", str(number)))


async def about_topic(request: Request) -> Response:
    """POST /desk/topics/{topic}/remarks."""
    number = row_id(request, "topic")
    if await services(request).topics.topic(desk_community(request).id, number) is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return await _add(request, Target("topic", str(number)))


async def about_session(request: Request) -> Response:
    """POST /desk/sessions/{code}/remarks."""
    line = await services(request).records.session(request.path_params["code"])
    if line is None or line.community_id != desk_community(request).id:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return await _add(request, Target("session", line.code))


async def _add(request: Request, target: Target) -> Response:
    path = PLACES[target.kind].format(target.id)
    # Without script, a browser holds its form to both; so only who goes round it loses what was typed.
    text = typed(await request.form(), "text", most=2 * LONGEST)
    if problem := too_long(text, LONGEST):
        return done(request, path, problem)
    if not text:
        return done(request, path, phrase("请先写意见，再按。"))
    member = staff_member(request)
    await services(request).remarks.add(desk_community(request).id, target, text, member=member, at=utc_now())
    return done(request, path, phrase("记下了。只有工作人员能看到。"))
