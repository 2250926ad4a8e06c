"""Languages: 简体中文 is the source; English comes from a catalog that is read at the start."""

from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from typing import Final, Literal, get_args

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from deliberation.session.phrases import Label, Phrase, Say, Value

Locale = Literal["zh", "en"]
LOCALES: Final[tuple[Locale, ...]] = get_args(Locale)
SOURCE: Final[Locale] = "zh"

Translate = Callable[..., str]
"""`_("中文 {name}", name=…)`: one text in one language."""

_JOINERS: Final[Mapping[Locale, str]] = {"zh": "、", "en": ", "}


@cache
def catalog(locale: Locale) -> Catalog:
    """The texts of one language; the source language needs none."""
    if locale == SOURCE:
        return Catalog(locale=locale)
    with files("deliberation").joinpath(f"locale/{locale}/LC_MESSAGES/messages.po").open("rb") as file:
        return read_po(file, locale=locale)


@cache
def _texts(locale: Locale) -> Mapping[str, str]:
    """Message id to text, for those that have one."""
    return {
        message.id: message.string
        for message in catalog(locale)
        if message.id and isinstance(message.id, str) and isinstance(message.string, str) and message.string
    }


@cache
def client_messages(locale: Locale) -> Mapping[str, str]:
    """The texts that the live client uses, for the page that starts it."""
    texts = _texts(locale)
    return {
        message.id: texts[message.id]
        for message in catalog(locale)
        if isinstance(message.id, str)
        and message.id in texts
        and any(path.startswith("frontend/") for path, _ in message.locations)
    }


@cache
def translator(locale: Locale) -> Translate:
    """The `_` of templates and of the command line; a text without a translation stays Chinese."""
    texts = _texts(locale)

    def translate(msgid: str, /, **values: object) -> str:
        text = texts.get(msgid, msgid)
        return text.format_map(values) if values else text

    return translate


@cache
def speaker(locale: Locale) -> Say:
    """Put phrases, and the phrases inside them, into one language."""
    texts = _texts(locale)
    joiner = _JOINERS[locale]

    def value(part: Value) -> str | int:
        match part:
            case Phrase():
                return say(part)
            case Label():
                return pick(part.texts, locale)
            case tuple():
                return joiner.join(say(item) for item in part)
            case _:
                return part

    def say(phrase: Phrase) -> str:
        text = texts.get(phrase.msgid, phrase.msgid)
        # Without values there are no places either: a community's own words may have braces in them.
        return (
            text.format_map({name: value(part) for name, part in phrase.values.items()})
            if phrase.values
            else text
        )

    return say


def supported(name: str | None) -> Locale | None:
    """The language of this name, if it is one of ours: `en-GB` is `en`."""
    if not name:
        return None
    short = name.replace("_", "-").split("-")[0].lower()
    return next((locale for locale in LOCALES if locale == short), None)


def choose_locale(*, asked: str | None, kept: str | None, accepted: str | None) -> Locale:
    """?lang= before the cookie, the cookie before Accept-Language, and Chinese before nothing."""
    return supported(asked) or supported(kept) or _accepted(accepted or "") or SOURCE


def _accepted(header: str) -> Locale | None:
    """The best of our languages in an Accept-Language header."""
    wishes: list[tuple[float, str]] = []
    for part in header.split(","):
        name, _, quality = part.strip().partition(";q=")
        try:
            weight = float(quality or 1)
        except ValueError:
            continue
        if weight > 0:
            wishes.append((weight, name))
    wishes.sort(key=lambda wish: -wish[0])
    return next((locale for _, name in wishes if (locale := supported(name))), None)


def pick(texts: Mapping[str, str], locale: Locale) -> str:
    """One of the texts that somebody wrote in several languages; Chinese is always there."""
    return texts.get(locale) or texts[SOURCE]
