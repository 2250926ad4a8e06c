"""The desk's page of the committee: its standing seats, what its plan misses, and the standing cards."""

from collections.abc import Mapping
from http import HTTPStatus

from markupsafe import Markup
from msgspec import Struct
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from deliberation.records.cards import STANDING
from deliberation.records.people.committee import TermCounts, TermsMeet
from deliberation.records.people.names import PLANS as PLANS_NEEDED
from deliberation.records.people.names import SOURCES as SOURCE_NAMES
from deliberation.records.people.views import PrintedTerm, StandingMember, Term
from deliberation.session.phrases import Phrase, phrase
from web.address import base_url
from web.communities import desk_community
from web.forms import typed
from web.pages.desk.addressed import day, row_id, today, whole
from web.pages.desk.frame import render_desk
from web.pages.render import render, say
from web.pages.screens import qr
from web.pages.words import PLANS, SOURCES
from web.permissions import PREPARERS
from web.services import services
from web.staff import staff_member
from web.words import done

HERE = "/desk/committee"


class TypedTerm(Struct, frozen=True):
    """A form's words about a seat, as they were typed."""

    source: str = ""
    begins_on: str = ""
    ends_on: str = ""


class PrintedCard(Struct, frozen=True):
    """A standing card with its secret, for paper only."""

    term: PrintedTerm
    qr: Markup


async def committee_page(request: Request) -> Response:
    """GET /desk/committee?q=&person=: who sits on it, and somebody to be given a seat."""
    return await _page(request, search=request.query_params.get("q", ""))


async def plan(request: Request) -> Response:
    """POST /desk/committee/plan."""
    wanted = typed(await request.form(), "plan")
    known = next((name for name in PLANS_NEEDED if name == wanted), None)
    if known is None:
        raise HTTPException(HTTPStatus.BAD_REQUEST)
    who = staff_member(request).who
    await services(request).committee.set_plan(desk_community(request).id, known, who=who)
    return done(request, HERE, phrase("组成办法改好了。"))


async def give(request: Request) -> Response:
    """POST /desk/committee: a standing seat for somebody of the list."""
    form = await request.form()
    community, person = desk_community(request).id, whole(typed(form, "person"))
    written, term, problems = _term(form)
    if not person:
        problems["person"] = phrase("请先找到这个人，在名字前面点一下。")
    if term is not None and not problems:
        try:
            who = staff_member(request).who
            if not await services(request).committee.give(community, person, term, who=who):
                raise HTTPException(HTTPStatus.NOT_FOUND)
        except TermsMeet:
            problems["person"] = MEETS
        else:
            return done(request, HERE, phrase("常任席给好了。"))
    search = typed(form, "q")
    return await _page(request, search=search, person=person, written=written, problems=problems)


async def seat_page(request: Request) -> Response:
    """GET /desk/committee/{seat}: one term."""
    member = await _member(request)
    ends = member.term.ends_on.isoformat() if member.term.ends_on else ""
    return await _seat(
        request, member, TypedTerm(member.term.source, member.term.begins_on.isoformat(), ends)
    )


async def change_seat(request: Request) -> Response:
    """POST /desk/committee/{seat}: another source or other days; its last day ends a term."""
    member = await _member(request)
    written, term, problems = _term(await request.form())
    if term is not None and not problems:
        try:
            community, who = desk_community(request).id, staff_member(request).who
            await services(request).committee.change(community, member.id, term, who=who)
        except TermsMeet:
            problems["begins_on"] = MEETS
        else:
            return done(request, HERE, phrase("改好了：{name}。", name=member.entry.name))
    return await _seat(request, member, written, problems)


async def remove_seat(request: Request) -> Response:
    """POST /desk/committee/{seat}/remove: what was written by mistake."""
    member = await _member(request)
    community, who = desk_community(request).id, staff_member(request).who
    try:
        await services(request).committee.remove(community, member.id, who=who)
    except TermCounts:
        return done(
            request, f"{HERE}/{member.id}", phrase("这个任期里开过会，不能去掉；写上最后一天，它就结束了。")
        )
    return done(request, HERE, phrase("去掉了。"))


