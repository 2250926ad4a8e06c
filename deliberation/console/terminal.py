"""Talking to whoever sits at the terminal: in their language, errors in one sentence on standard error."""

import os
from collections.abc import Mapping
from typing import Final, NoReturn

import typer
from rich.console import Console

from deliberation.language import Locale, speaker, supported, translator
from deliberation.session.phrases import Phrase

OUT: Final = Console(highlight=False)
ERRORS: Final = Console(stderr=True, highlight=False, soft_wrap=True)

DONE: Final = 0
FINDING: Final = 1
WRONG_USE: Final = 2


def terminal_locale(environment: Mapping[str, str]) -> Locale:
    """The terminal's language; Chinese where none, or one that we do not speak, is set."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environment.get(name):
            return supported(value.split(".")[0]) or "zh"
    return "zh"


LOCALE: Final = terminal_locale(os.environ)
_ = translator(LOCALE)
say = speaker(LOCALE)


def stop(sentence: Phrase, *, status: int = WRONG_USE) -> NoReturn:
    """Say what is wrong and end with this status."""
    ERRORS.print(say(sentence), markup=False)
    raise typer.Exit(status)
