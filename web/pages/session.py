"""One session's page: agenda and material; from the check-in on, what happened, readable without script."""

from collections.abc import Iterable

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from deliberation.clock import utc_now
from deliberation.records.views import SessionLine, TopicView
from deliberation.session.narrate import GRADE_WORDS, TAKEN_UP
from web.pages.happened import happened
from web.pages.render import render
from web.pages.share import share
from web.pages.words import FORMS, OBJECTIONS, PROPOSALS, STAMPS, status_word
from web.services import services


async def session_page(request: Request) -> Response:
    """GET /sessions/{code}: what anybody may read of it."""
    now = await happened(request, await session_or_404(request))
    topics = await services(request).records.agenda(now.line.code)
    return render(
        request,
        "pages/session.html",
        share=share(request, photos_of(topics)),
        line=now.line,
        topics=topics,
        board=now.board,
        status_word=status_word(now.line, at=utc_now()),
        proposals=now.proposals,
        opinions=now.opinions,
        scores=now.scores,
        votes=now.votes,
        forms=FORMS,
        proposal_words=PROPOSALS,
        objection_words=OBJECTIONS,
        taken_up_words=TAKEN_UP,
        grade_words=GRADE_WORDS,
        stamps=STAMPS,
    )


def photos_of(topics: Iterable[TopicView]) -> list[str]:
    """The paths of all pictures behind an agenda."""
    return [photo.src for topic in topics for issue in topic.issues for photo in issue.photos]


async def session_or_404(request: Request) -> SessionLine:
    """The session that the address names; asked for once a request."""
    if not hasattr(request.state, "session_line"):
        request.state.session_line = await services(request).records.session(request.path_params["code"])
    line: SessionLine | None = request.state.session_line
    if line is None:
        raise HTTPException(404)
    return line
