"""The permission matrix, tried: every route and method, by everybody. Live commands: tests/sockets/."""

from collections.abc import AsyncIterator, Iterator
from typing import Literal

import httpx
import pytest
import pytest_asyncio
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route

from tests.support.contents import changed, contents
from tests.support.prepared import CopyHall
from tests.web.conftest import Site, running, words_on
from tests.web.everything import MARK, REAL_NAMES
from tests.web.town import EVERYBODY, Town, Visitor, address, settle
from tests.web.valid_forms import FORMS, Form
from web.app import create_app, open_services
from web.guard import NOT_OUR_FORM, NOT_SIGNED_IN, NOT_YOURS, guarded
from web.permissions import KNOWS_PEOPLE, PERMISSIONS, Allow
from web.routes import routes

Verdict = Literal["let in", "refused", "not found"]

NO_CARD = "的席位卡才能打开"

LENDER = Visitor(staff="social_worker")
ONLY_THEIR_OWN = {"handover_end"}
"""What was lent is taken back by nobody but the lender."""

FEWER = [visitor for visitor in EVERYBODY if visitor.seat in {None, "chair"}]
"""Where an address names no session, one seat stands for all."""

NAMES_FOR_ALL = {"join"}
"""Where people in the hall look for their own."""

NEIGHBOUR = Visitor(staff="social_worker", here=False)

NOT_BEGUN = {"open_hall": "called_too", "called_move": "called", "called_off": "called"}
"""What is done with a session before its hall is open, and with which."""


def served() -> Iterator[tuple[str, str, str]]:
    """Name, method and path of everything in the URL table."""
    for route in routes():
        if isinstance(route, Mount):
            yield str(route.name), "GET", f"{route.path}/css/base.css"
        elif isinstance(route, Route):
            for method in sorted((route.methods or set()) - {"HEAD"}):
                yield route.name, method, route.path


def expected(name: str, path: str, row: Allow, visitor: Visitor) -> Verdict:
    """The table, read by somebody who has not seen the guard."""
    if row.seats:  # a session's address: a seat in it counts, or a role in its community
        of_it = visitor.here or visitor.staff == "administrator"
        may = of_it and (visitor.seat in row.seats or visitor.staff in row.staff)
    else:
        may = row.anyone or visitor.staff in row.staff or (row.signed_in and visitor.staff is not None)
    if not may:
        return "refused"
    for_all_communities = row.anyone or row.seats or row.staff == {"administrator"}
    is_elsewhere = "{" in path and not visitor.here and not for_all_communities
    is_anothers = name in ONLY_THEIR_OWN and visitor != LENDER
    return "not found" if is_elsewhere or is_anothers else "let in"


def is_as_expected(verdict: Verdict, method: str, visitor: Visitor, answer: httpx.Response) -> bool:
    """Whether this is how the verdict looks. Forms of those who are let in come without a token."""
    status, onward = answer.status_code, str(answer.headers.get("location", ""))
    match verdict:
        case "let in" if method == "GET":
            return status == 200 or (status == 303 and not onward.startswith("/desk/sign-in"))
        case "let in":
            return status == 403 and NOT_OUR_FORM[1] in answer.text
        case "not found":
            return status == 404
        case "refused" if method == "GET" and visitor.staff is None and status == 303:
            return onward.startswith("/desk/sign-in?next=") or onward == "/desk/sign-in"
        case "refused":
            sentence = NOT_YOURS[1] if visitor.staff else NOT_SIGNED_IN[1]
            return status == 403 and (sentence in answer.text or NO_CARD in answer.text)


def leaks(name: str, row: Allow, verdict: Verdict, visitor: Visitor, text: str) -> Iterator[str]:
    """What stands on a page that this visitor should not read there."""
    is_let_in = verdict == "let in"
    if MARK in text and not (row.anyone or (is_let_in and visitor.here)):
        yield "what is not theirs"
    knows = (
        visitor.seat or (row.seats and is_let_in) or (visitor.here and visitor.staff in KNOWS_PEOPLE.staff)
    )
    if not knows and name not in NAMES_FOR_ALL and any(each in text for each in REAL_NAMES):
        yield "real names"


