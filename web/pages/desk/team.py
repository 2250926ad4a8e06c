"""The administrator's page of colleagues: accounts, one-time links, roles."""

from http import HTTPStatus
from typing import cast

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from deliberation.clock import utc_now
from deliberation.records.staff.administrators import LastAdministrator
from deliberation.records.staff.store import NameTaken
from deliberation.records.staff.views import STAFF_ROLES as ROLE_NAMES
from deliberation.records.staff.views import StaffRole
from deliberation.session.phrases import Phrase, phrase
from web.address import base_url
from web.communities import communities
from web.forms import typed
from web.pages.desk.frame import render_desk
from web.pages.desk.sign_in import name_problems
from web.pages.render import say
from web.pages.words import STAFF_ROLES
from web.services import services
from web.staff import staff_member
from web.words import done

LAST = phrase("这是最后一位管理员。请先请另一位同事当管理员，再收回。")


async def team_page(request: Request) -> Response:
    """GET /desk/team: everybody, and what they may do."""
    return await _page(request)


async def invite(request: Request) -> Response:
    """POST /desk/team: an account for a colleague, its first role, and the link that sets its password."""
    parts, form, member, now = services(request), await request.form(), staff_member(request), utc_now()
    name, display_name = typed(form, "name").lower(), typed(form, "display_name", most=40)
    role, community, problem = await _role_and_place(request)
    problems = name_problems(name, display_name) | ({"role": problem} if problem else {})
    values = {"name": name, "display_name": display_name}
    if problems or role is None:
        return await _page(request, problems=problems, values=values)
    try:
        account = await parts.staff.make_account(name, display_name, who=member.who, at=now)
    except NameTaken:
        taken = {"name": phrase("这个名字有人用了，换一个。")}
        return await _page(request, problems=taken, values=values)
    await parts.grants.give(account, role, community, who=member.who, at=now)
    return await _show_link(request, account, display_name)


async def new_link(request: Request) -> Response:
    """POST /desk/team/{account}/link: for a colleague who forgot the password, or lost the phone."""
    account, name = await _account(request)
    return await _show_link(request, account, name)


async def give_role(request: Request) -> Response:
    """POST /desk/team/{account}/roles."""
    account, name = await _account(request)
    role, community, problem = await _role_and_place(request)
    if problem is not None or role is None:
        return await _page(request, problems={f"role-{account}": problem or LAST})
    member = staff_member(request)
    await services(request).grants.give(account, role, community, who=member.who, at=utc_now())
    return done(request, f"/desk/team#account-{account}", phrase("给了{name}新的角色。", name=name))


async def end_role(request: Request) -> Response:
    """POST /desk/team/roles/{grant}/end: the role, and whatever was lent of it."""
    member = staff_member(request)
    try:
        account = await services(request).grants.end(
            request.path_params["grant"], who=member.who, at=utc_now()
        )
    except LastAdministrator:
        return await _page(request, problems={"page": LAST})
    if account is None:
        raise HTTPException(404)
    return done(request, f"/desk/team#account-{account}", phrase("角色收回了。"))


async def close_account(request: Request) -> Response:
    """POST /desk/team/{account}/close: nobody signs in with it any more."""
    account, name = await _account(request)
    try:
        await services(request).staff.close(account, who=staff_member(request).who, at=utc_now())
    except LastAdministrator:
        return await _page(request, problems={"page": LAST})
    return done(request, "/desk/team", phrase("{name}的账号停用了。", name=name))


async def _account(request: Request) -> tuple[int, str]:
    """The open account that the address names, and whose it is."""
    found = await services(request).staff.account(request.path_params["account"])
    if found is None or not found.is_open:
        raise HTTPException(404)
    return found.id, found.display_name


async def _role_and_place(request: Request) -> tuple[StaffRole | None, int | None, Phrase | None]:
    """The role that was chosen, the id of its community, and what is wrong with the choice."""
    form = await request.form()
    role, slug = typed(form, "role"), typed(form, "community")
    if role not in ROLE_NAMES:
        return None, None, phrase("请选一个角色。")
    if role == "administrator":
        return cast("StaffRole", role), None, None
    community = next((each for each in await communities(request) if each.slug == slug), None)
    if community is None:
        return None, None, phrase("请选这个角色管哪个社区。")
    return cast("StaffRole", role), community.id, None


async def _show_link(request: Request, account: int, name: str) -> Response:
    member = staff_member(request)
    token = await services(request).links.invite(account, who=member.who, at=utc_now())
    return await render_desk(
        request,
        "desk/link.html",
        here="desk_team",
        name=name,
        url=f"{base_url(request)}/desk/welcome/{token}",
    )


async def _page(
    request: Request, *, problems: dict[str, Phrase] | None = None, values: dict[str, str] | None = None
) -> Response:
    parts, speak = services(request), say(request)
    return await render_desk(
        request,
        "desk/team.html",
        here="desk_team",
        status=HTTPStatus.BAD_REQUEST if problems else HTTPStatus.OK,
        accounts=await parts.staff.accounts(),
        grants=await parts.grants.by_account(at=utc_now()),
        communities=await communities(request),
        role_words=STAFF_ROLES,
        problems={field: speak(problem) for field, problem in (problems or {}).items()},
        values=values or {"name": "", "display_name": ""},
        now=utc_now(),
    )