async def cards_page(request: Request) -> Response:
    """GET /desk/committee/cards: the standing cards on A4."""
    community = desk_community(request)
    found = await services(request).standing_cards.of(community.id, today(request))
    cards = services(request).cards
    base = base_url(request)
    return render(
        request,
        "print/standing_cards.html",
        private=True,
        community=community,
        cards=[
            PrintedCard(
                one,
                Markup(qr(f"{base}/card/{cards.token(STANDING, str(one.person), one.generation)}")),  # noqa: S704 - made by segno
            )
            for one in found
        ],
        sources=SOURCES,
    )


async def replace_card(request: Request) -> Response:
    """POST /desk/committee/cards/{person}: a standing card was lost."""
    person, who = row_id(request, "person"), staff_member(request).who
    if not await services(request).standing_cards.replace(desk_community(request).id, person, who=who):
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return RedirectResponse(f"{HERE}/cards#card-{person}", HTTPStatus.SEE_OTHER)


MEETS = phrase("这个人在这段时间已经有一个常任席了：一个人一席、一票。请改日期。")


def _term(form: FormData) -> tuple[TypedTerm, Term | None, dict[str, Phrase]]:
    """What was typed, the term if it is one, and what is wrong by field."""
    written = TypedTerm(typed(form, "source"), typed(form, "begins_on"), typed(form, "ends_on"))
    source = next((name for name in SOURCE_NAMES if name == written.source), None)
    begins, ends = day(written.begins_on), day(written.ends_on)
    problems: dict[str, Phrase] = {}
    if source is None:
        problems["source"] = phrase("请选一个来源。")
    if begins is None:
        problems["begins_on"] = phrase("请写哪一天开始。")
    if written.ends_on and ends is None:
        problems["ends_on"] = phrase("这不是一个日子。还没有定，就空着。")
    if begins and ends and ends < begins:
        problems["ends_on"] = phrase("最后一天不能早于开始的那天。")
    term = Term(source, begins, ends) if source and begins else None
    return written, term, problems


async def _member(request: Request) -> StandingMember:
    found = await services(request).committee.member(desk_community(request).id, row_id(request, "seat"))
    if found is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return found


async def _page(
    request: Request,
    *,
    search: str,
    person: int = 0,
    written: TypedTerm | None = None,
    problems: Mapping[str, Phrase] | None = None,
) -> Response:
    speak = say(request)
    community, day_here = desk_community(request).id, today(request)
    person = person or whole(request.query_params.get("person", ""))
    chosen = await services(request).people.person(community, person) if person else None
    return await render_desk(
        request,
        "desk/committee.html",
        here="desk_committee",
        status=HTTPStatus.BAD_REQUEST if problems else HTTPStatus.OK,
        committee=await services(request).committee.view(community, day_here),
        today=day_here,
        search=search,
        found=await services(request).people.find(community, search[:80]),
        chosen=chosen,
        written=written or TypedTerm(begins_on=day_here.isoformat()),
        problems={field: speak(problem) for field, problem in (problems or {}).items()},
        may_change=staff_member(request).has(PREPARERS),
        sources=SOURCES,
        plans=PLANS,
    )


async def _seat(
    request: Request,
    member: StandingMember,
    written: TypedTerm,
    problems: Mapping[str, Phrase] | None = None,
) -> Response:
    speak = say(request)
    return await render_desk(
        request,
        "desk/committee_seat.html",
        here="desk_committee",
        status=HTTPStatus.BAD_REQUEST if problems else HTTPStatus.OK,
        one=member,
        written=written,
        problems={field: speak(problem) for field, problem in (problems or {}).items()},
        sources=SOURCES,
    )
