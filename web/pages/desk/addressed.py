"""What an address or a form names by its number, and which day it is at the desk."""

from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from starlette.exceptions import HTTPException
from starlette.requests import Request

from deliberation.clock import utc_now
from web.communities import desk_community

LARGEST: Final = 2**31 - 1
"""Of the databases' whole numbers; no row has a larger one."""

YEARS: Final = range(1900, 3000)
"""Of days that somebody types. Next to the calendar's ends, the day before and UTC would fall off it."""


def row_id(request: Request, name: str) -> int:
    """The number in the address; 404 when no row can have it."""
    number: int = request.path_params[name]
    if number > LARGEST:
        raise HTTPException(404)
    return number


def whole(text: str, *, otherwise: int = 0) -> int:
    """A number from a form or a query; `otherwise` when it is none that a row can have."""
    is_number = text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST))
    return min(int(text), LARGEST) if is_number else otherwise


def today(request: Request) -> date:
    """The day it is in the community of the desk."""
    return utc_now().astimezone(ZoneInfo(desk_community(request).timezone)).date()


def day(text: str) -> date | None:
    """A day from a date field; None when it is none that anybody could mean."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if found.year in YEARS else None
