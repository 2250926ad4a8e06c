"""The community's front page, and the list of sessions."""

from datetime import datetime
from functools import partial
from typing import Final

from msgspec import Struct
from starlette.requests import Request
from starlette.responses import Response

from deliberation.clock import utc_now
from deliberation.records.mirror import refresh
from deliberation.records.views import SessionLine, TopicView
from web.communities import communities, community_of
from web.pages.moments import day_of
from web.pages.render import render
from web.pages.share import share
from web.pages.words import FORMS, ISSUE_STATUSES, status_word
from web.services import services

UPCOMING: Final = 4
TOPICS: Final = 5
ISSUES: Final = 4
"""How much of each list the front page shows."""


class Upcoming(Struct, frozen=True):
    """A session that is on or still to come, with its topics."""

    line: SessionLine
    topics: list[TopicView]
    missed: bool
    """Whether its day went by and nobody held it."""


async def front_page(request: Request) -> Response:
    """GET /: what is on, what is next, what is talked about, and how to take part."""
    parts = services(request)
    records = parts.records
    await refresh(records, parts.ledger)
    community = await community_of(request)
    lines = await records.sessions(community.id if community else None)
    now = utc_now()
    ahead = sorted((line for line in lines if not line.is_over), key=partial(_soonest, now))[:UPCOMING]
    upcoming = [Upcoming(line, await records.agenda(line.code), _missed(now, line)) for line in ahead]
    return render(
        request,
        "pages/front.html",
        share=share(request),
        community=community,
        communities=await communities(request),
        upcoming=upcoming,
        past=[line for line in lines if line.is_over][:3],
        topics=(await parts.topics.announced(community.id, most=TOPICS)).rows if community else [],
        issues=(await parts.issues.published(community.id, most=ISSUES)).rows if community else [],
        statuses=ISSUE_STATUSES,
        day_of=day_of(community) if community else None,
        forms=FORMS,
        status_word=partial(status_word, at=utc_now()),
    )


async def sessions_page(request: Request) -> Response:
    """GET /sessions: all of them."""
    records = services(request).records
    await refresh(records, services(request).ledger)
    community = await community_of(request)
    lines = await records.sessions(community.id if community else None)
    return render(
        request,
        "pages/sessions.html",
        ahead=sorted((line for line in lines if not line.is_over), key=partial(_soonest, utc_now())),
        past=[line for line in lines if line.is_over],
        forms=FORMS,
        status_word=partial(status_word, at=utc_now()),
    )


def _soonest(now: datetime, line: SessionLine) -> tuple[bool, bool, float]:
    """What is running stands first, then by time; what should have been held long ago, last."""
    return (not line.is_running, _missed(now, line), line.planned_at.timestamp())


def _missed(now: datetime, line: SessionLine) -> bool:
    today = now.astimezone(line.hall_time.tzinfo).date()
    return not line.is_running and line.hall_time.date() < today
