"""What the demonstration's desk called: one session that is over, one for tomorrow; and a draft."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from importlib.resources import as_file, files
from typing import Any, Final
from zoneinfo import ZoneInfo

import msgspec

from deliberation.console import demo_desk
from deliberation.console.demo_desk import Party
from deliberation.records.calling.views import DraftEntry
from deliberation.records.importing import postponed
from deliberation.records.mirror import refresh
from deliberation.records.scenario import Scenario, load_scenario
from deliberation.records.staff.views import CommunityView, Who
from deliberation.records.topics.views import TopicEntry
from deliberation.replay.run import relive
from deliberation.replay.script import starts_at
from web.services import Services

HELD: Final = "east-gate.yaml"
HELD_DAYS: Final = 20
NOTICE_DAYS: Final = 4
"""How long before a session its notice goes out; the rules ask for three."""

CHAIR: Final = ("苏念禾", "邻善社工服务中心（虚构）")
RECORDER: Final = ("葛小满", "邻善社工服务中心（虚构）")
SUPERVISOR: Final = ("牧清", "")
PLACE: Final = "邻里生活馆大厅"

BIKES: Final = """\
2幢和6幢楼下每天晚上停着四十多辆电动自行车，充电棚只有 **16 个** 插口。

- 从楼上拉线充电的，上个月数到 **9 根**；
- 一楼住户反映，楼道口被车堵住，婴儿车推不出去；
- 物业量过，2幢东面的空地还能搭一个棚，约 20 个插口。

请大家先看一看，哪里能停，哪里能充，谁来管。
"""

PARCELS: Final = "快递放在哪里"
"""A topic that grew from an issue and that nobody was told of yet; see demo/issues.yaml."""


async def fill(services: Services, community: CommunityView, *, who: Who, at: datetime) -> None:
    """Call them as staff does; the topics are there already."""
    topics = {title: topic for topic, title in await services.topics.titles(community.id)}
    await _held(services, community, topics, who=who, at=at)
    bikes = topics[demo_desk.TOPIC]
    entry = TopicEntry(demo_desk.TOPIC, BIKES, "dispute")
    await services.topics.change(community.id, bikes, entry, who=who)
    day = at.astimezone(ZoneInfo(community.timezone)).date() + timedelta(days=1)
    tomorrow = datetime.combine(day, time(14), tzinfo=ZoneInfo(community.timezone))
    await _call(services, community, "电动自行车停放充电议事会", bikes, tomorrow, who=who)
    draft = DraftEntry(title="快递摆放议事会", place=PLACE, topics=(topics[PARCELS],))
    await services.calling.add(community.id, draft, who=who, at=at)


async def _held(
    services: Services, community: CommunityView, topics: Mapping[str, int], *, who: Who, at: datetime
) -> None:
    """Call a session that a file describes, as it was called then, and walk through it to its end."""
    with as_file(files("deliberation.demo")) as folder:
        scenario = load_scenario(folder / HELD)
    day = at.astimezone(ZoneInfo(community.timezone)).date() - timedelta(days=HELD_DAYS)
    scenario = postponed(scenario, (day - scenario.session.date).days)
    about = scenario.topics[0]
    topic = topics[about.title]
    entry = TopicEntry(about.title, about.background, "asked")
    await services.topics.change(community.id, topic, entry, who=who)
    chosen = day - timedelta(days=NOTICE_DAYS + 3)
    await demo_desk.seat_parties(services, community, topic, _parties(scenario), chosen=chosen, who=who)
    start = starts_at(scenario, ZoneInfo(community.timezone))
    code = await _call(services, community, scenario.title.zh, topic, start, who=who)
    await services.calling.open_hall(code, who=who, at=start - timedelta(minutes=20))
    ids = {about.id: f"t{topic}"}
    people = {seat.name: seat.key for seat in await services.records.seats(code)}
    ids |= {each.id: people[each.name] for each in scenario.participants}
    seated = await services.groups.for_session(community.id, [topic])
    groups = {group.label["zh"]: group.key for group in seated.groups}
    ids |= {key: groups[group.zh] for key, group in scenario.groups.items()}
    here = msgspec.convert(_renamed(msgspec.to_builtins(scenario), ids), Scenario)
    await relive(services.ledger, code, here, timezone=community.timezone)
    await refresh(services.records, services.ledger)


def _parties(scenario: Scenario) -> list[Party]:
    return [
        Party(
            {"zh": group.zh, "en": group.en},
            group.seats,
            [(each.name, each.org) for each in scenario.participants if each.group == key],
            "楼组长上门问过，各楼推荐",
        )
        for key, group in scenario.groups.items()
    ]


async def _call(
    services: Services, community: CommunityView, title: str, topic: int, start: datetime, *, who: Who
) -> str:
    """Prepare a session and send its notice in good time; gives its code."""
    sent = start - timedelta(days=NOTICE_DAYS)

    async def known(name: str, org: str) -> int:
        return await demo_desk.person(services, community, name, org, who=who)

    entry = DraftEntry(
        title=title,
        place=PLACE,
        planned_at=start.astimezone(ZoneInfo("UTC")),
        chair=await known(*CHAIR),
        recorder=await known(*RECORDER),
        supervisor=await known(*SUPERVISOR),
        topics=(topic,),
    )
    number = await services.calling.add(community.id, entry, who=who, at=sent)
    draft = await services.calling.draft(community.id, number)
    if draft is None:
        raise LookupError(number)
    return await services.calling.call(community, draft, who=who, at=sent)


def _renamed(value: Any, ids: Mapping[str, str]) -> Any:  # noqa: ANN401 - a document of any shape
    """The same document with the ids of a file replaced by those that a called session has."""
    match value:
        case str():
            return ids.get(value, value)
        case list():
            return [_renamed(each, ids) for each in value]
        case dict():
            return {ids.get(key, key): _renamed(each, ids) for key, each in value.items()}
        case _:
            return value
