"""What the desk of the demonstration has besides its sessions: a committee, and groups that were chosen."""

from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from deliberation.console.terminal import _
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

TOPIC: Final = "电动自行车在哪里停、在哪里充"
GROUPS: Final = (
    (
        {"zh": "有电动自行车的居民", "en": "e-bike owners"},
        2,
        (("车晓波", "2幢居民"), ("桂芝兰", "6幢居民")),
    ),
    ({"zh": "一楼住户", "en": "ground-floor residents"}, 2, (("凌阿宝", "6幢一楼居民"),)),
)


async def fill(services: Services, community: CommunityView, *, at: datetime) -> None:
    """Put the committee and the groups together, unless there is a committee already."""
    today = at.astimezone(ZoneInfo(community.timezone)).date()
    committee = await services.committee.view(community.id, today)
    if committee.members or committee.former:
        return
    who = Who(_("演示"), community=community.id)
    began = date(today.year, 1, 1)
    for name, org, source in COMMITTEE:
        person = await _person(services, community, PersonEntry(name, org=org), who)
        await services.committee.give(community.id, person, Term(source, began), who=who)
    await services.committee.set_plan(community.id, "five", who=who)
    topic = await services.groups.add_topic(community.id, TOPIC, who=who, at=at)
    for label, seats, people in GROUPS:
        group = await services.groups.add(community.id, topic, label, seats, who=who)
        if group is None:
            raise LookupError(topic)
        for name, org in people:
            person = await _person(services, community, PersonEntry(name, org=org), who)
            await services.groups.seat(community.id, group, person, who=who)
        if len(people) == seats:
            choice = Choice(
                today - timedelta(days=2), "recommended", "2幢、6幢有电动自行车的 41 户，楼组长上门"
            )
            await services.groups.record_choice(community.id, group, choice, who=who)


async def _person(services: Services, community: CommunityView, entry: PersonEntry, who: Who) -> int:
    """Their id, whether or not a session has brought them in before."""
    try:
        return await services.people.add(community.id, tidied(entry), who=who)
    except AlreadyKnown as known:
        if known.person is None:
            raise
        return known.person
