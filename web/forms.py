"""Reading forms: what somebody typed, as far as it is text."""

from typing import Final

from starlette.datastructures import FormData

from deliberation.session.phrases import Phrase, phrase

MOST_TYPED: Final = 400
"""Of one line; longer fields say so themselves."""


def too_long(text: str, most: int) -> Phrase | None:
    """What to say when a text has more than `most` characters."""
    if len(text) <= most:
        return None
    return phrase("太长了：最多 {most} 个字，现在有 {length} 个。", most=most, length=len(text))


def typed(form: FormData, field: str, *, strip: bool = True, most: int = MOST_TYPED) -> str:
    """The text of a field, cut off at `most`; empty when it is missing or a file."""
    value = form.get(field)
    text = value[:most] if isinstance(value, str) else ""
    return text.strip() if strip else text
