"""The closed word lists of the committee and the groups, and the plans of a committee."""

from collections.abc import Collection, Mapping
from typing import Final, Literal, get_args

Source = Literal[
    "party",
    "residents_committee",
    "supervision",
    "owners",
    "property",
    "local_unit",
    "social_org",
    "representative",
    "other",
]
"""For whom a standing member sits on the committee."""

SOURCES: Final[tuple[Source, ...]] = get_args(Source)

PlanName = Literal["free", "three", "five"]

PLANS: Final[Mapping[PlanName, tuple[Source, ...]]] = {
    "free": (),
    "three": ("residents_committee", "owners", "property"),
    "five": ("party", "residents_committee", "owners", "property", "local_unit"),
}
"""At least one member from each. Which are the five of 五位一体 differs from town to town: the usual ones."""

Way = Literal["elected", "recommended", "volunteered", "lot", "sent"]
"""How those who speak for a group were chosen."""

WAYS: Final[tuple[Way, ...]] = get_args(Way)


def missing(plan: PlanName, held: Collection[Source]) -> list[Source]:
    """What the plan asks for and nobody holds."""
    return [source for source in PLANS[plan] if source not in held]
