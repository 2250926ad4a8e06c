"""The desk's issues: what came in, and what everybody may read of it."""

from collections.abc import Mapping
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from deliberation.clock import utc_now
from deliberation.media.pictures import Refused
from deliberation.records.issues.views import LONGEST, DeskIssue, Publication
from deliberation.session.phrases import Phrase, phrase
from web.communities import desk_community
from web.forms import typed
from web.pages.desk.addressed import row_id, whole
from web.pages.desk.frame import render_desk
from web.pages.desk.remarks import thread
from web.pages.moments import day_of
from web.pages.own_reports import spoken
from web.pages.render import say
from web.pages.words import ISSUE_SOURCES, ISSUE_STATUSES
from web.permissions import PREPARERS
from web.services import services
from web.staff import staff_member
from web.words import done


async def list_page(request: Request) -> Response:
    """GET /desk/issues?all=&page=: new ones that wait for approval, or all."""
    community, query = desk_community(request), request.query_params
    every = query.get("all") == "1"
    return await render_desk(
        request,
        "desk/issues.html",
        here="desk_issues",
        issues=await services(request).issues.page(
            community.id, unpublished=not every, number=whole(query.get("page", ""), otherwise=1)
        ),
        every=every,
        statuses=ISSUE_STATUSES,
        sources=ISSUE_SOURCES,
        day_of=day_of(community),
        may_change=staff_member(request).has(PREPARERS),
    )


async def issue_page(request: Request) -> Response:
    """GET /desk/issues/{issue}."""
    issue = await _issue(request)
    return await _page(request, issue, _as_it_is(issue))


async def publish(request: Request) -> Response:
    """POST /desk/issues/{issue}/publish: these words and these pictures, to everybody."""
    issue, form, parts = await _issue(request), await request.form(), services(request)
    wanted = Publication(
        title=typed(form, "title", most=2 * LONGEST["title"]),
        place=typed(form, "place", most=2 * LONGEST["place"]),
        photos=frozenset(photo.id for photo in issue.photos if f"photo{photo.id}" in form),
    )
    if problems := _problems(wanted):
        return await _page(request, issue, wanted, problems=problems)
    # Pictures that are to be seen are there before a page names them; the others are gone before it is said.
    try:
        for photo in issue.photos:
            if photo.name is not None and photo.id in wanted.photos:
                await parts.library.publish(photo.name)
    except Refused:
        problem = {"photos": phrase("有一张照片上次没有遮完。请打开它，再遮一次。")}
        return await _page(request, issue, wanted, problems=problem)
    await parts.issues.publish(
        desk_community(request).id, issue.id, wanted, at=utc_now(), who=staff_member(request).who
    )
    for photo in issue.photos:
        if photo.name is not None and photo.id not in wanted.photos:
            await parts.library.withdraw(photo.name)
    return done(request, f"/desk/issues/{issue.id}", phrase("公开了。大家现在能看到这条线索。"))


async def withdraw(request: Request) -> Response:
    """POST /desk/issues/{issue}/withdraw: out of public sight, for as long as nobody publishes it again."""
    issue, parts = await _issue(request), services(request)
    await parts.issues.withdraw(desk_community(request).id, issue.id, who=staff_member(request).who)
    for photo in issue.photos:
        if photo.name is not None:
            await parts.library.withdraw(photo.name)
    return done(request, f"/desk/issues/{issue.id}", phrase("收回了。现在只有工作人员能看到。"))


def _problems(wanted: Publication) -> dict[str, Phrase]:
    problems: dict[str, Phrase] = {}
    if not wanted.title:
        problems["title"] = phrase("请写一句大家看得懂的话。")
    for field, text in (("title", wanted.title), ("place", wanted.place)):
        if len(text) > LONGEST[field]:
            problems[field] = phrase("这里最多写 {count} 个字，请写短一点。", count=LONGEST[field])
    return problems


def _as_it_is(issue: DeskIssue) -> Publication:
    return Publication(
        issue.title, issue.place, frozenset(photo.id for photo in issue.photos if photo.public)
    )


async def _issue(request: Request) -> DeskIssue:
    """The one that the address names; 404 when it is not of this community."""
    found = await services(request).issues.desk_issue(desk_community(request).id, row_id(request, "issue"))
    if found is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return found


async def _page(
    request: Request,
    issue: DeskIssue,
    wanted: Publication,
    *,
    problems: Mapping[str, Phrase] | None = None,
) -> Response:
    speak = say(request)
    return await render_desk(
        request,
        "desk/issue.html",
        here="desk_issues",
        status=HTTPStatus.BAD_REQUEST if problems else HTTPStatus.OK,
        issue=issue,
        wanted=wanted,
        reference=spoken(issue.reference) if issue.reference else None,
        longest=LONGEST,
        problems={field: speak(problem) for field, problem in (problems or {}).items()},
        statuses=ISSUE_STATUSES,
        sources=ISSUE_SOURCES,
        day_of=day_of(desk_community(request)),
        may_change=staff_member(request).has(PREPARERS),
        thread=await thread(request, "issue", issue.id),
    )
