"""Pictures that are not public: shown to staff, and covered where somebody could be told."""

from http import HTTPStatus
from typing import Final

import msgspec
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from deliberation.media.library import private_name
from deliberation.media.pictures import MOST_SHAPES, Box, Refused, Shape
from deliberation.records.issues.views import DeskPhoto
from deliberation.session.phrases import Phrase, phrase
from web.communities import desk_community
from web.forms import typed
from web.pages.desk.addressed import row_id, whole
from web.pages.desk.frame import render_desk
from web.pages.render import say
from web.services import services
from web.staff import staff_member
from web.words import done

DRAWN_MOST: Final = 200_000
"""Characters of what a finger drew."""

BOXES: Final = 3
"""Rectangles that can be typed at once; the form comes back for more."""


async def picture(request: Request) -> Response:
    """GET /desk/photos/{photo}/{size}: the picture as it is now."""
    photo = await _photo(request)
    size = request.path_params["size"]
    if photo.name is None or size not in {"large", "small"}:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    content = await services(request).library.private.get(private_name(photo.name, size))
    if content is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return Response(content, media_type="image/jpeg", headers={"Cache-Control": "no-store"})


async def cover_page(request: Request) -> Response:
    """GET /desk/photos/{photo}: the brush."""
    return await _page(request, await _photo(request))


async def cover(request: Request) -> Response:
    """POST /desk/photos/{photo}: cover what was drawn or typed, for good."""
    photo = await _photo(request)
    parts, community = services(request), desk_community(request).id
    try:
        shapes = _shapes(await request.form())
    except msgspec.DecodeError:
        return await _page(request, photo, problem=phrase("画的没有传完整。请再画一次。"))
    if not shapes:
        return await _page(request, photo, problem=phrase("还没有画。请先把脸、车牌、电话涂掉。"))
    if len(shapes) > MOST_SHAPES:
        return await _page(request, photo, problem=phrase("画得太多了。请先遮一部分，再接着画。"))
    if photo.name is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    try:
        await parts.issues.before_covering(community, photo.id, who=staff_member(request).who)
        await parts.issues.covered(await parts.library.cover(photo.name, shapes))
    except Refused as refused:
        return await _page(request, photo, problem=refused.sentence)
    sentence = phrase("遮好了，原来的样子已经删掉。请再看一眼，还有没有脸、车牌、电话。")
    return done(request, f"/desk/issues/{photo.issue}#photo-{photo.id}", sentence)


def _shapes(form: FormData) -> list[Shape]:
    """What was drawn with the brush, and the rectangles that were typed. Raises msgspec.DecodeError."""
    drawn = typed(form, "drawn", most=DRAWN_MOST)
    shapes = msgspec.json.decode(drawn, type=list[Shape]) if drawn else []
    for number in range(1, BOXES + 1):
        x, y, width, height = (
            min(whole(typed(form, f"{side}{number}")), 100) / 100 for side in ("x", "y", "width", "height")
        )
        if width and height:
            shapes.append(Box(x, y, width, height))
    return shapes


async def _photo(request: Request) -> DeskPhoto:
    """The one that the address names; 404 when it is not of this community."""
    photo = await services(request).issues.photo(desk_community(request).id, row_id(request, "photo"))
    if photo is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return photo


async def _page(request: Request, photo: DeskPhoto, *, problem: Phrase | None = None) -> Response:
    if photo.name is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return await render_desk(
        request,
        "desk/cover.html",
        here="desk_issues",
        status=HTTPStatus.BAD_REQUEST if problem else HTTPStatus.OK,
        photo=photo,
        boxes=range(1, BOXES + 1),
        problem=say(request)(problem) if problem else None,
    )
