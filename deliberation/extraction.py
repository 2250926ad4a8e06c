"""Texts for the catalog that are not in code: `make messages` finds them through babel.cfg."""

from collections.abc import Iterator
from typing import IO

import yaml

FIRST_LINE = 1
"""The catalog names files, not lines."""


def reasons(
    file: IO[bytes], *_asked: object, **_options: object
) -> Iterator[tuple[int, None, str, list[str]]]:
    """The reasons of a packaged ruleset, for Babel: (line, function, text, comments) each."""
    for text in yaml.safe_load(file)["ruleset"]["deferral"]["reason_codes"].values():
        yield FIRST_LINE, None, text, []
