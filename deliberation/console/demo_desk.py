"""What the desk of the demonstration has besides its sessions: a committee, and groups that were chosen."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from msgspec import Struct

from deliberation.records.people.entries import PersonEntry, tidied
from deliberation.records.people.names import Source
from deliberation.records.people.store import AlreadyKnown
from deliberation.records.people.views import Choice, Term
from deliberation.records.staff.views import CommunityView, Who
from web.services import Services

COMMITTEE: Final[tuple[tuple[str, str, Source], ...]] = (
    ("陆承安", "社区党组织代表", "party"),
    ("闵秀云", "居委会代表", "residents_committee"),
    ("戚卫东", "居委会代表(网格)", "residents_committee"),
    ("邵美珠", "居民代表", "representative"),
    ("祁文博", "社区社会组织(志愿者队)代表", "social_org"),
    ("贺知秋", "业委会代表", "owners"),
    ("连松年", "物业服务企业代表", "property"),
)
"""Name, org, source: the standing members of the first session, and two who joined since."""


class Party(Struct, frozen=True):
    """A group to be seated: its label by language, its seats, and the name and org of who speaks for it.

    `asked`: among whom they were chosen; empty while nobody wrote that down.
    """

    label: dict[str, str]
    seats: int
    people: list[tuple[str, str]]
    asked: str = ""


TOPIC: Final = "电动自行车在哪里停、在哪里充"
BIKES_DAYS: Final = 10
"""How long ago it became a topic."""
PARTIES: Final = (
    Party(
        {"zh": "有电动自行车的居民", "en": "e-bike owners"},
        2,
        [("车晓波", "2幢居民"), ("桂芝兰", "6幢居民")],
        "2幢、6幢有电动自行车的 41 户，楼组长上门",
    ),
    Party({"zh": "一楼住户", "en": "ground-floor residents"}, 2, [("凌阿宝", "6幢一楼居民")]),
)


async def is_bare(services: Services, community: CommunityView, *, at: datetime) -> bool:
    """Whether nobody has put a committee together yet: what somebody works with is left alone."""
    today = at.astimezone(ZoneInfo(community.timezone)).date()
    committee = await services.committee.view(community.id, today)
    return not (committee.members or committee.former)


async def fill(services: Services, community: CommunityView, *, who: Who, at: datetime) -> None:
    """Put the committee together, and the groups of a topic."""
    # Since last year: it is in office on the day of any session that the demonstration tells of.
    began = date(at.year - 1, 1, 1)
    for name, org, source in COMMITTEE:
        member = await person(services, community, name, org, who=who)
        await services.committee.give(community.id, member, Term(source, began), who=who)
    await services.committee.set_plan(community.id, "five", who=who)
    made = at - timedelta(days=BIKES_DAYS)
    topic = await services.groups.add_topic(community.id, TOPIC, who=who, at=made)
    await seat_parties(services, community, topic, PARTIES, chosen=at.date() - timedelta(days=5), who=who)


async def seat_parties(
    services: Services,
    community: CommunityView,
    topic: int,
    parties: Iterable[Party],
    *,
    chosen: date,
    who: Who,
) -> None:
    """The groups that a topic touches, with those who speak for them."""
    for party in parties:
        group = await services.groups.add(community.id, topic, party.label, party.seats, who=who)
        if group is None:
            raise LookupError(topic)
        for name, org in party.people:
            member = await person(services, community, name, org, who=who)
            await services.groups.seat(community.id, group, member, who=who)
        if party.asked:
            choice = Choice(chosen, "recommended", party.asked)
            await services.groups.record_choice(community.id, group, choice, who=who)


async def person(services: Services, community: CommunityView, name: str, org: str, *, who: Who) -> int:
    """Their id, whether or not a session has brought them in before."""
    try:
        return await services.people.add(community.id, tidied(PersonEntry(name, org=org)), who=who)
    except AlreadyKnown as known:
        if known.person is None:
            raise
        return known.person
