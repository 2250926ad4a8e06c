"""Pure ASGI around every page: safety headers, the reader's wishes, where forms come from, one log line."""

import re
from http.cookies import SimpleCookie
from time import perf_counter
from typing import Final
from urllib.parse import parse_qs, urlsplit

import structlog
from msgspec import Struct
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from deliberation.language import SOURCE, Locale, choose_locale, supported

log = structlog.stdlib.get_logger()

CONTENT_POLICY: Final = (
    "default-src 'self'; img-src 'self' data: blob:; connect-src 'self' ws: wss:; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
MEDIA_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
"""A picture may be an SVG: opened by itself, it may neither run nor load anything."""

SECRET_PATH: Final = re.compile(r"^(/card/|/desk/welcome/).*")
"""Addresses whose end is a key."""

A_YEAR: Final = 365 * 24 * 3600


class SecurityHeaders:
    """Adds what a browser needs to know to keep strangers' code out.

    `https`: whether people reach this server by HTTPS, whatever a proxy before it speaks with it.
    """

    def __init__(self, app: ASGIApp, *, https: bool) -> None:
        self._app = app
        self._https = https

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, with headers."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        policy = MEDIA_POLICY if scope["path"].startswith("/media/") else CONTENT_POLICY

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Content-Security-Policy"] = policy
                headers["X-Content-Type-Options"] = "nosniff"
                # Not no-referrer: a form would then not say where it came from, and be refused.
                headers["Referrer-Policy"] = "same-origin"
                headers["Cross-Origin-Opener-Policy"] = "same-origin"
                if self._https or scope["scheme"] == "https":
                    # Only there: a hall's own network has no HTTPS, and must stay reachable.
                    headers["Strict-Transport-Security"] = f"max-age={A_YEAR}"
                headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
            await send(message)

        await self._app(scope, receive, send_safely)


class Preferences(Struct, frozen=True):
    """How this person wants to read."""

    locale: Locale = SOURCE
    elder: bool = False


def preferences(request: Request) -> Preferences:
    """How the sender of this request wants to read."""
    wanted: Preferences = request.scope["preferences"]
    return wanted


class ReadPreferences:
    """Language and letter size: asked for in the address, kept in cookies, without script."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, with scope["preferences"]."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        cookies = SimpleCookie(headers.get("cookie", ""))
        asked = {
            name: values[-1] for name, values in parse_qs(scope["query_string"].decode("latin-1")).items()
        }
        kept = {name: morsel.value for name, morsel in cookies.items()}
        wanted = Preferences(
            locale=choose_locale(
                asked=asked.get("lang"), kept=kept.get("lang"), accepted=headers.get("accept-language")
            ),
            elder=asked.get("elder", kept.get("elder")) == "1",
        )
        scope["preferences"] = wanted

        async def send_and_remember(message: Message) -> None:
            if message["type"] == "http.response.start":
                answer = MutableHeaders(scope=message)
                if answer.get("content-type", "").startswith("text/html"):
                    answer.add_vary_header("Accept-Language")
                    answer.add_vary_header("Cookie")
                if supported(asked.get("lang")):
                    answer.append("Set-Cookie", _cookie("lang", wanted.locale))
                if "elder" in asked:
                    answer.append("Set-Cookie", _cookie("elder", "1" if wanted.elder else "0"))
            await send(message)

        await self._app(scope, receive, send_and_remember)


def _cookie(name: str, value: str) -> str:
    return f"{name}={value}; Path=/; Max-Age={A_YEAR}; SameSite=Lax"


class SameOriginForms:
    """Refuses what another site makes a browser send; SameSite=Lax cookies are the first lock."""

    def __init__(self, app: ASGIApp, *, refuse: ASGIApp, public_host: str | None) -> None:
        self._app = app
        self._refuse = refuse
        self._public_host = public_host

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, or refuse."""
        if scope["type"] == "http" and scope["method"] not in {"GET", "HEAD", "OPTIONS"}:
            headers = Headers(scope=scope)
            if not self._is_ours(headers):
                await self._refuse(scope, receive, send)
                return
        await self._app(scope, receive, send)

    def _is_ours(self, headers: Headers) -> bool:
        """Old browsers send no Sec-Fetch-Site, programs no Origin either; on another site one is sent."""
        if headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
            return False
        origin = headers.get("origin")
        return origin is None or urlsplit(origin).netloc in {headers.get("host"), self._public_host}


class RequestLog:
    """One line a request, without anything personal: no query, no address, no secret part of a path."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, and write down how it went."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = perf_counter()
        status = 500

        async def send_and_note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, send_and_note)
        finally:
            path: str = scope["path"]
            log.info(
                "request",
                method=scope["method"],
                path=SECRET_PATH.sub(r"\1…", path),
                status=status,
                milliseconds=round((perf_counter() - began) * 1000, 1),
            )
