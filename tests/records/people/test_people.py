"""The list of people."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy.ext.asyncio import async_sessionmaker
from sqlmodel import select

from deliberation.records.people.entries import PersonEntry, public_name_for, tidied, wrong_with
from deliberation.records.people.groups import Groups
from deliberation.records.people.sheet import SheetLine
from deliberation.records.people.store import AlreadyKnown, StillNeeded
from deliberation.records.people.views import Term
from deliberation.records.staff.tables import AuditLine
from deliberation.records.tables import Person
from tests.records.people.conftest import WHO, Town
from tests.support.queries import counted_queries

TODAY = date(2026, 5, 16)
NOW = datetime(2026, 5, 16, 6, tzinfo=UTC)


@pytest.mark.parametrize(
    "name,public",
    [
        ("陆承安", "陆某某"),
        ("欧阳小满", "欧阳某某"),
        ("欧阳", "欧某某"),
        ("阿不都·热合曼", "阿某某"),
        ("", ""),
    ],
)
def test_a_public_name_is_proposed(name: str, public: str) -> None:
    assert public_name_for(name) == public


def test_an_entry_is_tidied() -> None:
    entry = tidied(PersonEntry(" 王\u3000伟\u202e\n", org="3幢 \t 居民"))
    assert entry == PersonEntry("王伟", "王某某", "3幢 居民")
    assert wrong_with(entry) == {}


def test_an_entry_without_a_name_or_too_long_is_named_by_field() -> None:
    assert wrong_with(tidied(PersonEntry(" \u200b"))).keys() == {"name"}
    assert wrong_with(PersonEntry("王" * 41, "王" * 40, "幢" * 81)).keys() == {"name", "org"}


@pytest.mark.asyncio
async def test_somebody_is_added_found_and_changed(town: Town) -> None:
    person = await town.person("陆承安", "社区党组织")
    await town.person("闵秀云", "居委会")

    assert [one.id for one in await town.people.find(town.here, "陆 党组")] == [person]
    assert await town.people.find(town.here, "陆 居委会") == []
    assert await town.people.find(town.here, "%") == []
    assert await town.people.find(town.here, "") == []

    changed = PersonEntry("陆承安", "陆先生", "社区党组织", has_phone=False, large_print=True)
    assert await town.people.change(town.here, person, changed, who=WHO)
    view = await town.people.person(town.here, person)
    assert view is not None
    assert view.entry == changed


@pytest.mark.asyncio
async def test_the_same_name_from_the_same_place_is_the_same_person(town: Town) -> None:
    first = await town.person("王伟", "3幢居民")
    second = await town.person("王伟", "7幢居民")

    with pytest.raises(AlreadyKnown) as refusal:
        await town.person("王伟", "3幢居民")
    assert refusal.value.person == first
    with pytest.raises(AlreadyKnown):
        await town.people.change(town.here, second, PersonEntry("王伟", "王某某", "3幢居民"), who=WHO)
    assert await town.people.change(town.here, first, PersonEntry("王伟", "王先生", "3幢居民"), who=WHO)


@pytest.mark.asyncio
async def test_another_communitys_people_cannot_be_reached(town: Town) -> None:
    person = await town.person("王伟")

    assert await town.people.person(town.elsewhere, person) is None
    assert not await town.people.change(town.elsewhere, person, PersonEntry("李四"), who=WHO)
    assert not await town.people.set_left(town.elsewhere, person, NOW, who=WHO)
    assert not await town.people.remove(town.elsewhere, person, who=WHO)
    assert await town.people.find(town.elsewhere, "王伟") == []
    assert not await town.committee.give(town.elsewhere, person, Term("party", TODAY), who=WHO)
    assert await town.people.person(town.here, person) is not None


@pytest.mark.asyncio
async def test_who_is_needed_by_a_record_leaves_but_is_not_removed(town: Town) -> None:
    person = await town.person("王伟")
    await town.committee.give(town.here, person, Term("party", TODAY), who=WHO)

    with pytest.raises(StillNeeded):
        await town.people.remove(town.here, person, who=WHO)
    assert await town.people.set_left(town.here, person, NOW, who=WHO)
    assert await town.people.find(town.here, "王伟") == []
    assert (await town.people.page(town.here, on=TODAY)).rows == []
    [line] = (await town.people.page(town.here, left=True, on=TODAY)).rows
    assert (line.id, line.left, line.standing) == (person, True, "party")


@pytest.mark.asyncio
async def test_who_is_needed_by_nothing_is_forgotten(town: Town) -> None:
    person = await town.person("王伟")

    assert await town.people.remove(town.here, person, who=WHO)
    assert await town.people.person(town.here, person) is None
    async with async_sessionmaker(town.engine, expire_on_commit=False).begin() as db:
        lines = (await db.scalars(select(AuditLine).order_by("id"))).all()
    assert [line.act for line in lines] == ["person.added", "person.removed"]
    assert "王伟" not in repr([(line.target, line.detail) for line in lines])


@pytest.mark.asyncio
async def test_an_import_adds_changes_and_brings_back(town: Town) -> None:
    gone = await town.person("王伟")
    await town.people.set_left(town.here, gone, NOW, who=WHO)
    await town.person("闵秀云", "居委会")
    await town.person("邵美珠")
    lines = [
        SheetLine(2, tidied(PersonEntry("王伟"))),
        SheetLine(3, tidied(PersonEntry("闵秀云", org="居委会", large_print=True))),
        SheetLine(4, tidied(PersonEntry("邵美珠"))),
        SheetLine(5, tidied(PersonEntry("祁文博"))),
    ]

    assert await town.people.bring_in(town.here, lines, who=WHO) == (1, 2)
    assert await town.people.bring_in(town.here, lines, who=WHO) == (0, 0)
    assert {person.entry for person in await town.people.everybody(town.here) if not person.left} == {
        line.entry for line in lines
    }
    assert await town.people.everybody(town.elsewhere) == []


@pytest.mark.asyncio
async def test_a_page_asks_as_much_of_two_thousand_as_of_one(town: Town) -> None:
    await town.person("王伟")
    with counted_queries() as few:
        assert (await town.people.page(town.here, on=TODAY)).total == 1
    async with async_sessionmaker(town.engine, expire_on_commit=False).begin() as db:
        db.add_all(
            Person(community_id=town.here, name=f"居民{number:04}", public_name="居某某", org="")
            for number in range(1999)
        )
    with counted_queries() as many:
        page = await town.people.page(town.here, number=40, on=TODAY)

    assert (page.total, page.number, page.last, len(page.rows)) == (2000, 40, 40, 50)
    assert len(many) == len(few) == 4
    assert (await town.people.page(town.here, number=99, on=TODAY)).number == 40
    assert (await town.people.page(town.here, search="居民01", on=TODAY)).total == 100


@pytest.mark.asyncio
async def test_groups_and_terms_are_seen_on_the_person(town: Town) -> None:
    person = await town.person("王伟")
    groups: Groups = town.groups
    topic = await groups.add_topic(town.here, "停车", who=WHO, at=NOW)
    group = await groups.add(town.here, topic, {"zh": "有车的", "en": "car owners"}, 1, who=WHO)
    assert group is not None
    await groups.seat(town.here, group, person, who=WHO)
    view = await town.people.person(town.here, person)
    assert view is not None
    assert view.groups == [(group, {"zh": "有车的", "en": "car owners"})]
    assert not view.can_be_removed
