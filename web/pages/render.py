"""From a template and its values to a response in the reader's language."""

from collections.abc import Mapping
from datetime import date as Date  # noqa: N812 - `date` is what templates ask for
from datetime import datetime, timedelta
from functools import partial
from http import HTTPStatus
from typing import Final
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_skeleton, format_time
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import HTMLResponse

from deliberation.language import Locale, pick, speaker, translator
from deliberation.session.phrases import Say
from web.communities import remember_community
from web.csrf import csrf_field, remember_form
from web.middleware import preferences
from web.services import services
from web.staff import staff
from web.words import forget_word, told

BABEL_LOCALES: Final[Mapping[Locale, str]] = {"zh": "zh_Hans_CN", "en": "en_GB"}
HTML_LANGUAGES: Final[Mapping[Locale, str]] = {"zh": "zh-CN", "en": "en"}


class Reader:
    """What a template may ask about the person who reads it."""

    def __init__(self, request: Request) -> None:
        wanted = preferences(request)
        self.locale = wanted.locale
        self.elder = wanted.elder
        self.language = HTML_LANGUAGES[wanted.locale]
        self.other_locale: Locale = "en" if wanted.locale == "zh" else "zh"
        self._babel = BABEL_LOCALES[wanted.locale]
        self._url = request.url

    def pick(self, texts: Mapping[str, str]) -> str:
        """One text of several languages."""
        return pick(texts, self.locale)

    def day(self, moment: datetime) -> str:
        """5月16日周六, in the zone that the moment has."""
        return format_skeleton("MMMEd", moment, tzinfo=moment.tzinfo, locale=self._babel)

    def date(self, moment: Date) -> str:
        """2026年5月16日."""
        return format_date(moment, "long", locale=self._babel)

    def clock(self, moment: datetime) -> str:
        """14:00."""
        return format_time(moment, "HH:mm", tzinfo=moment.tzinfo, locale=self._babel)

    def until(self, moment: datetime, zone: str) -> str:
        """The last day before this moment: what ends at midnight there lasts through the day before."""
        return self.date((moment - timedelta(seconds=1)).astimezone(ZoneInfo(zone)))

    @property
    def other_language_href(self) -> str:
        """This page in the other language."""
        return self._here(lang=self.other_locale)

    @property
    def elder_href(self) -> str:
        """This page in the other letter size."""
        return self._here(elder="0" if self.elder else "1")

    def _here(self, **query: str) -> str:
        kept = {
            name: value
            for name, value in QueryParams(self._url.query).items()
            if name not in {"lang", "elder"}
        }
        return f"{self._url.path}?{urlencode(kept | query)}"


def say(request: Request) -> Say:
    """Puts phrases into the reader's language."""
    return speaker(preferences(request).locale)


def render(
    request: Request,
    template: str,
    *,
    status: HTTPStatus = HTTPStatus.OK,
    private: bool = False,
    **values: object,
) -> HTMLResponse:
    """Render `templates/<template>`; `private` pages are never stored by anybody."""
    reader = Reader(request)
    context: dict[str, object] = {
        "_": translator(reader.locale),
        "reader": reader,
        "member": staff(request),
        "told": told(request),
        "csrf_field": partial(csrf_field, request),
        **values,
    }
    text = services(request).templates.render(template, context)
    # no-cache: kept for the way back, but asked for again, because signing in changes what a page shows.
    headers = {
        "Cache-Control": "no-store" if private else "private, no-cache",
        "Content-Language": reader.locale,
    }
    response = HTMLResponse(text, status_code=status, headers=headers)
    remember_form(request, response)
    remember_community(request, response)
    forget_word(request, response)
    return response
