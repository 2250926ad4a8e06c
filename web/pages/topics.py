"""What the community deliberates, as everybody may read it, from the issue to the outcome."""

from functools import partial
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from deliberation.clock import utc_now
from deliberation.records.mirror import refresh
from web.communities import communities, community_of
from web.pages.desk.addressed import row_id, whole
from web.pages.issues import choose_community
from web.pages.moments import day_of
from web.pages.render import render
from web.pages.share import share
from web.pages.story import story
from web.pages.words import ISSUE_STATUSES, MUST_WORDS, PROPOSALS, STAMPS, status_word
from web.services import services


async def list_page(request: Request) -> Response:
    """GET /topics?page=: those that people were told of, what comes up last first."""
    community = await community_of(request)
    if community is None:
        return await choose_community(request, "/topics")
    parts = services(request)
    await refresh(parts.records, parts.ledger)
    number = whole(request.query_params.get("page", ""), otherwise=1)
    return render(
        request,
        "pages/topics.html",
        community=community,
        topics=await parts.topics.announced(community.id, number),
        status_word=partial(status_word, at=utc_now()),
    )


async def topic_page(request: Request) -> Response:
    """GET /topics/{topic}: one, with what came before and after; 404 until people were told of it."""
    topic = await services(request).topics.announced_topic(row_id(request, "topic"))
    if topic is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    community = next(each for each in await communities(request) if each.id == topic.community)
    return render(
        request,
        "pages/topic.html",
        share=share(request, [photo.large for issue in topic.issues for photo in issue.photos]),
        community=community,
        topic=topic,
        story=await story(request, topic.made_at, topic.issues, topic.sessions),
        musts=MUST_WORDS,
        statuses=ISSUE_STATUSES,
        status_word=partial(status_word, at=utc_now()),
        proposal_words=PROPOSALS,
        stamps=STAMPS,
        day_of=day_of(community),
        issue_path="/issues/",
        session_path="/sessions/",
    )
