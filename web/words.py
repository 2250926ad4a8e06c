"""A short sentence about what was just done, on the page that the browser is sent to next."""

from http import HTTPStatus
from typing import Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from deliberation.language import speaker
from deliberation.session.phrases import Phrase
from web.middleware import preferences
from web.services import services
from web.signin import is_secure

COOKIE: Final = "word"


def done(request: Request, path: str, sentence: Phrase) -> RedirectResponse:
    """Send the browser on after a form was taken, with a sentence that says so."""
    response, words = RedirectResponse(path, HTTPStatus.SEE_OTHER), services(request).words
    response.set_cookie(
        COOKIE,
        words.sealed(speaker(preferences(request).locale)(sentence)),
        max_age=words.seconds,
        httponly=True,
        samesite="lax",
        secure=is_secure(request),
    )
    return response


def told(request: Request) -> str | None:
    """The sentence that this page has to show."""
    sealed = request.cookies.get(COOKIE)
    return services(request).words.opened(sealed) if sealed else None


def forget_word(request: Request, response: Response) -> None:
    """Once is enough."""
    if COOKIE in request.cookies:
        response.delete_cookie(COOKIE, httponly=True, samesite="lax", secure=is_secure(request))
