"""The address that other devices reach this server by."""

import ipaddress
import socket
from typing import Final

from starlette.requests import Request

from web.services import services

_SOMEWHERE: Final = ("192.0.2.1", 9)
"""Reserved for documentation. Connecting a datagram socket sends nothing: it only asks for the way."""


def lan_host() -> str | None:
    """This machine's address in the local network; None without one. Needs no internet and no name server."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(_SOMEWHERE)
        except OSError:
            return None
        host: str = probe.getsockname()[0]
    return None if is_loopback(host) else host


def base_url(request: Request) -> str:
    """What links on paper begin with: a page opened as localhost still leads phones to this machine."""
    public = services(request).settings.public_url
    if public:
        return public
    url = request.url
    if url.hostname is None or not is_loopback(url.hostname):
        return f"{url.scheme}://{url.netloc}"
    host = lan_host() or url.hostname
    return f"{url.scheme}://{host}:{url.port}" if url.port else f"{url.scheme}://{host}"


def is_loopback(host: str) -> bool:
    """Whether this name or address is this machine itself."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
