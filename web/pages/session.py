"""One session's page: agenda and material; from the check-in on, what happened, readable without script."""

from typing import Any, cast

from msgspec.structs import replace
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from deliberation.clock import utc_now
from deliberation.language import speaker
from deliberation.live.rooms import Rooms
from deliberation.records.views import SessionLine
from deliberation.session.board import board
from web.middleware import preferences
from web.pages.render import render
from web.pages.words import FORMS, OBJECTIONS, PROPOSALS, STAMPS, status_word
from web.services import services


async def session_page(request: Request) -> Response:
    """GET /sessions/{code}: what anybody may read of it."""
    line = await session_or_404(request)
    public = await _public_board(request, line) if line.has_ledger else None
    if public is not None:
        # The list's copy may be a moment behind.
        line = replace(line, status=public["session"]["status"])
    return render(
        request,
        "pages/session.html",
        line=line,
        topics=await services(request).records.agenda(line.code),
        board=public,
        status_word=status_word(line, at=utc_now()),
        proposals=_by_topic(public) if public else {},
        votes=_by_target(public) if public else {},
        forms=FORMS,
        proposal_words=PROPOSALS,
        objection_words=OBJECTIONS,
        stamps=STAMPS,
    )


async def session_or_404(request: Request) -> SessionLine:
    """The session that the address names; asked for once a request."""
    if not hasattr(request.state, "session_line"):
        request.state.session_line = await services(request).records.session(request.path_params["code"])
    line: SessionLine | None = request.state.session_line
    if line is None:
        raise HTTPException(404)
    return line


async def _public_board(request: Request, line: SessionLine) -> dict[str, Any]:
    """What the wall shows to strangers, as last committed."""
    rooms = cast("Rooms", request.app.state.rooms)
    await rooms.open(line.code)
    return board(rooms.session(line.code), "public", speaker(preferences(request).locale))


def _by_topic(public: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Proposals in order, by topic; each with its id."""
    grouped: dict[str, list[dict[str, Any]]] = {}
    for key, proposal in sorted(public["proposals"].items(), key=lambda item: item[1]["no"]):
        grouped.setdefault(proposal["topic"], []).append({"id": key, **proposal})
    return grouped


def _by_target(public: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Votes that are over, oldest first, by what was voted on."""
    grouped: dict[str, list[dict[str, Any]]] = {}
    for vote in public["votes"].values():
        if "outcome" in vote:
            grouped.setdefault(vote["target"], []).append(vote)
    return grouped
