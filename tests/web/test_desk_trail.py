"""留痕: who did what, for supervision and the administrator; found by name, act and day."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from deliberation.clock import utc_now
from deliberation.records.people.entries import PersonEntry, tidied
from deliberation.records.staff.acts import ACTS
from deliberation.records.staff.views import Who
from tests.web.conftest import Site

pytestmark = pytest.mark.asyncio


async def add(site: Site, who: str, name: str, *, community: int | None = None) -> None:
    here = community or (await site.services.communities.all())[0].id
    await site.services.people.add(here, tidied(PersonEntry(name)), who=Who(who, community=here))


async def test_it_is_found_by_who_what_and_when(site: Site) -> None:
    today = utc_now().astimezone(ZoneInfo("Asia/Shanghai")).date()
    await add(site, "苏小满", "王伟")
    await add(site, "何书简", "李强")
    async with await site.desk("supervision") as browser:
        for query, found in (
            ({}, {"苏小满", "何书简"}),
            ({"who": "小满"}, {"苏小满"}),
            ({"who": "100%"}, set()),
            ({"act": "person.added"}, {"苏小满", "何书简"}),
            ({"act": "person.removed"}, set()),
            ({"act": "no such act"}, {"苏小满", "何书简"}),
            ({"first": today.isoformat(), "last": today.isoformat()}, {"苏小满", "何书简"}),
            ({"first": (today + timedelta(days=1)).isoformat()}, set()),
            ({"last": (today - timedelta(days=1)).isoformat()}, set()),
            ({"first": "0001-01-01", "last": "9999-12-31", "older": "x"}, {"苏小满", "何书简"}),
        ):
            page = await browser.get("/desk/trail", params=query)
            assert page.status_code == 200
            assert {name for name in ("苏小满", "何书简") if f"<b>{name}</b>" in page.text} == found, query


async def test_what_was_asked_stays_in_the_form_and_is_text(site: Site) -> None:
    async with await site.desk("supervision") as browser:
        page = await browser.get("/desk/trail", params={"who": '"><b>', "act": "person.added"})

    assert 'value="&#34;&gt;&lt;b&gt;"' in page.text
    assert 'value="person.added" selected' in page.text
    assert "没有找到" in page.text


async def test_older_lines_are_a_page_further_and_keep_what_was_asked(site: Site) -> None:
    for number in range(60):
        await add(site, "苏小满", f"居民{number:02}")
    async with await site.desk("supervision") as browser:
        newest = await browser.get("/desk/trail", params={"who": "苏小满"})
        [further] = [line for line in newest.text.split('"') if "older=" in line]
        older = await browser.get(further.replace("&amp;", "&"))

    assert newest.text.count("<b>苏小满</b>") == 50
    assert older.text.count("<b>苏小满</b>") == 10
    assert 'value="苏小满"' in older.text


async def test_each_community_reads_its_own_and_only_the_administrator_the_installations(site: Site) -> None:
    elsewhere = await site.services.communities.make("河东社区", "hedong", "Asia/Shanghai", who=Who("test"))
    await site.services.staff.make_account("lan", "蓝一平", who=Who("管小理"), at=utc_now())
    await add(site, "苏小满", "王伟")
    await add(site, "沈东", "李强", community=elsewhere.id)
    async with await site.desk("supervision") as here, await site.desk("administrator") as chief:
        text = (await here.get("/desk/trail")).text
        assert "<b>苏小满</b>" in text
        assert "<b>沈东</b>" not in text
        assert "<b>管小理</b>" not in text
        assert "<b>管小理</b>" in (await chief.get("/desk/trail")).text
    async with await site.desk("supervision", community=elsewhere.id) as there:
        text = (await there.get("/desk/trail")).text
    assert "<b>沈东</b>" in text
    assert "<b>苏小满</b>" not in text


async def test_every_act_can_be_asked_for_in_words(site: Site) -> None:
    async with await site.desk("supervision") as browser:
        page = await browser.get("/desk/trail")

    for act, words in ACTS.items():
        assert f'<option value="{act}">{words}</option>' in page.text
