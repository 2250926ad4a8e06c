"""The closed lists of topics."""

from typing import Final, Literal, get_args

Must = Literal["", "major", "dispute", "asked", "no"]
"""Why a topic has to be deliberated: a major matter, a dispute among several, many asked; or need not be."""

LONGEST_TITLE: Final = 60
"""Characters: a line on the wall."""

MUSTS: tuple[Must, ...] = get_args(Must)
