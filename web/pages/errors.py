"""When something is wrong: a sentence for people, never a trace."""

from http import HTTPStatus
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from deliberation.language import translator
from deliberation.session.phrases import N_
from web.middleware import Preferences, preferences
from web.pages.render import render

SENTENCES: Final = {
    HTTPStatus.NOT_FOUND: (N_("没有这一页"), N_("地址可能打错了，或者这一页已经撤下。请从首页找起。")),
    HTTPStatus.METHOD_NOT_ALLOWED: (N_("这里不能这样提交"), N_("请回到上一页，再按一次按钮。")),
    HTTPStatus.FORBIDDEN: (
        N_("没有收下"),
        N_("这次提交像是从别的网站来的，为安全起见没有收下。请从本站的页面再提交一次。"),
    ),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: (
        N_("内容太多了"),
        N_("一次收不下这么多。请回到上一页，写短一些，或者少传几张照片，再提交一次。"),
    ),
}
OTHERWISE: Final = (N_("这一步没有成功"), N_("请回到上一页再试一次。"))
BROKEN: Final = (N_("我们这边出了问题"), N_("不是您的操作不对。请过一会儿再试；会场里的记录都还在。"))


async def refused(request: Request, error: Exception) -> Response:
    """404, 405 and their like."""
    status = HTTPStatus(error.status_code) if isinstance(error, HTTPException) else HTTPStatus.BAD_REQUEST
    headers = error.headers if isinstance(error, HTTPException) else None
    response = explain(request, status, SENTENCES.get(status, OTHERWISE))
    response.headers.update(headers or {})
    return response


async def broken(request: Request, _error: Exception) -> Response:
    """500: our fault, and said so. If even the page cannot be made, a plain sentence is."""
    try:
        return explain(request, HTTPStatus.INTERNAL_SERVER_ERROR, BROKEN)
    except Exception:  # noqa: BLE001 - the last line of defence; the first error is already on its way to the log
        wanted: Preferences = request.scope.get("preferences", Preferences())
        heading, sentence = map(translator(wanted.locale), BROKEN)
        return PlainTextResponse(f"{heading}\n{sentence}\n", status_code=HTTPStatus.INTERNAL_SERVER_ERROR)


def explain(request: Request, status: HTTPStatus, words: tuple[str, str]) -> Response:
    """A page with a heading and a sentence that says what to do, both message ids."""
    heading, sentence = map(translator(preferences(request).locale), words)
    return render(request, "pages/error.html", status=status, heading=heading, sentence=sentence)
