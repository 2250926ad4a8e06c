"""Machine-readable contracts."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from web.api.asyncapi import document


async def asyncapi(_request: Request) -> Response:
    """GET /api/v1/asyncapi.json: the live messages, with every field and limit."""
    return JSONResponse(document(), headers={"Cache-Control": "max-age=300"})
