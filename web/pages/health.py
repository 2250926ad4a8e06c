"""For operators and load balancers."""

import hmac
from http import HTTPStatus
from typing import Final, cast

from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from deliberation.language import translator
from deliberation.live.rooms import Rooms
from deliberation.session.phrases import N_
from web.address import is_loopback
from web.metrics import Metrics
from web.middleware import preferences
from web.services import services


async def healthz(_request: Request) -> Response:
    """GET /healthz: the process answers."""
    return PlainTextResponse("ok\n", headers={"Cache-Control": "no-store"})


async def readyz(request: Request) -> Response:
    """GET /readyz: how each part is; 503 when one is missing that commands need.

    The bus only makes other processes faster. If its absence counted, a balancer would send nobody anywhere
    in the moment in which Redis stops, and close every hall of a city.
    """
    rooms = cast("Rooms", request.app.state.rooms)
    needed = {"database": await services(request).ledger.ready(), "writer": rooms.healthy}
    status = HTTPStatus.OK if all(needed.values()) else HTTPStatus.SERVICE_UNAVAILABLE
    parts = {part: "ready" if ready else "missing" for part, ready in needed.items()}
    return JSONResponse(parts | {"bus": rooms.bus.state}, status, headers={"Cache-Control": "no-store"})


FORWARDED: Final = (
    "forwarded",
    "via",
    "x-forwarded-for",
    "x-forwarded-host",
    "x-forwarded-proto",
    "x-real-ip",
)
"""A request with one of these came through a proxy: what seems to be this machine may be anybody."""

FOR_THE_OPERATOR: Final = N_("这些数字只给管理员看：在这台电脑上打开，或者出示 METRICS_TOKEN。")


async def metrics(request: Request) -> Response:
    """GET /metrics: figures for Prometheus; 401 or 403 for everybody but the operator."""
    token = services(request).settings.metrics_token
    if token is None and not _from_this_machine(request):
        return _refused(request, HTTPStatus.FORBIDDEN)
    if token is not None and not _shows(request, token):
        return _refused(request, HTTPStatus.UNAUTHORIZED, **{"WWW-Authenticate": "Bearer"})
    figures = cast("Metrics", request.app.state.metrics)
    return Response(
        figures.text(), media_type=CONTENT_TYPE_PLAIN_0_0_4, headers={"Cache-Control": "no-store"}
    )


def _refused(request: Request, status: HTTPStatus, **headers: str) -> Response:
    say = translator(preferences(request).locale)
    return PlainTextResponse(
        say(FOR_THE_OPERATOR) + "\n", status, headers={"Cache-Control": "no-store"} | headers
    )


def _from_this_machine(request: Request) -> bool:
    proxied = any(name in request.headers for name in FORWARDED)
    return not proxied and request.client is not None and is_loopback(request.client.host)


def _shows(request: Request, token: str) -> bool:
    scheme, _, shown = request.headers.get("authorization", "").partition(" ")
    return scheme.lower() == "bearer" and hmac.compare_digest(shown.strip().encode(), token.encode())
