"""Who sits at the desk: one signed cookie with a token, and the sign-in behind it in the database."""

from typing import Final, cast

from starlette.requests import Request
from starlette.responses import Response

from deliberation import ids
from deliberation.clock import utc_now
from deliberation.records.staff.views import StaffMember
from web.services import services
from web.signin import STAFF_COOKIE, is_secure
from web.tokens import Device

KNOWN_DEVICE_COOKIE: Final = "desk_device"


def staff(request: Request) -> StaffMember | None:
    """Who is signed in; web/guard.py has looked before any page runs."""
    return cast("StaffMember | None", request.scope.get("staff"))


def staff_member(request: Request) -> StaffMember:
    """Who is signed in, on a page that nobody else opens."""
    member = staff(request)
    if member is None:
        raise LookupError("the page's row in web/permissions.py lets in people who are not signed in")
    return member


async def recognise(request: Request) -> StaffMember | None:
    """Look once who sends this request."""
    if "staff" not in request.scope:
        cookie = request.cookies.get(STAFF_COOKIE)
        token = services(request).staff_cookies.opened(cookie) if cookie else None
        found = await services(request).sign_ins.find(token, at=utc_now()) if token else None
        request.scope["staff"] = found
    return staff(request)


async def begin_sign_in(
    request: Request, response: Response, account: int, *, community: int | None = None
) -> None:
    """Sign this browser in with a new token; the one that it had before ends. It is known from now on."""
    parts = services(request)
    if before := staff(request):
        await parts.sign_ins.end(before)
    token = await parts.sign_ins.begin(account, community=community, at=utc_now())
    response.set_cookie(
        STAFF_COOKIE,
        parts.staff_cookies.sealed(token),
        httponly=True,
        samesite="lax",
        secure=is_secure(request),
    )
    device = known_device(request) or Device(ids.opaque_id())
    response.set_cookie(
        KNOWN_DEVICE_COOKIE,
        parts.devices.sealed(device.joined(account)),
        path="/desk",
        max_age=parts.devices.seconds,
        httponly=True,
        samesite="lax",
        secure=is_secure(request),
    )


def known_device(request: Request) -> Device | None:
    """What this browser can show for having been here."""
    cookie = request.cookies.get(KNOWN_DEVICE_COOKIE)
    return services(request).devices.opened(cookie) if cookie else None


def forget_sign_in(request: Request, response: Response) -> None:
    """Take the cookie off this browser; the row behind it is ended by who calls this."""
    response.delete_cookie(STAFF_COOKIE, httponly=True, samesite="lax", secure=is_secure(request))
