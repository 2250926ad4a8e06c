"""Signing in with name and password, and the one-time link that sets a password."""

import re
from http import HTTPStatus
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from deliberation.clock import utc_now
from deliberation.records.cards import fingerprint
from deliberation.records.staff.links import Link
from deliberation.records.staff.passwords import SHORTEST, SHORTEST_CHINESE, Busy, is_good
from deliberation.records.staff.store import Credentials, NameTaken
from deliberation.session.phrases import N_, Phrase, phrase
from web.attempts import by_account
from web.forms import typed
from web.pages.render import render, say
from web.services import services
from web.signin import device_name
from web.staff import begin_sign_in, known_device, staff

NAME: Final = re.compile(r"[^\s/\\@#?&<>\"']{2,40}")
"""What may be a name to sign in with: Chinese or Latin letters, digits, dots and dashes; no spaces."""

WRONG: Final = N_("名字、密码或验证码不对，请再看一下。")
TOO_OFTEN: Final = N_("试错太多次了，请过十分钟再试，用以前登录过的电脑，或者请管理员发一个一次性链接。")
BUSY: Final = N_("登录的人太多了，请过几秒再试。")


async def sign_in_page(request: Request) -> Response:
    """GET /desk/sign-in; who is signed in already goes on."""
    onward = _onward(request.query_params.get("next", ""))
    if staff(request) is not None:
        return RedirectResponse(onward, HTTPStatus.SEE_OTHER)
    return _page(request, onward=onward)


async def sign_in(request: Request) -> Response:
    """POST /desk/sign-in. A wrong name and a wrong password get the same answer after the same time."""
    parts, form = services(request), await request.form()
    name, password = typed(form, "name").lower(), typed(form, "password", strip=False)
    onward = _onward(typed(form, "next"))
    found = await parts.staff.credentials(name)
    device = known_device(request)
    known = found is not None and device is not None and found.account in device.accounts
    counter = device.name if device is not None and known else device_name(request)
    counted = by_account(fingerprint(name), counter, known=known)
    if not await parts.attempts.may_try(*counted):
        return _page(
            request, onward=onward, name=name, problem=TOO_OFTEN, status=HTTPStatus.TOO_MANY_REQUESTS
        )
    try:
        right = await parts.passwords.is_right(found.password if found else None, password, known=known)
    except Busy:
        return _page(request, onward=onward, name=name, problem=BUSY, status=HTTPStatus.SERVICE_UNAVAILABLE)
    if found is None or not right or not await _has_code(request, found, typed(form, "code")):
        await parts.attempts.count(*counted)
        return _page(request, onward=onward, name=name, problem=WRONG, status=HTTPStatus.FORBIDDEN)
    if found.password is not None and parts.passwords.is_old(found.password):
        await parts.staff.rehash(found.account, await parts.passwords.hashed(password))
    response = RedirectResponse(onward, HTTPStatus.SEE_OTHER)
    await begin_sign_in(request, response, found.account)
    return response


async def welcome_page(request: Request) -> Response:
    """GET /desk/welcome/{token}: looks at the link without using it."""
    link = await _link(request)
    return _welcome(request, link)


async def welcome(request: Request) -> Response:
    """POST /desk/welcome/{token}: sets the password, uses the link up, and signs in."""
    parts, form, link = services(request), await request.form(), await _link(request)
    name = link.name or typed(form, "name").lower()
    display_name = link.display_name or typed(form, "display_name", most=40)
    password = typed(form, "password", strip=False)
    problems = {} if link.account is not None else name_problems(name, display_name)
    if problem := password_problem(password, typed(form, "again", strip=False), name, display_name):
        problems["password"] = problem
    if problems:
        return _welcome(request, link, name=name, display_name=display_name, problems=problems)
    token, now = request.path_params["token"], utc_now()
    try:
        hashed = await parts.passwords.hashed(password)
        account = await (
            parts.links.set_password(token, hashed, at=now)
            if link.account is not None
            else parts.links.make_first_administrator(token, name, display_name, hashed, at=now)
        )
    except NameTaken:
        taken = {"name": phrase("这个名字有人用了，换一个。")}
        return _welcome(request, link, name=name, display_name=display_name, problems=taken)
    except Busy:
        busy = {"password": phrase("登录的人太多了，请过几秒再试。")}
        return _welcome(request, link, name=name, display_name=display_name, problems=busy)
    if account is None:
        raise HTTPException(404)  # somebody used it between the look and now
    response = RedirectResponse("/desk", HTTPStatus.SEE_OTHER)
    await begin_sign_in(request, response, account)
    return response


def password_problem(password: str, again: str, *names: str) -> Phrase | None:
    """What is wrong with a new password, if anything."""
    if not is_good(password, *names):
        return phrase(
            "密码至少要 {chinese} 个汉字或 {least} 个字母数字，不能是自己的名字，也不能只是几个字反复用。",
            chinese=SHORTEST_CHINESE,
            least=SHORTEST,
        )
    return None if password == again else phrase("两次输入的密码不一样，请再输一次。")


def name_problems(name: str, display_name: str) -> dict[str, Phrase]:
    """What is wrong with the names of a new account, by field."""
    problems = {}
    if not NAME.fullmatch(name):
        problems["name"] = phrase("登录名要 2 到 40 个字，中文、字母、数字都行，中间不要空格。")
    if not display_name:
        problems["display_name"] = phrase("请写上姓名，同事和留痕里看到的就是它。")
    return problems


async def _has_code(request: Request, found: Credentials, typed: str) -> bool:
    """Whether the second step is done: none is asked for, or a code of now, or a recovery code; each once."""
    if not found.has_totp:
        return True
    factor, store = services(request).second_factor, services(request).staff
    code = "".join(typed.split())
    step = factor.step_of(code, found.account, found.totp_generation, at=utc_now())
    if step is not None:
        return await store.use_step(found.account, step)
    fingerprint_typed = factor.fingerprint(code)
    return fingerprint_typed in found.recovery and await store.use_recovery(found.account, fingerprint_typed)


async def _link(request: Request) -> Link:
    found = await services(request).links.look_at(request.path_params["token"], at=utc_now())
    if found is None:
        raise HTTPException(404)
    return found


def _page(
    request: Request,
    *,
    onward: str,
    name: str = "",
    problem: str | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> Response:
    return render(
        request,
        "desk/sign_in.html",
        status=status,
        private=True,
        onward=onward,
        name=name,
        problem=problem,
    )


def _welcome(
    request: Request,
    link: Link,
    *,
    name: str = "",
    display_name: str = "",
    problems: dict[str, Phrase] | None = None,
) -> Response:
    speak = say(request)
    return render(
        request,
        "desk/welcome.html",
        status=HTTPStatus.BAD_REQUEST if problems else HTTPStatus.OK,
        private=True,
        link=link,
        token=request.path_params["token"],
        name=name,
        display_name=display_name,
        problems={field: speak(problem) for field, problem in (problems or {}).items()},
        least=SHORTEST,
        chinese=SHORTEST_CHINESE,
    )


def _onward(wanted: str) -> str:
    """Where to go after signing in: a path of ours, never another site."""
    is_ours = re.fullmatch(r"/(?![/\\])[!-~]*", wanted) and "\\" not in wanted
    return wanted if is_ours else "/desk"
