"""The desk's pages of sessions before they begin: drafts with their checklist, and what was called."""

from datetime import UTC, datetime
from http import HTTPStatus
from typing import Final, get_args
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Struct
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from deliberation.clock import utc_now
from deliberation.records.calling.checklist import check, may_call
from deliberation.records.calling.store import NotReady
from deliberation.records.calling.views import DraftEntry, DraftView
from deliberation.records.mirror import refresh
from deliberation.records.views import SessionLine
from deliberation.session.names import Form
from deliberation.session.phrases import Phrase, phrase
from web.communities import desk_community
from web.forms import typed
from web.pages.desk.addressed import YEARS, row_id, today, whole
from web.pages.desk.frame import render_desk
from web.pages.desk.remarks import thread
from web.pages.render import say
from web.pages.words import FORMS, status_word
from web.permissions import PREPARERS
from web.services import services
from web.staff import staff_member
from web.words import done

HERE: Final = "desk_sessions"
MOST_TOPICS: Final = 12
LONGEST_WHY: Final = 300


class TypedTime(Struct, frozen=True):
    """A form's words about a moment, as they were typed."""

    day: str = ""
    clock: str = ""


async def list_page(request: Request) -> Response:
    """GET /desk/sessions: what is being prepared, what was called, what is over."""
    parts, community = services(request), desk_community(request)
    await refresh(parts.records, parts.ledger)
    lines = await parts.records.sessions(community.id)
    return await render_desk(
        request,
        "desk/sessions.html",
        here=HERE,
        drafts=await parts.calling.drafts(community.id),
        ahead=[line for line in lines if not line.is_over][::-1],
        past=[line for line in lines if line.is_over][:50],
        forms=FORMS,
        status_word=lambda line: status_word(line, at=utc_now()),
        hall_time=lambda moment: moment.astimezone(ZoneInfo(community.timezone)),
        may_change=staff_member(request).has(PREPARERS),
    )


async def add_draft(request: Request) -> Response:
    """POST /desk/sessions: begin to prepare one."""
    community, who = desk_community(request).id, staff_member(request).who
    draft = await services(request).calling.add(community, DraftEntry(), who=who, at=utc_now())
    return done(
        request, f"/desk/sessions/drafts/{draft}", phrase("开了一个草稿。写好了才发通知，大家现在还看不到。")
    )


async def draft_page(request: Request) -> Response:
    """GET /desk/sessions/drafts/{draft}: the form, and beside it the checklist."""
    return await _draft_page(request, await _draft(request))


async def save_draft(request: Request) -> Response:
    """POST /desk/sessions/drafts/{draft}: keep it; then send the notice, or throw it away, if asked to."""
    draft, form = await _draft(request), await request.form()
    calling, community, who = services(request).calling, desk_community(request), staff_member(request).who
    if form.get("do") == "remove":
        await calling.remove(community.id, draft.id, who=who)
        return done(request, "/desk/sessions", phrase("草稿去掉了。"))
    entry, time, problems = _entry(form, community.timezone)
    if problems:
        return await _draft_page(
            request, msgspec.structs.replace(draft, entry=entry), time=time, problems=problems
        )
    await calling.change(community.id, draft.id, entry, who=who)
    saved = await _draft(request)
    if form.get("do") != "call":
        return done(request, f"/desk/sessions/drafts/{draft.id}", phrase("存好了。"))
    try:
        code = await calling.call(community, saved, who=who, at=utc_now())
    except NotReady:
        notice = {"call": phrase("还不能发通知：请先补上清单里标着“还缺”的。写好的都存下了。")}
        return await _draft_page(request, saved, problems=notice)
    return done(request, f"/desk/sessions/{code}", phrase("通知发出去了。接着打印席位卡和通知。"))


async def called_page(request: Request) -> Response:
    """GET /desk/sessions/{code}: what to print, and what else can be done."""
    return await _called_page(request, await _line(request))


async def move(request: Request) -> Response:
    """POST /desk/sessions/{code}/move: another time or place, and why."""
    line, form = await _line(request), await request.form()
    moment, time, problems = _moment(form, line.timezone)
    place, why = typed(form, "place"), typed(form, "why", most=LONGEST_WHY)
    if moment is not None and moment <= utc_now():
        problems["planned_at"] = phrase("定的时间已经过了，请改。")
    elif moment is None:
        problems.setdefault("planned_at", phrase("还没有定时间。"))
    if not place:
        problems["place"] = phrase("还没有定地点。")
    if not why:
        problems["why"] = phrase("请写为什么改，大家会看到。")
    if problems or moment is None:
        return await _called_page(
            request, line, time=time, problems=problems, typed_words={"place": place, "move_why": why}
        )
    who = staff_member(request).who
    if not await services(request).calling.move(line.community_id, line.code, moment, place, why, who=who):
        return await _too_late(request, line)
    return done(request, f"/desk/sessions/{line.code}", await _moved(request, moment))


