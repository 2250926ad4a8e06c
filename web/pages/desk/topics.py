"""A prepared topic: what it is about, where it came from, where it was deliberated."""

from functools import partial
from http import HTTPStatus
from typing import Final

from msgspec import Struct
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from deliberation.clock import utc_now
from deliberation.records.topics.names import LONGEST_TITLE, MUSTS
from deliberation.records.topics.views import PreparedView, TopicEntry
from deliberation.session.phrases import Phrase, phrase
from web.communities import desk_community
from web.forms import too_long, typed
from web.pages.desk.addressed import row_id
from web.pages.desk.frame import render_desk
from web.pages.desk.remarks import thread
from web.pages.moments import day_of
from web.pages.render import say
from web.pages.story import story
from web.pages.words import MUST_WORDS, PROPOSALS, STAMPS, status_word
from web.permissions import KNOWS_PEOPLE, PREPARERS
from web.services import services
from web.staff import staff_member
from web.words import done

LONGEST_BACKGROUND: Final = 10_000


class TypedTopic(Struct, frozen=True):
    """A form's words about a topic, as they were typed."""

    title: str
    background: str
    must: str


async def topic_page(request: Request) -> Response:
    """GET /desk/topics/{topic}."""
    return await _page(request, await _topic(request))


async def change_topic(request: Request) -> Response:
    """POST /desk/topics/{topic}: keep it, or look at the material first."""
    topic, form = await _topic(request), await request.form()
    written = TypedTopic(
        title=typed(form, "title", most=2 * LONGEST_TITLE),
        background=typed(form, "background", most=2 * LONGEST_BACKGROUND),
        must=typed(form, "must"),
    )
    problems: dict[str, Phrase] = {}
    if not written.title or len(written.title) > LONGEST_TITLE:
        problems["title"] = phrase("请写议题，最多 {most} 个字。", most=LONGEST_TITLE)
    if problem := too_long(written.background, LONGEST_BACKGROUND):
        problems["background"] = problem
    if problems or form.get("do") == "look":
        return await _page(request, topic, written=written, problems=problems)
    entry = TopicEntry(
        written.title, written.background, next((must for must in MUSTS if must == written.must), "")
    )
    community, who = desk_community(request).id, staff_member(request).who
    await services(request).topics.change(community, topic.id, entry, who=who)
    return done(request, f"/desk/topics/{topic.id}", phrase("存好了。"))


async def _topic(request: Request) -> PreparedView:
    found = await services(request).topics.topic(desk_community(request).id, row_id(request, "topic"))
    if found is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return found


async def _page(
    request: Request,
    topic: PreparedView,
    *,
    written: TypedTopic | None = None,
    problems: dict[str, Phrase] | None = None,
) -> HTMLResponse:
    entry, member = topic.entry, staff_member(request)
    return await render_desk(
        request,
        "desk/topic.html",
        here="desk_groups",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK,
        topic=topic,
        written=written or TypedTopic(entry.title, entry.background, entry.must),
        looking=written is not None,
        musts=MUST_WORDS,
        story=await story(request, topic.made_at, topic.issues, topic.sessions),
        status_word=partial(status_word, at=utc_now()),
        proposal_words=PROPOSALS,
        stamps=STAMPS,
        day_of=day_of(desk_community(request)),
        issue_path="/desk/issues/" if member.has(KNOWS_PEOPLE.staff) else "",
        session_path="/desk/sessions/",
        may_change=member.has(PREPARERS),
        problems=problems or {},
        say=say(request),
        thread=await thread(request, "topic", topic.id),
    )
