"""The desk's list of people: look for somebody, write them down, let them go."""

from collections.abc import Mapping
from http import HTTPStatus

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from deliberation.clock import utc_now
from deliberation.records.people.entries import LONGEST, Field, PersonEntry, tidied, wrong_with
from deliberation.records.people.store import AlreadyKnown, StillNeeded
from deliberation.records.people.views import PersonView
from deliberation.session.phrases import Phrase, phrase
from web.communities import desk_community
from web.forms import typed
from web.pages.desk.addressed import row_id, today, whole
from web.pages.desk.frame import render_desk
from web.pages.render import say
from web.pages.words import ROLES, SOURCES, STATUSES
from web.permissions import PREPARERS
from web.services import services
from web.staff import staff_member
from web.words import done

LONGEST_SEARCH = 80


async def list_page(request: Request) -> Response:
    """GET /desk/people?q=&left=&page=: those who take part, or those who left."""
    query = request.query_params
    search, left = query.get("q", "")[:LONGEST_SEARCH], query.get("left") == "1"
    people = await services(request).people.page(
        desk_community(request).id,
        search=search,
        number=whole(query.get("page", ""), otherwise=1),
        left=left,
        on=today(request),
    )
    return await render_desk(
        request,
        "desk/people.html",
        here="desk_people",
        people=people,
        search=search,
        left=left,
        sources=SOURCES,
        may_change=staff_member(request).has(PREPARERS),
    )


async def new_page(request: Request) -> Response:
    """GET /desk/people/new."""
    return await _form(request, PersonEntry(""))


async def add(request: Request) -> Response:
    """POST /desk/people/new."""
    entry = _entry(await request.form())
    problems = wrong_with(entry)
    if not problems:
        try:
            community, who = desk_community(request).id, staff_member(request).who
            person = await services(request).people.add(community, entry, who=who)
        except AlreadyKnown as refusal:
            return await _form(request, entry, problems=TWIN, twin=refusal.person)
        return done(request, f"/desk/people/{person}", phrase("记下了：{name}。", name=entry.name))
    return await _form(request, entry, problems=problems)


async def person_page(request: Request) -> Response:
    """GET /desk/people/{person}: what is kept about somebody, and their seats."""
    person = await _person(request)
    return await _form(request, person.entry, person=person)


async def change(request: Request) -> Response:
    """POST /desk/people/{person}."""
    person = await _person(request)
    entry = _entry(await request.form())
    problems = wrong_with(entry)
    if not problems:
        try:
            community, who = desk_community(request).id, staff_member(request).who
            await services(request).people.change(community, person.id, entry, who=who)
        except AlreadyKnown as refusal:
            return await _form(request, entry, person=person, problems=TWIN, twin=refusal.person)
        return done(request, f"/desk/people/{person.id}", phrase("改好了：{name}。", name=entry.name))
    return await _form(request, entry, person=person, problems=problems)


async def set_state(request: Request) -> Response:
    """POST /desk/people/{person}/state: leave, return, or be forgotten."""
    person = await _person(request)
    people, who = services(request).people, staff_member(request).who
    community = desk_community(request).id
    here, name = f"/desk/people/{person.id}", person.entry.name
    match typed(await request.form(), "do"):
        case "leave":
            await people.set_left(community, person.id, utc_now(), who=who)
            return done(request, here, phrase("停用了：{name}。以前的会议记录都不变。", name=name))
        case "return":
            await people.set_left(community, person.id, None, who=who)
            return done(request, here, phrase("恢复了：{name}。", name=name))
        case "remove":
            try:
                await people.remove(community, person.id, who=who)
            except StillNeeded:
                return done(request, here, phrase("还有记录提到{name}，只能停用，不能删除。", name=name))
            return done(request, "/desk/people", phrase("删除了：{name}。", name=name))
        case _:
            raise HTTPException(HTTPStatus.BAD_REQUEST)


TWIN: Mapping[Field, Phrase] = {
    "name": phrase("名册里已经有这个人了。如果是另一位同名的，请把“单位或住处”写得更具体，比如写到幢。")
}


def _entry(form: FormData) -> PersonEntry:
    """What was typed, tidied; more than fits is kept, too, so that the form can say that it is too much."""
    return tidied(
        PersonEntry(
            name=typed(form, "name", most=2 * LONGEST["name"]),
            public_name=typed(form, "public_name", most=2 * LONGEST["public_name"]),
            org=typed(form, "org", most=2 * LONGEST["org"]),
            has_phone="has_phone" in form,
            large_print="large_print" in form,
            interpreter="interpreter" in form,
        )
    )


async def _person(request: Request) -> PersonView:
    """Whom the address names; 404 when they are not of this community."""
    found = await services(request).people.person(desk_community(request).id, row_id(request, "person"))
    if found is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return found


async def _form(
    request: Request,
    entry: PersonEntry,
    *,
    person: PersonView | None = None,
    problems: Mapping[Field, Phrase] | None = None,
    twin: int | None = None,
) -> Response:
    speak = say(request)
    return await render_desk(
        request,
        "desk/person.html",
        here="desk_people",
        status=HTTPStatus.BAD_REQUEST if problems else HTTPStatus.OK,
        entry=entry,
        person=person,
        twin=twin,
        longest=LONGEST,
        problems={field: speak(problem) for field, problem in (problems or {}).items()},
        may_change=staff_member(request).has(PREPARERS),
        roles=ROLES,
        sources=SOURCES,
        statuses=STATUSES,
    )
