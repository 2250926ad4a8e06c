"""The list of people as a file: download it, or look at what a file would change and then let it.

Nothing is kept between the look and the yes: the page carries the file's text back, and it is read again.
"""

from http import HTTPStatus
from typing import Final

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response

from deliberation.language import translator
from deliberation.records.people.entries import Field
from deliberation.records.people.sheet import (
    FILE_BYTES,
    HEADINGS,
    REWRITTEN_BYTES,
    YES_NO,
    Sheet,
    UnreadableSheet,
    compare,
    read,
    write,
)
from deliberation.session.phrases import Phrase, phrase
from web.communities import desk_community
from web.forms import typed
from web.middleware import preferences
from web.pages.desk.addressed import today
from web.pages.desk.frame import render_desk
from web.pages.render import say
from web.services import services
from web.staff import staff_member
from web.words import done

SHOWN: Final = 100
"""Of each kind of line; the rest is counted."""


async def import_page(request: Request) -> Response:
    """GET /desk/people/import: choose a file."""
    return await _choose(request)


async def preview(request: Request) -> Response:
    """POST /desk/people/import: what the file would change; nothing is changed yet."""
    file = (await request.form()).get("file")
    data = await file.read(FILE_BYTES + 1) if isinstance(file, UploadFile) else b""
    if not data:
        return await _choose(request, phrase("请先选一个文件；它里面要有内容。"))
    try:
        sheet = read(data)
    except UnreadableSheet as refusal:
        return await _choose(request, refusal.sentence)
    return await _look(request, sheet)


async def confirm(request: Request) -> Response:
    """POST /desk/people/import/confirm: let it. Bad lines are left out, as the page said."""
    text = typed(await request.form(), "sheet", strip=False, most=REWRITTEN_BYTES)
    try:
        sheet = read(text.encode(), most=REWRITTEN_BYTES)
    except UnreadableSheet as refusal:
        return await _choose(request, refusal.sentence)
    people, who = services(request).people, staff_member(request).who
    added, changed = await people.bring_in(desk_community(request).id, sheet.lines, who=who)
    return done(
        request,
        "/desk/people",
        phrase("导入好了：新加 {added} 人，改动 {changed} 人。", added=added, changed=changed),
    )


async def export(request: Request) -> Response:
    """POST /desk/people/export: all who take part, as a file; the audit trail says so."""
    community = desk_community(request)
    entries = await services(request).people.export(community.id, who=staff_member(request).who)
    return _file(write(entries, *_words(request)), f"people-{community.slug}-{today(request)}.csv")


async def blank(request: Request) -> Response:
    """GET /desk/people/blank.csv: headings only, to be filled in."""
    return _file(write([], *_words(request)), "people.csv")


def _words(request: Request) -> tuple[dict[Field, str], tuple[str, str]]:
    _ = translator(preferences(request).locale)
    return {field: _(heading) for field, heading in HEADINGS.items()}, (_(YES_NO[0]), _(YES_NO[1]))


def _file(data: bytes, name: str) -> Response:
    return Response(
        data,
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )


async def _choose(request: Request, problem: Phrase | None = None) -> Response:
    return await render_desk(
        request,
        "desk/people_import.html",
        here="desk_people",
        status=HTTPStatus.BAD_REQUEST if problem else HTTPStatus.OK,
        problem=say(request)(problem) if problem else None,
        columns=" ".join(_words(request)[0].values()),
    )


async def _look(request: Request, sheet: Sheet) -> Response:
    known = await services(request).people.everybody(desk_community(request).id)
    speak = say(request)
    # What is sent back is the good lines as we would write them, however the file was written.
    return await render_desk(
        request,
        "desk/people_preview.html",
        here="desk_people",
        sheet=sheet,
        plan=compare(sheet.lines, known),
        problems=[(each.line, each.column, speak(each.sentence)) for each in sheet.problems[:SHOWN]],
        text=write(line.entry for line in sheet.lines).decode("utf-8-sig"),
        shown=SHOWN,
    )
