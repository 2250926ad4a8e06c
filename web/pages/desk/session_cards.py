"""The desk's way to the cards of each session."""

from starlette.requests import Request
from starlette.responses import Response

from deliberation.records.mirror import refresh
from web.communities import desk_community
from web.pages.desk.frame import render_desk
from web.services import services


async def sessions_page(request: Request) -> Response:
    """GET /desk/cards: sessions that are not over, the next one first, each with its cards."""
    parts, community = services(request), desk_community(request).id
    await refresh(parts.records, parts.ledger)
    lines = [line for line in await parts.records.sessions(community) if not line.is_over]
    lines.sort(key=lambda line: line.planned_at)
    return await render_desk(request, "desk/cards.html", here="desk_cards", lines=lines)
