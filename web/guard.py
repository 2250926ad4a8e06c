"""Around every page: who may, how much they may send, and whether the form is one of ours."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Final
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.types import Message

from deliberation.session.phrases import N_
from web.csrf import FIELD, HEADER, has_token
from web.pages.errors import explain
from web.pages.screens import needs_card
from web.pages.session import session_or_404
from web.permissions import PERMISSIONS, Allow
from web.signin import held_tickets
from web.staff import recognise, staff

Page = Callable[[Request], Awaitable[Response]]

LARGEST_ID: Final = 2**31 - 1
"""No row has a larger number; a database would choke on one."""

NOT_SIGNED_IN = (
    N_("请先登录"),
    N_("这一步要工作人员登录以后才能做。请另开一页登录，再回到这里提交一次，写好的都还在。"),
)
NOT_YOURS = (N_("这一页您打不开"), N_("您的角色看不到这一页，也不能做这一步。需要的话，请找管理员。"))
NOT_OUR_FORM = (
    N_("没有收下"),
    N_("这张表放得太久，或者不是从本站打开的。请回到上一页，刷新以后再提交一次；浏览器要允许 Cookie。"),
)


def guarded(path: str, page: Page, name: str, *, method: str = "GET") -> Route:
    """A route behind its row of the permission matrix; LookupError when there is no such row."""
    row = PERMISSIONS.get((name, method))
    if row is None:
        raise LookupError(f'say in web/permissions.py who may: a row for ("{name}", {method})')

    async def behind_the_row(outside: Request) -> Response:
        request = Request(outside.scope, _at_most(row.body, outside))
        if any(isinstance(part, int) and part > LARGEST_ID for part in request.path_params.values()):
            raise HTTPException(HTTPStatus.NOT_FOUND)
        await recognise(request)
        refusal = await _refusal(request, row)
        if refusal is None and method != "GET" and not await _is_our_form(request, row):
            refusal = explain(request, HTTPStatus.FORBIDDEN, NOT_OUR_FORM)
        try:
            return refusal or await page(request)
        finally:
            await request.close()

    return Route(path, behind_the_row, name=name, methods=[method])


async def _refusal(request: Request, row: Allow) -> Response | None:
    member = staff(request)
    if row.anyone or (row.signed_in and member is not None):
        return None
    if row.seats:
        line = await session_or_404(request)
        held = await held_tickets(request, line.code)
        if any(one.ticket.role in row.seats for one in held):
            return None
        if member is not None and not member.roles_in(line.community_id).isdisjoint(row.staff):
            return None
        return needs_card(request, line, "recorder" if "recorder" in row.seats else "chair")
    if member is None:
        return _ask_to_sign_in(request)
    return None if member.has(row.staff) else explain(request, HTTPStatus.FORBIDDEN, NOT_YOURS)


def _ask_to_sign_in(request: Request) -> Response:
    if request.method not in {"GET", "HEAD"}:
        return explain(request, HTTPStatus.FORBIDDEN, NOT_SIGNED_IN)
    back = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    query = "" if back == "/desk" else f"?{urlencode({'next': back})}"
    return RedirectResponse(f"/desk/sign-in{query}", HTTPStatus.SEE_OTHER)


async def _is_our_form(request: Request, row: Allow) -> bool:
    """Scripts send the token in a header, forms in a field. The page gets the same parsed form again."""
    sent: object = request.headers.get(HEADER)
    if sent is None:
        sent = (await request.form(max_files=row.files, max_fields=row.fields)).get(FIELD)
    return isinstance(sent, str) and has_token(request, sent)


def _at_most(limit: int, request: Request) -> Callable[[], Awaitable[Message]]:
    """The request's body, cut off with 413 as soon as it is too much, whatever its headers promise."""
    taken = 0

    async def receive() -> Message:
        nonlocal taken
        message = await request.receive()
        taken += len(message.get("body", b""))
        if taken > limit:
            raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        return message

    return receive
