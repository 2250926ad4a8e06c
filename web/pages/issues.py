"""What residents report, as everybody may read it; and 我也遇到."""

from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from deliberation.records.issues.views import IssueLine
from deliberation.records.staff.views import CommunityView
from deliberation.session.phrases import phrase
from web.attempts import by_voice
from web.communities import communities, community_of
from web.pages.desk.addressed import row_id, whole
from web.pages.moments import day_of
from web.pages.render import render
from web.pages.share import share
from web.pages.words import ISSUE_SOURCES, ISSUE_STATUSES
from web.services import services
from web.signin import device_name
from web.words import done


async def list_page(request: Request) -> Response:
    """GET /issues?page=: what staff approved, the latest first."""
    community = await community_of(request)
    if community is None:
        return await choose_community(request, "/issues")
    number = whole(request.query_params.get("page", ""), otherwise=1)
    return render(
        request,
        "pages/issues.html",
        community=community,
        issues=await services(request).issues.published(community.id, number),
        statuses=ISSUE_STATUSES,
        day_of=day_of(community),
    )


async def issue_page(request: Request) -> Response:
    """GET /issues/{issue}: one of them."""
    community, issue = await _issue(request)
    return render(
        request,
        "pages/issue.html",
        share=share(request, [photo.large for photo in issue.photos]),
        community=community,
        issue=issue,
        statuses=ISSUE_STATUSES,
        sources=ISSUE_SOURCES,
        day_of=day_of(community),
    )


async def me_too(request: Request) -> Response:
    """POST /issues/{issue}/me-too: once a device."""
    _, issue = await _issue(request)
    parts, device = services(request), device_name(request)
    here, counted = f"/issues/{issue.id}", by_voice(issue.id, device)
    if not await parts.attempts.may_try(*counted):
        return done(request, here, phrase("按的人太多了，请过一会儿再按。"))
    await parts.attempts.count(*counted)
    if await parts.issues.add_voice(issue.id, parts.voices.name(issue.id, device)):
        return done(request, here, phrase("记下了：您也遇到过。"))
    return done(request, here, phrase("这台手机已经按过了，一台只算一次。"))


async def _issue(request: Request) -> tuple[CommunityView, IssueLine]:
    """The one that the address names, and whose it is; 404 when not everybody may read it."""
    issue = await services(request).issues.issue(row_id(request, "issue"))
    if issue is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    whose = {community.id: community for community in await communities(request)}
    return whose[issue.community], issue


async def choose_community(request: Request, path: str) -> Response:
    """Several communities, and none chosen yet."""
    return render(request, "pages/choose_community.html", path=path, communities=await communities(request))
