"""Sorting: one new issue after the other, and where each one goes. Everything here works by keys alone."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from http import HTTPStatus
from typing import Final

from msgspec import Struct
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from deliberation.clock import utc_now
from deliberation.records.issues.sorting import DECISIONS, AlreadySorted, Verdict
from deliberation.records.issues.views import LONGEST, DeskIssue
from deliberation.records.topics.names import LONGEST_TITLE
from deliberation.session.phrases import Phrase, phrase
from web.communities import desk_community
from web.forms import too_long, typed
from web.pages.desk.addressed import row_id, whole
from web.pages.desk.frame import render_desk
from web.pages.moments import day_of
from web.pages.own_reports import spoken
from web.pages.render import say
from web.pages.words import ISSUE_SOURCES, ISSUE_STATUSES, USUAL_REASONS
from web.permissions import PREPARERS
from web.services import services
from web.staff import staff_member
from web.words import done

HERE: Final = "desk_sorting"
PATH: Final = "/desk/sorting"
MOST_DAYS: Final = 90

Problems = Mapping[str, Phrase]


class Wrong(Exception):
    """What was typed cannot be taken; `problems` says what to do, by field."""

    def __init__(self, problems: Problems) -> None:
        super().__init__("wrong")
        self.problems = problems


class TypedSorting(Struct, frozen=True):
    """What was typed in the forms of one issue."""

    title: str
    place: str
    topic_title: str
    reply: str = ""
    office: str = ""


async def pile_page(request: Request) -> Response:
    """GET /desk/sorting?issue=&page=: one issue large, the pile beside it."""
    community, query = desk_community(request), request.query_params
    number = whole(query.get("issue", ""))
    if not number:
        pile = await services(request).sorting.waiting(community.id)
        number = pile.rows[0].id if pile.rows else 0
    return await _page(request, await _found(request, number) if number else None)


async def sort(request: Request) -> Response:
    """POST /desk/sorting/{issue}: what becomes of it; then the next one."""
    issue = await _found(request, row_id(request, "issue"))
    form = await request.form()
    act = _ACTS.get(typed(form, "do"))
    if act is None:
        raise HTTPException(HTTPStatus.BAD_REQUEST)
    following = await services(request).sorting.next_after(desk_community(request).id, issue.id)
    try:
        sentence = await act(request, issue, form)
    except AlreadySorted:
        return done(request, f"/desk/issues/{issue.id}", phrase("这一条已经有人分好了。"))
    except Wrong as wrong:
        return await _page(request, issue, written=_typed(form, issue), problems=wrong.problems)
    if typed(form, "do") == "word":
        following = issue.id
    return done(request, f"{PATH}?issue={following}" if following else PATH, sentence)


async def put_back(request: Request) -> Response:
    """POST /desk/sorting/{issue}/back: on the pile again."""
    number, community = row_id(request, "issue"), desk_community(request).id
    try:
        who = staff_member(request).who
        found = await services(request).sorting.put_back(community, number, at=utc_now(), who=who)
    except AlreadySorted:
        return done(request, f"/desk/issues/{number}", phrase("它已经写在发出去的会议通知里，不能放回。"))
    if not found:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return done(request, f"{PATH}?issue={number}", phrase("放回来了，可以重新分。"))


async def change_days(request: Request) -> Response:
    """POST /desk/sorting/days: after how many days an issue has waited too long."""
    days = whole(typed(await request.form(), "days"))
    if not 1 <= days <= MOST_DAYS:
        return done(request, PATH, phrase("天数写 1 到 {most}。", most=MOST_DAYS))
    who = staff_member(request).who
    await services(request).communities.change_sorting_days(desk_community(request).id, days, who=who)
    return done(request, PATH, phrase("改好了：等了 {days} 天以上的会提醒。", days=days))


# What can become of one ------------------------------------------------------------------------------


async def _word(request: Request, issue: DeskIssue, form: FormData) -> Phrase:
    written = _typed(form, issue)
    problems: dict[str, Phrase] = {}
    if not written.title:
        problems["title"] = phrase("请写一句大家看得懂的话。")
    for field, text in (("title", written.title), ("place", written.place)):
        if problem := too_long(text, LONGEST[field]):
            problems[field] = problem
    _refuse(problems)
    community, who = desk_community(request).id, staff_member(request).who
    await services(request).sorting.word(community, issue.id, written.title, written.place, who=who)
    return phrase("改好了。原话还留着。")


async def _merge(request: Request, issue: DeskIssue, form: FormData) -> Phrase:
    community, who = desk_community(request).id, staff_member(request).who
    into = whole(typed(form, "into"))
    merged = await services(request).sorting.merge(community, issue.id, into, at=utc_now(), who=who)
    if not merged:
        raise Wrong({"into": phrase("没有这一条。请在名单里选一条，或者写它的编号。")})
    # It follows the main issue, which need not be the one that was named: that may be merged itself.
    now = await _found(request, issue.id)
    main = await _found(request, now.merged_into or into)
    return phrase("合并了：{title}。现在跟着“{main}”走。", title=issue.title, main=main.title)


async def _make_topic(request: Request, issue: DeskIssue, form: FormData) -> Phrase:
    title = _typed(form, issue).topic_title
    if not title or len(title) > LONGEST_TITLE:
        raise Wrong({"topic_title": phrase("请写议题，最多 {most} 个字。", most=LONGEST_TITLE)})
    community, who = desk_community(request).id, staff_member(request).who
    await services(request).sorting.make_topic(community, issue.id, title, at=utc_now(), who=who)
    return phrase("立了议题：{title}。", title=title)


async def _add_to_topic(request: Request, issue: DeskIssue, form: FormData) -> Phrase:
    community, who = desk_community(request).id, staff_member(request).who
    topic = whole(typed(form, "topic"))
    if not await services(request).sorting.add_to_topic(community, issue.id, topic, at=utc_now(), who=who):
        raise Wrong({"topic": phrase("请选一个议题。")})
    return phrase("放进议题了：{title}。", title=issue.title)


async def _decide(request: Request, issue: DeskIssue, form: FormData) -> Phrase:
    written = _typed(form, issue)
    decision = next(each for each in DECISIONS if each == typed(form, "do"))
    office = written.office if decision == "escalated" else ""
    problems: dict[str, Phrase] = {}
    if not written.reply:
        problems["reply"] = phrase("请写为什么，报的人会看到。")
    if decision == "escalated" and not office:
        problems["office"] = phrase("请写报给哪个部门。")
    for field, text in (("reply", written.reply), ("office", office)):
        if problem := too_long(text, LONGEST[field]):
            problems[field] = problem
    _refuse({"do": phrase("没有定下来。"), **problems} if problems else {})
    community, who = desk_community(request).id, staff_member(request).who
    verdict = Verdict(decision, written.reply, office)
    await services(request).sorting.decide(community, issue.id, verdict, at=utc_now(), who=who)
    return phrase("定好了：{title}。报的人能看到您写的原因。", title=issue.title)


_ACTS: Final[Mapping[str, Callable[[Request, DeskIssue, FormData], Awaitable[Phrase]]]] = {
    "word": _word,
    "merge": _merge,
    "make_topic": _make_topic,
    "add_to_topic": _add_to_topic,
    **dict.fromkeys(DECISIONS, _decide),
}


def _refuse(problems: Problems) -> None:
    if problems:
        raise Wrong(problems)


def _typed(form: FormData, issue: DeskIssue) -> TypedSorting:
    """The form that was sent, and what the others stand at."""
    return TypedSorting(
        title=typed(form, "title", most=2 * LONGEST["title"]) if "title" in form else issue.title,
        place=typed(form, "place", most=2 * LONGEST["place"]) if "place" in form else issue.place,
        topic_title=typed(form, "topic_title") if "topic_title" in form else issue.title[:LONGEST_TITLE],
        reply=typed(form, "reply", most=2 * LONGEST["reply"]),
        office=typed(form, "office"),
    )


async def _found(request: Request, number: int) -> DeskIssue:
    found = await services(request).issues.desk_issue(desk_community(request).id, number)
    if found is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return found


async def _page(
    request: Request,
    issue: DeskIssue | None,
    *,
    written: TypedSorting | None = None,
    problems: Problems | None = None,
) -> Response:
    if issue is not None and issue.status != "collected":
        return RedirectResponse(f"/desk/issues/{issue.id}", HTTPStatus.SEE_OTHER)
    parts, community, speak = services(request), desk_community(request), say(request)
    now, number = utc_now(), whole(request.query_params.get("page", ""), otherwise=1)
    return await render_desk(
        request,
        "desk/sorting.html",
        here=HERE,
        status=HTTPStatus.BAD_REQUEST if problems else HTTPStatus.OK,
        issue=issue,
        written=written or (_typed(FormData(), issue) if issue else None),
        problems={field: speak(problem) for field, problem in (problems or {}).items()},
        doing=typed(await request.form(), "do") if problems else "",
        reference=spoken(issue.reference) if issue and issue.reference else None,
        alike=await parts.sorting.alike(community.id, issue) if issue else [],
        pile=await parts.sorting.waiting(community.id, number),
        latest=await parts.sorting.latest(community.id),
        topics=await parts.topics.titles(community.id),
        next=await parts.sorting.next_after(community.id, issue.id) if issue else None,
        too_old=now - timedelta(days=community.sorting_days),
        waited=lambda moment: (now - moment).days,
        days=community.sorting_days,
        most_days=MOST_DAYS,
        longest=LONGEST,
        longest_title=LONGEST_TITLE,
        reasons=USUAL_REASONS,
        statuses=ISSUE_STATUSES,
        sources=ISSUE_SOURCES,
        day_of=day_of(community),
        may_change=staff_member(request).has(PREPARERS),
    )
