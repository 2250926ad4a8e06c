"""Files that are sent as they are, and how long they may be kept."""

from typing import Final

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

FOR_EVER: Final = "public, max-age=31536000, immutable"
ASK_AGAIN: Final = "no-cache"


class Static(StaticFiles):
    """Styles and scripts: their address changes with their content, so they may be kept."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file, with its time to live."""
        response = await super().get_response(path, scope)
        versioned = scope["query_string"].startswith(b"v=")
        response.headers["Cache-Control"] = FOR_EVER if versioned else ASK_AGAIN
        return response
