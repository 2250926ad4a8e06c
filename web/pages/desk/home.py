"""The desk's front page, the community that one works in, and the way out."""

from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from deliberation.session.phrases import phrase
from web.communities import communities
from web.pages.desk.frame import render_desk, workplaces
from web.pages.words import STAFF_ROLES
from web.services import services
from web.staff import begin_sign_in, forget_sign_in, staff_member
from web.words import done


async def home_page(request: Request) -> Response:
    """GET /desk: what there is to do here."""
    return await render_desk(request, "desk/home.html", here="desk", role_words=STAFF_ROLES)


async def work_in(request: Request) -> Response:
    """POST /desk/community: from now on, this browser works in another community, under a new token."""
    member = staff_member(request)
    wanted = (await request.form()).get("community")
    for community in workplaces(member, await communities(request)):
        if community.slug == wanted:
            response = done(request, "/desk", phrase("现在是{name}的工作台。", name=community.name))
            await begin_sign_in(request, response, member.id, community=community.id)
            return response
    raise HTTPException(404)


async def sign_out(request: Request) -> Response:
    """POST /desk/sign-out: this browser only."""
    await services(request).sign_ins.end(staff_member(request))
    response = RedirectResponse("/", HTTPStatus.SEE_OTHER)
    forget_sign_in(request, response)
    return response
