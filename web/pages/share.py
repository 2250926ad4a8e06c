"""What a chat shows of a link to a page. Title and description stand in the page's template.

Programs that read this want addresses with their host, and pictures that are no drawings of ours: no SVG.
"""

from collections.abc import Iterable
from typing import Final

from msgspec import Struct
from starlette.requests import Request

from web.address import base_url
from web.communities import COOKIE, chosen_community
from web.templating import static_url

PICTURE: Final = "images/share.png"
"""For pages without a photo; drawn from docs/pictures/share.svg."""


class Share(Struct, frozen=True):
    """Absolute addresses: of the page, in no particular language or letter size, and of its picture."""

    url: str
    picture: str


def share(request: Request, pictures: Iterable[str] = ()) -> Share:
    """Of this page; `pictures`: paths of what everybody may see on it."""
    base, path = base_url(request), request.url.path
    community = chosen_community(request)
    if community is not None:
        # Who follows the link has chosen none yet.
        path = f"{path}?{COOKIE}={community.slug}"
    picture = next((each for each in pictures if not each.endswith(".svg")), static_url(PICTURE))
    return Share(f"{base}{path}", f"{base}{picture}")
