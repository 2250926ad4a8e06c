"""Sentences as data: a message id with its values, put into a language only where somebody reads it."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

import msgspec

Value: TypeAlias = "str | int | Phrase | Label | tuple[Phrase, ...]"
Say: TypeAlias = "Callable[[Phrase], str]"
"""Puts a phrase into one language; `deliberation.language` makes them."""


class Phrase(msgspec.Struct, frozen=True):
    """A sentence that is not in any language yet. `msgid` is its Chinese text with {named} places."""

    msgid: str
    values: Mapping[str, Value] = {}


class Label(msgspec.Struct, frozen=True):
    """A name that its owner gave in several languages: texts by language, Chinese always among them."""

    texts: Mapping[str, str]


def phrase(msgid: str, **values: Value) -> Phrase:
    """Make a phrase; the catalog extraction looks for calls of this name."""
    return Phrase(msgid, values)


def N_(msgid: str) -> str:  # noqa: N802 - gettext's own name for "translate this later"
    """Mark a text for the catalog and return it unchanged."""
    return msgid


def verbatim(text: str) -> Phrase:
    """What a person wrote: shown as it stands in every language."""
    return Phrase("{text}", {"text": text})
