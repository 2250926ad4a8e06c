"""Whose page it is: the community of a public page, and that of the desk."""

from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from deliberation.records.staff.views import CommunityView
from web.services import services
from web.signin import is_secure
from web.staff import staff

COOKIE: Final = "community"
A_YEAR: Final = 365 * 24 * 3600


async def community_of(request: Request) -> CommunityView | None:
    """The community of a public page: the only one, else ?community=, else the one that was looked at last.

    None when there are several to choose from, or none at all: see `communities`.
    """
    known = await communities(request)
    if len(known) == 1:
        return known[0]
    for slug in (request.query_params.get(COOKIE), request.cookies.get(COOKIE)):
        for community in known:
            if community.slug == slug:
                request.state.community = community
                return community
    return None


async def communities(request: Request) -> list[CommunityView]:
    """All communities, the oldest first; asked for once a request."""
    if not hasattr(request.state, "communities"):
        request.state.communities = await services(request).communities.all()
    found: list[CommunityView] = request.state.communities
    return found


def chosen_community(request: Request) -> CommunityView | None:
    """The one that this page shows because it was chosen among several."""
    chosen: CommunityView | None = getattr(request.state, "community", None)
    return chosen


def remember_community(request: Request, response: Response) -> None:
    """Keep the community that was chosen in the address for the next page."""
    chosen = chosen_community(request)
    if chosen is not None and request.cookies.get(COOKIE) != chosen.slug:
        response.set_cookie(
            COOKIE, chosen.slug, max_age=A_YEAR, httponly=True, samesite="lax", secure=is_secure(request)
        )


def desk_community(request: Request) -> CommunityView:
    """Where the staff member works now. Who works nowhere is led to the desk's front page instead."""
    member = staff(request)
    if member is None or member.community is None:
        raise HTTPException(303, headers={"Location": "/desk"})
    return member.community
