"""Public pictures, wherever they are kept. Nothing here is run; what a file is, is not guessed."""

import hashlib
from http import HTTPStatus
from pathlib import PurePosixPath
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from web.services import services

KINDS: Final = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".svg": "image/svg+xml",  # only drawings that come with the program
}

TEN_MINUTES: Final = "public, max-age=600"
"""A picture that staff takes back or covers is gone soon, and a page comes back quickly on a slow network."""


async def picture(request: Request) -> Response:
    """GET /media/{name}: a public picture."""
    name: str = request.path_params["name"]
    kind = KINDS.get(PurePosixPath(name).suffix.lower())
    content = await services(request).library.public.get(name) if kind else None
    if content is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {"Cache-Control": TEN_MINUTES, "ETag": tag}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    return Response(content, media_type=kind, headers=headers)