async def _moved(request: Request, to: datetime) -> Phrase:
    """That it was moved, and whether its topics were announced too late for a vote on the new day."""
    community = desk_community(request)
    wanted = (await services(request).rulebook.current(community.id)).notice_days_before_session
    days = (to.astimezone(ZoneInfo(community.timezone)).date() - today(request)).days
    if days >= wanted:
        return phrase("改好了。已经发出去的纸要重新打印，请告诉每一位委员。")
    return phrase(
        "改好了。离开会只有 {days} 天，规则要提前 {wanted} 天通知：请赶快告诉每一位委员，重新打印通知。",
        days=days,
        wanted=wanted,
    )


async def call_off(request: Request) -> Response:
    """POST /desk/sessions/{code}/call-off: it will not be held, and why."""
    line, form = await _line(request), await request.form()
    why = typed(form, "why", most=LONGEST_WHY)
    if not why:
        return await _called_page(request, line, problems={"off_why": phrase("请写为什么取消，大家会看到。")})
    who = staff_member(request).who
    if not await services(request).calling.call_off(line.community_id, line.code, why, who=who):
        return await _too_late(request, line)
    return done(request, f"/desk/sessions/{line.code}", phrase("取消了。请告诉每一位委员。"))


async def _too_late(request: Request, line: SessionLine) -> HTMLResponse:
    return await _called_page(
        request, line, problems={"late": phrase("会场已经打开，不能再改时间或取消。可以请主持人散会。")}
    )


async def _draft(request: Request) -> DraftView:
    """The draft that the address names, in the desk's community."""
    found = await services(request).calling.draft(desk_community(request).id, row_id(request, "draft"))
    if found is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return found


async def _line(request: Request) -> SessionLine:
    """The called session that the address names, in the desk's community."""
    line = await services(request).records.session(request.path_params["code"])
    if line is None or line.community_id != desk_community(request).id:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return line


def _entry(form: FormData, timezone: str) -> tuple[DraftEntry, TypedTime, dict[str, Phrase]]:
    """What the form says, and what is wrong by field. Topics stand in the order of their numbers."""
    moment, time, problems = _moment(form, timezone)
    chosen = [whole(str(value)) for value in form.getlist("topic")][:MOST_TOPICS]
    order = {topic: whole(typed(form, f"order-{topic}"), otherwise=99) for topic in chosen}
    written = typed(form, "form")
    entry = DraftEntry(
        form=next((each for each in get_args(Form) if each == written), "deliberation"),
        title=typed(form, "title", most=60),
        place=typed(form, "place", most=60),
        planned_at=moment,
        chair=whole(typed(form, "chair")) or None,
        recorder=whole(typed(form, "recorder")) or None,
        supervisor=whole(typed(form, "supervisor")) or None,
        topics=tuple(sorted(dict.fromkeys(chosen), key=lambda topic: order[topic])),
    )
    return entry, time, problems


def _moment(form: FormData, timezone: str) -> tuple[datetime | None, TypedTime, dict[str, Phrase]]:
    """A day and a time of the hall as a moment; nothing typed is no moment, and no problem."""
    time = TypedTime(typed(form, "day"), typed(form, "clock"))
    if not time.day and not time.clock:
        return None, time, {}
    try:
        moment = datetime.fromisoformat(f"{time.day}T{time.clock}").replace(tzinfo=ZoneInfo(timezone))
    except ValueError:
        moment = None
    if moment is None or moment.year not in YEARS:
        return None, time, {"planned_at": phrase("日期和钟点都要写，比如 2026-12-05 和 14:00。")}
    return moment.astimezone(UTC), time, {}


async def _draft_page(
    request: Request,
    draft: DraftView,
    *,
    time: TypedTime | None = None,
    problems: dict[str, Phrase] | None = None,
) -> HTMLResponse:
    parts, community = services(request), desk_community(request)
    plan = await parts.calling.plan(community, draft)
    findings = check(plan, now=utc_now())
    chosen = {topic: place for place, topic in enumerate(draft.entry.topics, start=1)}
    topics = await parts.topics.titles(community.id)
    return await render_desk(
        request,
        "desk/draft.html",
        here=HERE,
        status=HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK,
        draft=draft,
        entry=draft.entry,
        time=time or _typed_time(plan.hall_time),
        forms=FORMS,
        topics=sorted(topics, key=lambda topic: chosen.get(topic[0], len(chosen) + 1)),
        chosen=chosen,
        people=await parts.people.everybody(community.id),
        findings=findings,
        may_call=may_call(findings),
        problems=problems or {},
        say=say(request),
    )


async def _called_page(
    request: Request,
    line: SessionLine,
    *,
    time: TypedTime | None = None,
    problems: dict[str, Phrase] | None = None,
    typed_words: dict[str, str] | None = None,
) -> HTMLResponse:
    return await render_desk(
        request,
        "desk/called.html",
        here=HERE,
        status=HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK,
        line=line,
        time=time or _typed_time(line.hall_time),
        forms=FORMS,
        status_word=status_word(line, at=utc_now()),
        is_the_day=today(request) >= line.hall_time.date(),
        may_change=staff_member(request).has(PREPARERS),
        problems=problems or {},
        words=typed_words or {},
        say=say(request),
        thread=await thread(request, "session", line.code),
    )


def _typed_time(moment: datetime | None) -> TypedTime:
    return TypedTime(f"{moment:%Y-%m-%d}", f"{moment:%H:%M}") if moment else TypedTime()
