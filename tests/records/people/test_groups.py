"""Interest groups of topics: seats, one vote a person, the record of the choice."""

from datetime import UTC, date, datetime

import pytest

from deliberation.records.people.groups import AllSeatsTaken, SpeaksElsewhere
from deliberation.records.people.views import Choice
from tests.records.people.conftest import WHO, Town
from tests.support.queries import counted_queries

NOW = datetime(2026, 5, 16, 6, tzinfo=UTC)
CHOICE = Choice(date(2026, 5, 10), "recommended", "3幢、5幢有车的 62 户", "两人报名")


async def topic(town: Town, title: str = "停车") -> int:
    return await town.groups.add_topic(town.here, title, who=WHO, at=NOW)


async def group(town: Town, topic_id: int, name: str = "有车的", seats: int = 2) -> int:
    made = await town.groups.add(town.here, topic_id, {"zh": name}, seats, who=WHO)
    assert made is not None
    return made


@pytest.mark.asyncio
async def test_a_group_has_no_more_people_than_seats(town: Town) -> None:
    one = await group(town, await topic(town), seats=1)
    first, second = await town.person("卞家乐"), await town.person("鲍晓燕")

    assert await town.groups.seat(town.here, one, first, who=WHO)
    assert await town.groups.seat(town.here, one, first, who=WHO)
    with pytest.raises(AllSeatsTaken):
        await town.groups.seat(town.here, one, second, who=WHO)
    assert await town.groups.change(town.here, one, {"zh": "有车的"}, 2, who=WHO)
    assert await town.groups.seat(town.here, one, second, who=WHO)
    with pytest.raises(AllSeatsTaken):
        await town.groups.change(town.here, one, {"zh": "有车的"}, 1, who=WHO)
    assert await town.groups.unseat(town.here, one, first, who=WHO)
    view = await town.groups.group(town.here, one)
    assert view is not None
    assert ([member.id for member in view.members], view.vacant) == ([second], 1)


@pytest.mark.asyncio
async def test_a_person_speaks_for_one_group_of_a_topic(town: Town) -> None:
    parking = await topic(town)
    cars, bikes = await group(town, parking), await group(town, parking, "有电动车的")
    person = await town.person("卞家乐")
    await town.groups.seat(town.here, cars, person, who=WHO)

    with pytest.raises(SpeaksElsewhere) as refusal:
        await town.groups.seat(town.here, bikes, person, who=WHO)
    assert refusal.value.group == {"zh": "有车的"}

    # In another topic it is another matter, until that topic touches the first group, too.
    lifts = await topic(town, "加装电梯")
    floor = await group(town, lifts, "低层住户")
    assert await town.groups.seat(town.here, floor, person, who=WHO)
    with pytest.raises(SpeaksElsewhere):
        await town.groups.touch(town.here, lifts, cars, who=WHO)
    seated = await town.groups.for_session(town.here, [parking, lifts])
    assert [one.key for one in seated.groups] == [f"g{cars}", f"g{bikes}", f"g{floor}"]
    assert [one.id for one in seated.twice] == [person]
    assert (await town.groups.for_session(town.elsewhere, [parking])).groups == []


@pytest.mark.asyncio
async def test_a_group_may_be_touched_by_two_topics(town: Town) -> None:
    parking, lifts = await topic(town), await topic(town, "加装电梯")
    cars = await group(town, parking)

    assert [one.id for one in await town.groups.others(town.here, lifts)] == [cars]
    assert await town.groups.touch(town.here, lifts, cars, who=WHO)
    assert await town.groups.others(town.here, lifts) == []
    assert await town.groups.let_go(town.here, parking, cars, who=WHO)
    assert await town.groups.group(town.here, cars) is not None
    assert await town.groups.let_go(town.here, lifts, cars, who=WHO)
    assert await town.groups.group(town.here, cars) is None


@pytest.mark.asyncio
async def test_the_choice_is_kept(town: Town) -> None:
    one = await group(town, await topic(town))

    assert await town.groups.record_choice(town.here, one, CHOICE, who=WHO)
    view = await town.groups.group(town.here, one)
    assert view is not None
    assert view.choice == CHOICE
    [line] = (await town.groups.topics(town.here)).rows
    assert (line.groups, line.seats, line.taken, line.chosen) == (1, 2, 0, 1)


@pytest.mark.asyncio
async def test_another_communitys_groups_cannot_be_reached(town: Town) -> None:
    parking = await topic(town)
    one, person = await group(town, parking), await town.person("卞家乐")
    away = town.elsewhere

    assert await town.groups.group(away, one) is None
    assert await town.groups.of_topic(away, parking) is None
    assert await town.groups.add(away, parking, {"zh": "别人"}, 1, who=WHO) is None
    assert not await town.groups.touch(away, parking, one, who=WHO)
    assert not await town.groups.let_go(away, parking, one, who=WHO)
    assert not await town.groups.change(away, one, {"zh": "别人"}, 9, who=WHO)
    assert not await town.groups.seat(away, one, person, who=WHO)
    assert not await town.groups.record_choice(away, one, CHOICE, who=WHO)
    await town.groups.seat(town.here, one, person, who=WHO)
    assert not await town.groups.unseat(away, one, person, who=WHO)
    assert (await town.groups.topics(away)).total == 0


@pytest.mark.asyncio
async def test_the_list_of_topics_asks_as_much_for_many_as_for_one(town: Town) -> None:
    await group(town, await topic(town))
    with counted_queries() as few:
        await town.groups.topics(town.here)
    for number in range(3):
        parking = await topic(town, f"停车 {number}")
        one = await group(town, parking)
        await town.groups.seat(town.here, one, await town.person(f"居民{number}"), who=WHO)
    with counted_queries() as many:
        await town.groups.topics(town.here)
    assert len(many) == len(few) == 5
