"""Which reports may be about the same matter: a suggestion, by what they say and where."""

import re
from typing import Final

from msgspec import Struct

ENOUGH: Final = 0.45
"""Likeness from which two reports are worth a look together; 1.5 is the same words in the same place."""


class Told(Struct, frozen=True):
    """What a report says, as far as it can be compared."""

    words: frozenset[str]
    place: frozenset[str]


def told(words: str, place: str) -> Told:
    """Take a report apart once, to compare it with many."""
    return Told(_pairs(words), _pairs(place))


def likeness(one: Told, other: Told) -> float:
    """From 0 to 1.5: alike words count once, an alike place half."""
    return _dice(one.words, other.words) + _dice(one.place, other.place) / 2


def _pairs(text: str) -> frozenset[str]:
    """Neighbouring characters; Chinese has no spaces to find its words by."""
    letters = re.sub(r"[\W_]", "", text.casefold())
    return frozenset(letters[at : at + 2] for at in range(max(1, len(letters) - 1)) if letters)


def _dice(one: frozenset[str], other: frozenset[str]) -> float:
    """Sørensen and Dice: twice what is common, over all that is there. See doi:10.2307/1932409."""
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 0.0
