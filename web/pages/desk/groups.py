"""The desk's pages of interest groups: whom a topic touches, who speaks for them, how they were chosen."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

from msgspec import Struct
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from deliberation.clock import utc_now
from deliberation.records.people.groups import AllSeatsTaken, SpeaksElsewhere
from deliberation.records.people.names import WAYS as WAY_NAMES
from deliberation.records.people.views import Choice, GroupView
from deliberation.records.topics.names import LONGEST_TITLE
from deliberation.session.phrases import Label, Phrase, phrase
from web.communities import desk_community
from web.forms import too_long, typed
from web.pages.desk.addressed import day, row_id, today, whole
from web.pages.desk.frame import render_desk
from web.pages.render import render, say
from web.pages.words import WAYS
from web.permissions import PREPARERS
from web.services import services
from web.staff import staff_member
from web.words import done

LONGEST_LABEL: Final = 30
LONGEST_WORDS: Final = 1000
MOST_SEATS: Final = 30


class TypedGroup(Struct, frozen=True):
    """A form's words about a group, as they were typed."""

    zh: str = ""
    en: str = ""
    seats: str = "2"


class TypedChoice(Struct, frozen=True):
    """A form's words about a choice, as they were typed."""

    on: str = ""
    way: str = ""
    asked: str = ""
    note: str = ""


async def topics_page(request: Request) -> Response:
    """GET /desk/groups: topics, and how far their groups are."""
    return await _topics(request)


async def add_topic(request: Request) -> Response:
    """POST /desk/groups: groups for a topic that is not written down yet."""
    title = typed(await request.form(), "title", most=2 * LONGEST_TITLE)
    if not title or len(title) > LONGEST_TITLE:
        return await _topics(request, title, phrase("请写议题，最多 {most} 个字。", most=LONGEST_TITLE))
    community, who = desk_community(request).id, staff_member(request).who
    topic = await services(request).groups.add_topic(community, title, who=who, at=utc_now())
    return done(request, f"/desk/topics/{topic}/groups", phrase("记下了。下面写清楚这件事关系到哪几方。"))


async def topic_page(request: Request) -> Response:
    """GET /desk/topics/{topic}/groups."""
    return await _topic(request)


async def add_group(request: Request) -> Response:
    """POST /desk/topics/{topic}/groups: a new group."""
    topic = row_id(request, "topic")
    written, label, seats, problems = _group_typed(await request.form())
    if problems:
        return await _topic(request, written, problems)
    community, who = desk_community(request).id, staff_member(request).who
    group = await services(request).groups.add(community, topic, label, seats, who=who)
    if group is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return done(request, f"/desk/groups/{group}", phrase("加好了。接着定委员，记下怎么推选的。"))


async def touch(request: Request) -> Response:
    """POST /desk/topics/{topic}/groups/touch: a group that is there already."""
    topic, group = row_id(request, "topic"), whole(typed(await request.form(), "group"))
    community, who = desk_community(request).id, staff_member(request).who
    try:
        if not await services(request).groups.touch(community, topic, group, who=who):
            raise HTTPException(HTTPStatus.NOT_FOUND)
    except SpeaksElsewhere as refusal:
        return await _topic(request, problems={"group": _elsewhere(refusal)})
    return done(request, f"/desk/topics/{topic}/groups", phrase("加好了。"))


async def let_go(request: Request) -> Response:
    """POST /desk/topics/{topic}/groups/let-go."""
    topic, group = row_id(request, "topic"), whole(typed(await request.form(), "group"))
    community, who = desk_community(request).id, staff_member(request).who
    if not await services(request).groups.let_go(community, topic, group, who=who):
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return done(request, f"/desk/topics/{topic}/groups", phrase("去掉了。"))


async def group_page(request: Request) -> Response:
    """GET /desk/groups/{group}?q=: one group, and somebody to sit for it."""
    return await _group(request)


async def change_group(request: Request) -> Response:
    """POST /desk/groups/{group}: another name or number of seats."""
    group = await _found(request)
    written, label, seats, problems = _group_typed(await request.form())
    if not problems:
        try:
            community, who = desk_community(request).id, staff_member(request).who
            await services(request).groups.change(community, group.id, label, seats, who=who)
        except AllSeatsTaken:
            problems["seats"] = phrase("已经定了 {taken} 位委员，席位不能更少。", taken=len(group.members))
        else:
            return done(request, f"/desk/groups/{group.id}", phrase("改好了。"))
    return await _group(request, written=written, problems=problems)


async def seat(request: Request) -> Response:
    """POST /desk/groups/{group}/seats: somebody speaks for it."""
    group, person = await _found(request), whole(typed(await request.form(), "person"))
    community, who = desk_community(request).id, staff_member(request).who
    try:
        if not await services(request).groups.seat(community, group.id, person, who=who):
            return await _group(request, problems={"person": phrase("请先找到这个人，在名字前面点一下。")})
    except AllSeatsTaken:
        return await _group(
            request, problems={"person": phrase("席位坐满了。先加席位，或者先请一位让出来。")}
        )
    except SpeaksElsewhere as refusal:
        return await _group(request, problems={"person": _elsewhere(refusal)})
    return done(request, f"/desk/groups/{group.id}", phrase("定好了。"))


async def unseat(request: Request) -> Response:
    """POST /desk/groups/{group}/seats/{person}/remove."""
    group, person = row_id(request, "group"), row_id(request, "person")
    community, who = desk_community(request).id, staff_member(request).who
    if not await services(request).groups.unseat(community, group, person, who=who):
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return done(request, f"/desk/groups/{group}", phrase("去掉了。"))


