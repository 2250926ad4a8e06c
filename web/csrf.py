"""The hidden field of every form that changes something, and its check."""

from typing import Final

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from web.services import services
from web.signin import DEVICE_COOKIE, STAFF_COOKIE, device_name, remember_device

FIELD: Final = "csrf"
HEADER: Final = "x-csrf-token"


def csrf_token(request: Request) -> str:
    """A token for a form, or for a script's x-csrf-token header, on the page that answers this request."""
    if not hasattr(request.state, "form_device"):
        request.state.form_device = device_name(request)
    return services(request).csrf.token(_bearer(request, request.state.form_device))


def csrf_field(request: Request) -> Markup:
    """The hidden field."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, csrf_token(request))


def remember_form(request: Request, response: Response) -> None:
    """A device without a name got one for its form; the form counts only together with it."""
    name: str | None = getattr(request.state, "form_device", None)
    if name is not None and DEVICE_COOKIE not in request.cookies:
        remember_device(request, response, name)


def has_token(request: Request, sent: str) -> bool:
    """Whether this form came from a page that this device was shown under its present sign-in."""
    device = request.cookies.get(DEVICE_COOKIE)
    return device is not None and services(request).csrf.is_good(sent, _bearer(request, device))


def _bearer(request: Request, device: str) -> str:
    return f"{device}/{request.cookies.get(STAFF_COOKIE, '')}"
