"""Reporting an issue: a photo, a place, a sentence. Residents do it themselves, staff for the others."""

import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

from msgspec import Struct
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from deliberation import ids
from deliberation.clock import utc_now
from deliberation.media.library import Kept
from deliberation.media.pictures import Refused
from deliberation.records.issues.store import Known
from deliberation.records.issues.views import LONGEST, MOST_PHOTOS, SOURCES, IssueSource, Report, Reported
from deliberation.records.staff.views import CommunityView
from deliberation.session.phrases import Phrase, phrase
from web.attempts import by_reporter
from web.communities import community_of
from web.forms import typed
from web.pages.issues import choose_community
from web.pages.own_reports import add_own, spoken
from web.pages.render import render, say
from web.pages.words import ISSUE_SOURCES
from web.permissions import PREPARERS
from web.services import services
from web.signin import device_name
from web.staff import staff
from web.words import done

KEY: Final = re.compile(r"[0-9a-f]{32}")

WRITTEN_DOWN: Final[tuple[IssueSource, ...]] = tuple(source for source in SOURCES if source != "phone")
"""Ways by which staff hears of something."""


class Draft(Struct, frozen=True):
    """What was typed, and the name of this form."""

    key: str
    words: str = ""
    place: str = ""
    source: str = ""


class Problem(Exception):
    """The form is not taken; `field` is where to say why."""

    def __init__(self, field: str, sentence: Phrase, status: HTTPStatus = HTTPStatus.BAD_REQUEST) -> None:
        super().__init__(field)
        self.field = field
        self.sentence = sentence
        self.status = status


async def form_page(request: Request) -> Response:
    """GET /issues/new."""
    community = await community_of(request)
    if community is None:
        return await choose_community(request, "/issues/new")
    return _form(request, community, Draft(ids.opaque_id()))


async def report(request: Request) -> Response:
    """POST /issues/new: taken once, however often it is sent. A script that asks for JSON gets it."""
    community = await community_of(request)
    if community is None:
        return await choose_community(request, "/issues/new")
    form = await request.form()
    draft = _draft(form)
    try:
        kept = await _keep(request, community, draft, form)
    except Problem as problem:
        if _wants_json(request):
            return JSONResponse(
                {"field": problem.field, "sentence": say(request)(problem.sentence)}, problem.status
            )
        return _form(request, community, draft, problem=problem)
    if _writes_down(request, community):
        sentence = phrase("收下了。查询号是 {code}，请告诉来报的人。", code=spoken(kept.reference))
        response: Response = done(request, f"/desk/issues/{kept.id}", sentence)
    else:
        response = RedirectResponse("/issues/mine?new=1", HTTPStatus.SEE_OTHER)
        add_own(request, response, kept.reference)
    if _wants_json(request):
        answer = JSONResponse({"location": response.headers["location"]}, HTTPStatus.CREATED)
        answer.raw_headers.extend(pair for pair in response.raw_headers if pair[0] == b"set-cookie")
        return answer
    return response


async def _keep(request: Request, community: CommunityView, draft: Draft, form: FormData) -> Reported:
    """The report as it is kept. Raises Problem."""
    parts = services(request)
    who = staff(request) if _writes_down(request, community) else None
    if (earlier := await parts.issues.known(community.id, draft.key)) is not None:
        return earlier
    described = _checked(draft, form, by_staff=who is not None)
    files = [file for file in form.getlist("photos") if isinstance(file, UploadFile) and file.filename]
    if len(files) > MOST_PHOTOS:
        raise Problem("photos", phrase("一次最多交 {count} 张照片。请少选几张。", count=MOST_PHOTOS))
    counted = by_reporter(community.slug, device_name(request))
    if who is None and not await parts.attempts.may_try(*counted):
        sentence = phrase("这一会儿报得太多了，请过一小时再报，或者到居委会窗口说一声。")
        raise Problem("form", sentence, HTTPStatus.TOO_MANY_REQUESTS)
    photos = await _take(request, files)
    try:
        kept = await parts.issues.report(
            community.id, described, photos, at=utc_now(), who=who.who if who else None
        )
    except Known as known:
        # The same form came twice at the same time: the other one was kept, with its photos.
        await _forget(request, photos)
        return known.earlier
    except BaseException:
        await _forget(request, photos)
        raise
    if who is None:
        await parts.attempts.count(*counted)
    return kept


async def _take(request: Request, files: list[UploadFile]) -> list[Kept]:
    """All photos, or none of them. Raises Problem."""
    photos: list[Kept] = []
    try:
        for file in files:
            photos.append(await services(request).library.take(file.file))  # noqa: PERF401 - those before a refusal count
    except Refused as refused:
        await _forget(request, photos)
        status = HTTPStatus.SERVICE_UNAVAILABLE if refused.code == "busy" else HTTPStatus.BAD_REQUEST
        raise Problem("photos", refused.sentence, status) from refused
    except BaseException:
        await _forget(request, photos)
        raise
    return photos


async def _forget(request: Request, photos: list[Kept]) -> None:
    for photo in photos:
        await services(request).library.forget(photo.name)


def _draft(form: FormData) -> Draft:
    key = typed(form, "key")
    return Draft(
        key=key if KEY.fullmatch(key) else ids.opaque_id(),
        words=typed(form, "words", most=2 * LONGEST["words"]),
        place=typed(form, "place", most=2 * LONGEST["place"]),
        source=typed(form, "source"),
    )


def _checked(draft: Draft, form: FormData, *, by_staff: bool) -> Report:
    """What was typed, as a report. Raises Problem."""
    if typed(form, "website"):
        raise Problem("form", phrase("有一栏不该填的填上了，没有收下。请清空“这一栏请空着”，再交一次。"))
    if not draft.place:
        raise Problem("place", phrase("请写在哪儿，比如：3幢南边草坪。"))
    if not draft.words:
        raise Problem("words", phrase("请用一句话说说是什么事。"))
    for field, text in (("place", draft.place), ("words", draft.words)):
        if len(text) > LONGEST[field]:
            raise Problem(field, phrase("这里最多写 {count} 个字，请写短一点。", count=LONGEST[field]))
    if not by_staff:
        return Report(draft.key, draft.words, draft.place)
    source = next((known for known in WRITTEN_DOWN if known == draft.source), None)
    if source is None:
        raise Problem("source", phrase("请选是怎么报上来的。"))
    return Report(draft.key, draft.words, draft.place, source)


def _writes_down(request: Request, community: CommunityView) -> bool:
    """Whether it is staff that fills in the form, for somebody else."""
    member = staff(request)
    return member is not None and not member.roles_in(community.id).isdisjoint(PREPARERS)


def _wants_json(request: Request) -> bool:
    return request.headers.get("accept", "").startswith("application/json")


def _form(
    request: Request, community: CommunityView, draft: Draft, *, problem: Problem | None = None
) -> Response:
    speak = say(request)
    problems: Mapping[str, str] = {problem.field: speak(problem.sentence)} if problem else {}
    return render(
        request,
        "pages/report.html",
        status=problem.status if problem else HTTPStatus.OK,
        private=True,
        community=community,
        draft=draft,
        problems=problems,
        longest=LONGEST,
        most_photos=MOST_PHOTOS,
        sources={source: ISSUE_SOURCES[source] for source in WRITTEN_DOWN}
        if _writes_down(request, community)
        else {},
    )