async def record_choice(request: Request) -> Response:
    """POST /desk/groups/{group}/choice: when and how they were chosen."""
    group, form = await _found(request), await request.form()
    written = TypedChoice(
        on=typed(form, "on"),
        way=typed(form, "way"),
        asked=typed(form, "asked", most=2 * LONGEST_WORDS),
        note=typed(form, "note", most=2 * LONGEST_WORDS),
    )
    on, way = day(written.on), next((name for name in WAY_NAMES if name == written.way), None)
    problems: dict[str, Phrase] = {}
    if on is None or on > today(request):
        problems["on"] = phrase("请写推选的日子，不能在今天以后。")
    if way is None:
        problems["way"] = phrase("请选怎么推选的。")
    if not written.asked:
        problems["asked"] = phrase("请写问过哪些人、多少人，比如“3幢、5幢有车的 62 户，入户和张贴通知”。")
    for field, text in (("asked", written.asked), ("note", written.note)):
        if problem := too_long(text, LONGEST_WORDS):
            problems[field] = problem
    if problems or on is None or way is None:
        return await _group(request, choice=written, problems=problems)
    choice = Choice(on, way, written.asked, written.note)
    community, who = desk_community(request).id, staff_member(request).who
    await services(request).groups.record_choice(community, group.id, choice, who=who)
    return done(request, f"/desk/groups/{group.id}", phrase("推选记录存好了，可以打印。"))


async def print_choice(request: Request) -> Response:
    """GET /desk/groups/{group}/record: 推选记录 on A4, to be signed."""
    group = await _found(request)
    if group.choice is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return render(
        request,
        "print/choice.html",
        private=True,
        community=desk_community(request),
        group=group,
        choice=group.choice,
        ways=WAYS,
    )


def _group_typed(form: FormData) -> tuple[TypedGroup, dict[str, str], int, dict[str, Phrase]]:
    """What was typed, the label by language, the seats, and what is wrong by field."""
    written = TypedGroup(
        zh=typed(form, "zh", most=2 * LONGEST_LABEL),
        en=typed(form, "en", most=3 * LONGEST_LABEL),
        seats=typed(form, "seats"),
    )
    problems: dict[str, Phrase] = {}
    if not written.zh or len(written.zh) > LONGEST_LABEL:
        problems["zh"] = phrase("请写这一方是谁，最多 {most} 个字。", most=LONGEST_LABEL)
    if problem := too_long(written.en, 2 * LONGEST_LABEL):
        problems["en"] = problem
    seats = whole(written.seats)
    if not 1 <= seats <= MOST_SEATS:
        problems["seats"] = phrase("席位写 1 到 {most}。", most=MOST_SEATS)
    label = {"zh": written.zh} | ({"en": written.en} if written.en else {})
    return written, label, seats, problems


def _elsewhere(refusal: SpeaksElsewhere) -> Phrase:
    return phrase("有人在同一个议题里已经是“{group}”的委员：一个人只有一票。", group=Label(refusal.group))


async def _found(request: Request) -> GroupView:
    found = await services(request).groups.group(desk_community(request).id, row_id(request, "group"))
    if found is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return found


async def _topics(request: Request, title: str = "", problem: Phrase | None = None) -> Response:
    number = whole(request.query_params.get("page", ""), otherwise=1)
    return await render_desk(
        request,
        "desk/groups.html",
        here="desk_groups",
        status=HTTPStatus.BAD_REQUEST if problem else HTTPStatus.OK,
        topics=await services(request).groups.topics(desk_community(request).id, number=number),
        title=title,
        problem=say(request)(problem) if problem else None,
        may_change=staff_member(request).has(PREPARERS),
    )


async def _topic(
    request: Request, written: TypedGroup | None = None, problems: Mapping[str, Phrase] | None = None
) -> Response:
    speak, topic, community = say(request), row_id(request, "topic"), desk_community(request).id
    found = await services(request).groups.of_topic(community, topic)
    if found is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    title, groups = found
    return await render_desk(
        request,
        "desk/topic_groups.html",
        here="desk_groups",
        status=HTTPStatus.BAD_REQUEST if problems else HTTPStatus.OK,
        topic=topic,
        title=title,
        groups=groups,
        others=await services(request).groups.others(community, topic),
        written=written or TypedGroup(),
        problems={field: speak(problem) for field, problem in (problems or {}).items()},
        may_change=staff_member(request).has(PREPARERS),
    )


async def _group(
    request: Request,
    *,
    written: TypedGroup | None = None,
    choice: TypedChoice | None = None,
    problems: Mapping[str, Phrase] | None = None,
) -> Response:
    speak, group = say(request), await _found(request)
    form = await request.form() if request.method == "POST" else None
    search = typed(form, "q") if form is not None else request.query_params.get("q", "")
    kept = group.choice
    return await render_desk(
        request,
        "desk/group.html",
        here="desk_groups",
        status=HTTPStatus.BAD_REQUEST if problems else HTTPStatus.OK,
        group=group,
        search=search,
        found=await services(request).people.find(desk_community(request).id, search[:80]),
        written=written or TypedGroup(group.label["zh"], group.label.get("en", ""), str(group.seats)),
        choice=choice
        or (TypedChoice(kept.on.isoformat(), kept.way, kept.asked, kept.note) if kept else TypedChoice()),
        problems={field: speak(problem) for field, problem in (problems or {}).items()},
        may_change=staff_member(request).has(PREPARERS),
        ways=WAYS,
    )
