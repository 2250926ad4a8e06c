"""The rules of order: parameters beside the sentences on the wall, version after version."""

from collections.abc import Mapping
from http import HTTPStatus

from msgspec import Struct
from msgspec.structs import replace
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from deliberation.records.rulebook.entries import Entries, entries_of, read_entries, words_of
from deliberation.records.rulebook.parameters import PARAMETERS, Parameter
from deliberation.session.phrases import Label, Phrase, phrase
from deliberation.session.rules import Ruleset
from deliberation.session.wall_text import wall_text
from web.communities import desk_community
from web.pages.desk.frame import render_desk
from web.pages.render import say
from web.permissions import PERMISSIONS, POST
from web.services import services
from web.staff import staff_member
from web.words import done

HERE = "desk_rules"


class Change(Struct, frozen=True):
    """A parameter that differs between two versions."""

    label: str
    before: Phrase
    after: Phrase


class Rule(Struct, frozen=True):
    """One rule: its sentence, what it was if it reads differently now, and its parameters."""

    number: int
    text: str
    before: str | None
    parameters: list[Parameter]


async def list_page(request: Request) -> Response:
    """GET /desk/rules: all versions, and which one counts now."""
    versions = await services(request).rulebook.versions(desk_community(request).id)
    return await render_desk(
        request, "desk/rules.html", here=HERE, versions=versions, may_edit=_may_edit(request)
    )


async def version_page(request: Request) -> Response:
    """GET /desk/rules/{version}: one version as it stands, and what it changed."""
    rulebook, community = services(request).rulebook, desk_community(request).id
    rules = await rulebook.version(community, request.path_params["version"])
    if rules is None:
        raise HTTPException(404)
    order = [line.version for line in await rulebook.versions(community)]
    older = order[order.index(rules.id) + 1 :]
    before = await rulebook.version(community, older[0]) if older else None
    return await render_desk(
        request,
        "desk/rules_version.html",
        here=HERE,
        rules=rules,
        wall=_rules(request, rules, before or rules),
        words={each.path: words_of(each, rules) for each in PARAMETERS},
        before=before,
        changes=_changes(before, rules) if before else [],
        current=order[0] == rules.id,
        say=say(request),
    )


async def edit_page(request: Request) -> Response:
    """GET /desk/rules/new: the form, filled with the rules that count now."""
    rules = await services(request).rulebook.current(desk_community(request).id)
    return await _form(request, rules, rules, entries_of(rules), {})


async def save(request: Request) -> Response:
    """POST /desk/rules: look at the sentences first, or keep them as a new version."""
    rulebook, community = services(request).rulebook, desk_community(request).id
    form = await request.form()
    current = await rulebook.current(community)
    entries = {
        each.path: [value for value in form.getlist(each.path) if isinstance(value, str)]
        for each in PARAMETERS
    }
    rules, problems = read_entries(entries, current)
    unseen = form.get("seen") != current.id
    if form.get("do") != "save" or problems or unseen:
        notice = phrase("您改的时候，有人存了新的一版。请对照着再看一遍，再存。") if unseen else None
        return await _form(request, rules, current, entries, problems, notice=notice)
    if _same(rules, current):
        return done(request, "/desk/rules", phrase("没有改动，还是原来的一版。"))
    saved = await rulebook.save(community, rules, who=staff_member(request).who)
    return done(
        request,
        f"/desk/rules/{saved.id}",
        phrase("存好了：{name}。以后召集的议事会用这一版。", name=Label(saved.name)),
    )


async def _form(
    request: Request,
    rules: Ruleset,
    current: Ruleset,
    entries: Entries,
    problems: Mapping[str, Phrase],
    *,
    notice: Phrase | None = None,
) -> HTMLResponse:
    return await render_desk(
        request,
        "desk/rules_form.html",
        here=HERE,
        status=HTTPStatus.UNPROCESSABLE_ENTITY if problems or notice else HTTPStatus.OK,
        current=current,
        wall=_rules(request, rules, current),
        entries=entries,
        problems=problems,
        changes=_changes(current, rules),
        notice=notice,
        say=say(request),
    )


def _rules(request: Request, rules: Ruleset, before: Ruleset) -> list[Rule]:
    voice = say(request)
    earlier = {number: voice(sentence) for number, sentence in wall_text(before)}
    return [
        Rule(
            number,
            text := voice(sentence),
            earlier[number] if earlier[number] != text else None,
            [each for each in PARAMETERS if each.rule == number],
        )
        for number, sentence in wall_text(rules)
    ]


def _changes(before: Ruleset, after: Ruleset) -> list[Change]:
    """Every parameter that differs, in words."""
    pairs = ((each.label, words_of(each, before), words_of(each, after)) for each in PARAMETERS)
    return [Change(label, old, new) for label, old, new in pairs if old != new]


def _may_edit(request: Request) -> bool:
    return staff_member(request).has(PERMISSIONS["desk_rules_save", POST].staff)


def _same(one: Ruleset, other: Ruleset) -> bool:
    return replace(one, id=other.id, name=other.name) == other