def filled_in(form: Form, named: dict[str, str | int]) -> Form:
    """The form with what its braces name."""
    return {field: value.format_map(named) for field, value in form.items()}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def town(copy_hall: CopyHall, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    """One for all: whatever is tried on it changes nothing."""
    settings, code = copy_hall(tmp_path_factory.mktemp("town") / "data")
    async with open_services(settings) as services:
        app = create_app(settings)
        async with running(app):
            yield await settle(Site(app, code, services))


def test_every_route_has_a_row_and_every_row_a_route() -> None:
    known = {(name, method) for name, method, _ in served()}
    without_route = sorted(PERMISSIONS.keys() - known)
    without_row = sorted(known - PERMISSIONS.keys())
    around_the_guard = [
        route.path
        for route in routes()
        if isinstance(route, Route) and route.endpoint.__module__ != "web.guard"
    ]

    assert not without_route, f"remove these rows from web/permissions.py, or serve them: {without_route}"
    assert not without_row, f"say in web/permissions.py who may: {without_row}"
    assert not around_the_guard, f"build these in web/routes.py with guarded(…): {around_the_guard}"


def test_a_route_without_a_row_is_not_served_and_says_what_to_do() -> None:
    async def page(_request: Request) -> Response:
        return Response()

    with pytest.raises(LookupError, match=r"web/permissions\.py.*\"nobodys\", GET"):
        guarded("/nobodys", page, "nobodys")


def test_every_form_about_something_is_known() -> None:
    wanted = {
        name
        for name, method, path in served()
        if method == "POST" and "{" in path and PERMISSIONS[name, method].staff
    }

    assert wanted == FORMS.keys(), "tests/web/valid_forms.py: what would each page take?"


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize(
    "name, method, path", [pytest.param(*each, id=f"{each[0]} {each[1]}") for each in served()]
)
async def test_exactly_those_whom_the_table_names_get_in(
    town: Town, name: str, method: str, path: str
) -> None:
    row, here = PERMISSIONS[name, method], address(name, path, town.ours)
    form = filled_in(FORMS.get(name, {}), town.ours)
    before = contents(town.site.services.settings)

    wrong = []
    for visitor in EVERYBODY if "{code}" in path else FEWER:
        verdict = expected(name, path, row, visitor)
        answer = await town.ask(visitor, method, here, form, signed=verdict != "let in")
        if not is_as_expected(verdict, method, visitor, answer):
            wrong.append(f"{visitor}: {verdict} was due, and the answer was {answer.status_code}")
        wrong += [f"{visitor} reads {what}" for what in leaks(name, row, verdict, visitor, answer.text)]
    if found := changed(before, contents(town.site.services.settings)):
        wrong.append(f"somebody changed {found}")
    assert not wrong, "\n".join([f"{method} {here}", *wrong])


@pytest.mark.asyncio
async def test_those_forms_are_taken_from_whoever_may_send_them(site: Site) -> None:
    """Or nothing would be shown by others being refused."""
    town = await settle(site)
    paths = {name: path for name, method, path in served() if method == "POST"}
    for name, form in FORMS.items():
        named = town.ours | {"code": town.ours[NOT_BEGUN.get(name, "code")]}
        may = PERMISSIONS[name, "POST"].staff
        visitor = next(each for each in (LENDER, Visitor(staff="administrator")) if each.staff in may)
        before = contents(site.services.settings)

        answer = await town.ask(visitor, "POST", address(name, paths[name], named), filled_in(form, named))

        assert answer.status_code in {200, 303}, (name, answer.status_code, words_on(answer))
        assert changed(before, contents(site.services.settings)), name


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize(
    "name, form",
    [
        ("desk_committee", {"person": "{person}", "source": "party", "begins_on": "2020-02-01"}),
        ("group_seats", {"person": "{other}"}),
        ("topic_groups_touch", {"group": "{group}"}),
        ("topic_groups_let_go", {"group": "{group}"}),
        ("sort", {"do": "merge", "into": "{issue}"}),
        ("sort", {"do": "add_to_topic", "topic": "{topic}"}),
    ],
    ids=lambda part: part if isinstance(part, str) else "/".join(part),
)
async def test_no_form_reaches_into_another_community(town: Town, name: str, form: Form) -> None:
    path = next(path for known, method, path in served() if (known, method) == (name, "POST"))
    before = contents(town.site.services.settings)

    answer = await town.ask(NEIGHBOUR, "POST", address(name, path, town.theirs), filled_in(form, town.ours))

    assert answer.status_code in {400, 404}, words_on(answer)
    assert MARK not in answer.text
    assert not changed(before, contents(town.site.services.settings))


@pytest.mark.asyncio(loop_scope="module")
async def test_a_draft_seats_nobody_of_another_community(town: Town) -> None:
    ours, draft = town.ours, address("draft", "/desk/sessions/drafts/{draft}", town.theirs)
    form = {"title": "一", "chair": str(ours["person"]), "recorder": str(ours["other"])}

    await town.ask(NEIGHBOUR, "POST", draft, form | {"topic": str(ours["topic"])})
    kept = await town.ask(NEIGHBOUR, "GET", draft)

    assert "还没有主持人" in kept.text or "还没有定主持人" in kept.text
    assert "还没有议题" in kept.text
    assert MARK not in kept.text


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("path", ["/desk/committee?person={person}", "/desk/sorting?issue={issue}"])
async def test_no_query_shows_what_is_anothers(town: Town, path: str) -> None:
    answer = await town.ask(NEIGHBOUR, "GET", address("", path, town.ours))

    assert MARK not in answer.text
