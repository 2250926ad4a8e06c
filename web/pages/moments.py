"""Moments as a community's clock shows them."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from deliberation.records.staff.views import CommunityView


def day_of(community: CommunityView) -> Callable[[datetime], datetime]:
    """Puts a moment into the community's time zone, for the filters of templates."""
    zone = ZoneInfo(community.timezone)
    return lambda moment: moment.astimezone(zone)
