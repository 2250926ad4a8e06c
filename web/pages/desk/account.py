"""One's own account: password, second factor, other browsers."""

from http import HTTPStatus

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from deliberation.clock import utc_now
from deliberation.records.cards import fingerprint
from deliberation.records.staff.passwords import SHORTEST, SHORTEST_CHINESE, Busy
from deliberation.records.staff.views import StaffMember
from deliberation.session.phrases import Phrase, phrase
from web.attempts import by_account
from web.forms import typed
from web.pages.desk.frame import render_desk
from web.pages.desk.sign_in import password_problem
from web.pages.render import say
from web.pages.screens import qr
from web.services import services
from web.signin import device_name
from web.staff import begin_sign_in, forget_sign_in, staff_member
from web.words import done


async def account_page(request: Request) -> Response:
    """GET /desk/account."""
    return await _page(request)


async def change_password(request: Request) -> Response:
    """POST /desk/account/password: the other browsers are signed out, this one gets a new token."""
    member, form = staff_member(request), await request.form()
    problem = await _wrong_password(request, member, typed(form, "old", strip=False))
    if problem is not None:
        return await _page(request, problems={"old": problem})
    new = typed(form, "password", strip=False)
    problem = password_problem(new, typed(form, "again", strip=False), member.name, member.display_name)
    if problem is not None:
        return await _page(request, problems={"password": problem})
    try:
        hashed = await services(request).passwords.hashed(new)
    except Busy:
        return await _page(request, problems={"password": phrase("登录的人太多了，请过几秒再试。")})
    await services(request).staff.change_password(member, hashed)
    return await _signed_in_anew(request, member, phrase("密码改好了，别的设备都退出了。"))


async def second_factor_page(request: Request) -> Response:
    """GET /desk/account/second-factor: the QR code for the phone's app."""
    member = staff_member(request)
    if member.has_second_factor:
        return RedirectResponse("/desk/account", HTTPStatus.SEE_OTHER)
    return await _second_factor(request, member)


async def turn_on(request: Request) -> Response:
    """POST /desk/account/second-factor: the first code proves that the app has the secret."""
    member, parts = staff_member(request), services(request)
    if member.has_second_factor:
        return RedirectResponse("/desk/account", HTTPStatus.SEE_OTHER)
    generation = await _next_generation(request, member)
    code = "".join(typed(await request.form(), "code").split())
    step = parts.second_factor.step_of(code, member.id, generation, at=utc_now())
    if step is None:
        return await _second_factor(
            request, member, problem=phrase("这六位数字不对，请照手机上现在的再输一次。")
        )
    codes = parts.second_factor.recovery_codes()
    await parts.staff.turn_on_totp(
        member, generation, step, [parts.second_factor.fingerprint(code) for code in codes]
    )
    response = await render_desk(request, "desk/recovery_codes.html", here="account", codes=codes)
    community = member.community.id if member.community else None
    await begin_sign_in(request, response, member.id, community=community)
    return response


async def turn_off(request: Request) -> Response:
    """POST /desk/account/second-factor/off: asks for the password once more."""
    member, form = staff_member(request), await request.form()
    problem = await _wrong_password(request, member, typed(form, "old", strip=False))
    if problem is not None:
        return await _page(request, problems={"off": problem})
    await services(request).staff.turn_off_totp(member)
    return await _signed_in_anew(request, member, phrase("两步验证关了，别的设备都退出了。"))


async def sign_out_everywhere(request: Request) -> Response:
    """POST /desk/sign-out-everywhere: every browser of this account, this one too."""
    await services(request).sign_ins.end_all(staff_member(request))
    response = RedirectResponse("/desk/sign-in", HTTPStatus.SEE_OTHER)
    forget_sign_in(request, response)
    return response


async def _wrong_password(request: Request, member: StaffMember, old: str) -> Phrase | None:
    """Whoever finds a browser signed in does not thereby own the account."""
    parts = services(request)
    counted = by_account(fingerprint(member.name), f"account/{device_name(request)}", known=True)
    if not await parts.attempts.may_try(*counted):
        return phrase("试错太多次了，请过十分钟再试。")
    found = await parts.staff.credentials(member.name)
    try:
        if found is not None and await parts.passwords.is_right(found.password, old, known=True):
            return None
    except Busy:
        return phrase("登录的人太多了，请过几秒再试。")
    await parts.attempts.count(*counted)
    return phrase("现在的密码不对。")


async def _signed_in_anew(request: Request, member: StaffMember, sentence: Phrase) -> Response:
    response = done(request, "/desk/account", sentence)
    community = member.community.id if member.community else None
    await begin_sign_in(request, response, member.id, community=community)
    return response


async def _next_generation(request: Request, member: StaffMember) -> int:
    found = await services(request).staff.credentials(member.name)
    return (found.totp_generation if found else 0) + 1


async def _second_factor(request: Request, member: StaffMember, *, problem: Phrase | None = None) -> Response:
    factor, generation = services(request).second_factor, await _next_generation(request, member)
    speak = say(request)
    address = factor.address(member.id, generation, name=member.name, hall=speak(phrase("协商议事厅")))
    secret = factor.secret(member.id, generation)
    return await render_desk(
        request,
        "desk/second_factor.html",
        here="account",
        status=HTTPStatus.BAD_REQUEST if problem else HTTPStatus.OK,
        qr=Markup(qr(address)),  # noqa: S704 - made by segno
        secret=" ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
        problem=speak(problem) if problem else None,
    )


async def _page(request: Request, *, problems: dict[str, Phrase] | None = None) -> Response:
    member, speak = staff_member(request), say(request)
    found = await services(request).staff.credentials(member.name)
    return await render_desk(
        request,
        "desk/account.html",
        here="account",
        status=HTTPStatus.BAD_REQUEST if problems else HTTPStatus.OK,
        problems={field: speak(problem) for field, problem in (problems or {}).items()},
        codes_left=len(found.recovery) if found else 0,
        least=SHORTEST,
        chinese=SHORTEST_CHINESE,
    )
