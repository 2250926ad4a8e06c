"""A town of two communities, and everybody who may come to its pages."""

import re
from datetime import timedelta
from importlib.resources import as_file, files
from typing import Literal, get_args

import httpx
from msgspec import Struct
from msgspec.structs import replace

from deliberation.clock import utc_now
from deliberation.records.scenario import load_scenario
from deliberation.records.staff.views import STAFF_ROLES, StaffRole
from deliberation.session.names import Role
from tests.web.conftest import HOST, Site
from tests.web.everything import WHO, fill
from tests.web.valid_forms import Form
from web.signin import COOKIE, STAFF_COOKIE

SEATS: dict[Role, str] = {
    "chair": "H1",
    "recorder": "R1",
    "member": "S1",
    "observer": "O1",
    "supervisor": "V1",
    "wall": "wall",
}


class Visitor(Struct, frozen=True):
    """Somebody who asks for a page: staff with a role or without, the holder of a seat, or a stranger.

    `here`: the role is in the community, the seat in the session, that the addresses name.
    """

    staff: StaffRole | Literal["no role"] | None = None
    seat: Role | None = None
    here: bool = True

    def __str__(self) -> str:
        """As it stands in a report."""
        who = self.staff or (f"{self.seat}'s card" if self.seat else "stranger")
        return who if self.here else f"{who} elsewhere"


EVERYBODY = (
    Visitor(),
    Visitor(staff="no role"),
    *(Visitor(staff=role, here=here) for here in (True, False) for role in STAFF_ROLES),
    *(Visitor(seat=role) for role in get_args(Role) if role != "public"),
    Visitor(seat="chair", here=False),
    Visitor(seat="recorder", here=False),
)


class Town(Struct, frozen=True):
    """Two communities with one of everything each.

    `ours` and `theirs`: a parameter of an address to what it names here, and in the other community. Where
    the same parameter means something else on one route, `route.parameter`.
    """

    site: Site
    ours: dict[str, str | int]
    theirs: dict[str, str | int]
    cookies: dict[Visitor, tuple[str, str]]

    async def ask(
        self, visitor: Visitor, method: str, path: str, form: Form | None = None, *, signed: bool = True
    ) -> httpx.Response:
        """Send a request with nothing but the visitor's own cookie; a form with its token, if `signed`."""
        async with self.site.browser(**{"accept-encoding": "identity"}) as browser:
            if visitor in self.cookies:
                name, value = self.cookies[visitor]
                browser.cookies.set(name, value, domain=HOST)
            if method == "GET":
                return await browser.get(path)
            if signed:
                return await browser.send_form(path, dict(form or {}))
            return await browser.post(path, data=dict(form or {}))


def address(route: str, path: str, named: dict[str, str | int]) -> str:
    """The path with what its parameters name; raises LookupError that says what to do."""

    def value(found: re.Match[str]) -> str:
        for name in (f"{route}.{found[1]}", found[1]):
            if name in named:
                return str(named[name])
        raise LookupError(f"{path} names a {found[1]}: let tests/web/everything.py or town.py prepare one")

    return re.sub(r"\{(\w+)(?::\w+)?\}", value, path)


async def settle(site: Site) -> Town:
    """Fill the community of the site and another one, and let everybody in who has a way in."""
    parts, now = site.services, utc_now()
    first = await parts.links.first(at=now)
    await parts.links.make_first_administrator(first or "", "guanli", "管小理", "no hash", at=now)
    here = (await parts.communities.all())[0]
    there = await parts.communities.make("河东社区", "hedong", "Asia/Shanghai", who=WHO)
    rules = await parts.rulebook.current(here.id)
    ours = await fill(site, here)
    ours["version"] = (await parts.rulebook.save(here.id, rules, who=WHO)).id
    theirs = await fill(site, there, "槐树弄")
    code = await _session(site)
    card = await parts.records.card(code, SEATS["member"])
    assert card is not None
    ours |= {
        "code": code,
        "holder": card.holder,
        "token": parts.cards.token(code, card.holder, card.generation),
        "slug": here.slug,
        "name": f"{site.code}/i1-lawn.svg",
        "public_topic.topic": ours["second_topic"],
    }

    cookies: dict[Visitor, tuple[str, str]] = {}
    for visitor in EVERYBODY:
        if visitor.staff is not None:
            roles = () if visitor.staff == "no role" else (visitor.staff,)
            async with await site.desk(*roles, community=(here if visitor.here else there).id) as desk:
                cookies[visitor] = (STAFF_COOKIE, desk.cookies[STAFF_COOKIE])
        elif visitor.seat is not None:
            session = code if visitor.here else site.code
            held = await parts.records.card(session, SEATS[visitor.seat])
            assert held is not None
            cookies[visitor] = (COOKIE, parts.admission.ticket_for(held))
    town = Town(site, ours, theirs, cookies)
    await _colleague(town, here.id)
    return town


async def _session(site: Site) -> str:
    """A session with a seat of every role, besides the site's own; gives its code."""
    with as_file(files("deliberation.demo")) as folder:
        scenario = load_scenario(folder / "liuhe-yard.yaml")
        observer = next(each for each in scenario.participants if each.role == "observer")
        supervisor = replace(observer, id=SEATS["supervisor"], name="简正", role="supervisor")
        wanted = replace(scenario, participants=[*scenario.participants, supervisor])
        return await site.services.importer.bring_in(wanted, folder, at=utc_now())


async def _colleague(town: Town, here: int) -> None:
    """Somebody with a role, for whom a link was made, and who stands in for the social worker."""
    parts, now = town.site.services, utc_now()
    colleague = await parts.staff.make_account("tongshi", "童史", who=WHO, at=now)
    await parts.grants.give(colleague, "responsible", here, who=WHO, at=now)
    _, cookie = town.cookies[Visitor(staff="social_worker")]
    member = await parts.sign_ins.find(parts.staff_cookies.opened(cookie) or "", at=now)
    assert member is not None
    await parts.grants.hand_over(
        member, member.grants[0], colleague, begins_at=now, ends_at=now + timedelta(days=3)
    )
    [own] = [grant for grant in (await parts.grants.by_account(at=now))[colleague] if not grant.handed_by]
    [(_, lent)] = await parts.grants.lent_by(member, at=now)
    town.ours.update(
        {
            "account": colleague,
            "grant": own.id,
            "handover_end.grant": lent.id,
            "welcome.token": await parts.links.invite(colleague, who=WHO, at=now),
        }
    )
