"""The desk's list of people, and the file that it is written to and read from."""

import re

import pytest

from deliberation.records.people.entries import PersonEntry
from deliberation.records.people.sheet import read
from deliberation.records.staff.views import Who
from tests.support.queries import counted_queries
from tests.web.conftest import Site

PERSON = {"name": "王 伟", "org": "3幢居民", "public_name": "", "has_phone": "1"}


async def here(site: Site) -> int:
    return (await site.services.communities.all())[0].id


@pytest.mark.asyncio
async def test_somebody_is_written_down_changed_and_forgotten(site: Site) -> None:
    async with await site.desk("social_worker") as browser:
        added = await browser.send_form("/desk/people/new", PERSON)
        page = await browser.get(added.headers["location"])
        assert "记下了：王伟。" in page.text
        assert 'value="王某某"' in page.text

        path = added.headers["location"]
        changed = {"name": "王伟", "org": "3幢居民", "public_name": "王先生", "large_print": "1"}
        await browser.send_form(path, changed)
        listed = await browser.get("/desk/people", params={"q": "王先生"})
        assert path in listed.text
        assert "没有手机" in listed.text
        assert "要大字" in listed.text

        gone = await browser.send_form(f"{path}/state", {"do": "remove"})
        assert gone.headers["location"] == "/desk/people"
        assert (await browser.get(path)).status_code == 404


@pytest.mark.asyncio
async def test_a_refused_form_keeps_what_was_typed(site: Site) -> None:
    async with await site.desk("social_worker") as browser:
        nameless = await browser.send_form("/desk/people/new", {"name": " ", "org": "<3幢>"})
        assert nameless.status_code == 400
        assert "请写姓名。" in nameless.text
        assert 'value="&lt;3幢&gt;"' in nameless.text

        await browser.send_form("/desk/people/new", PERSON)
        twin = await browser.send_form("/desk/people/new", PERSON)
        assert twin.status_code == 400
        assert "名册里已经有这个人了" in twin.text
        assert 'value="3幢居民"' in twin.text
        assert re.search(r'href="/desk/people/\d+"', twin.text)


@pytest.mark.asyncio
async def test_who_has_a_record_leaves_and_returns(site: Site) -> None:
    [person, *_] = await site.services.people.find(await here(site), "陆承安")
    path = f"/desk/people/{person.id}"
    async with await site.desk("social_worker") as browser:
        page = await browser.get(path)
        assert "删除这个人的资料" not in page.text
        assert f"/sessions/{site.code}" in page.text

        refused = await browser.send_form(f"{path}/state", {"do": "remove"})
        assert "只能停用" in (await browser.get(refused.headers["location"])).text
        await browser.send_form(f"{path}/state", {"do": "leave"})
        assert path not in (await browser.get("/desk/people", params={"q": "陆承安"})).text
        assert path in (await browser.get("/desk/people", params={"left": "1"})).text
        await browser.send_form(f"{path}/state", {"do": "return"})
        assert path in (await browser.get("/desk/people", params={"q": "陆承安"})).text


@pytest.mark.asyncio
async def test_supervision_reads_and_changes_nothing(site: Site) -> None:
    [person, *_] = await site.services.people.find(await here(site), "陆承安")
    async with await site.desk("supervision") as browser:
        page = await browser.get(f"/desk/people/{person.id}")
        assert page.status_code == 200
        assert "陆承安" in page.text
        assert 'action="/desk/people' not in page.text
        assert (await browser.get("/desk/people/new")).status_code == 403
        assert (await browser.send_form(f"/desk/people/{person.id}", PERSON)).status_code == 403
    async with await site.desk("district") as browser:
        assert (await browser.get("/desk/people")).status_code == 403


@pytest.mark.asyncio
@pytest.mark.parametrize("number", ["999999", "2147483648", "9" * 30])
async def test_nobodys_number_is_not_found(site: Site, number: str) -> None:
    async with await site.desk("administrator") as browser:
        for kind in ("people", "committee", "groups"):
            assert (await browser.get(f"/desk/{kind}/{number}")).status_code == 404
        assert (await browser.get(f"/desk/people?page={number}&q=%00")).status_code == 200


@pytest.mark.asyncio
async def test_the_list_asks_a_constant_number_of_questions(site: Site) -> None:
    async with await site.desk("social_worker") as browser:
        with counted_queries() as few:
            await browser.get("/desk/people")
        text = "姓名\n" + "".join(f"居民{number:04}\n" for number in range(2000))
        lines = read(text.encode()).lines
        await site.services.people.bring_in(await here(site), lines, who=Who("test"))
        with counted_queries() as many:
            page = await browser.get("/desk/people", params={"page": "7"})

    assert len(few) == len(many)
    assert "第 7 页，共 41 页" in page.text
    assert len(page.content) < 100_000


@pytest.mark.asyncio
async def test_a_table_is_looked_at_before_it_is_imported(site: Site) -> None:
    table = "姓名,单位或住处,电话,有手机\n王伟,3幢居民,138,是\n,5幢,,\n陆承安,6幢,,也许\n闵秀云,6幢居民,,\n"
    async with await site.desk("social_worker") as browser:
        file = {"file": ("名册.csv", table.encode("gb18030"), "text/csv")}
        look = await browser.send_form("/desk/people/import", files=file)
        assert look.status_code == 200
        assert "还没有导入。" in look.text
        assert "第 3 行" in look.text
        assert "请写姓名。" in look.text
        assert "请写“是”或“否”" in look.text
        assert "电话" in look.text
        assert "名册里有同名的" in look.text
        assert await site.services.people.find(await here(site), "王伟") == []

        found = re.search(r'name="sheet" value="([^"]*)"', look.text)
        assert found is not None
        sent = await browser.send_form("/desk/people/import/confirm", files={"sheet": (None, found[1])})
        assert "新加 2 人" in (await browser.get(sent.headers["location"])).text
    [person] = await site.services.people.find(await here(site), "王伟")
    assert person.entry == PersonEntry("王伟", "王某某", "3幢居民")


@pytest.mark.asyncio
async def test_a_file_that_is_no_table_or_too_large_is_refused_with_a_sentence(site: Site) -> None:
    async with await site.desk("social_worker") as browser:
        for data, sentence in ((b"PK\x03\x04", "另存为"), (b"", "请先选一个文件"), (b"a" * 270_000, "太大")):
            answer = await browser.send_form("/desk/people/import", files={"file": ("x.csv", data)})
            assert answer.status_code == 400
            assert sentence in answer.text
        huge = await browser.send_form("/desk/people/import", files={"file": ("x.csv", b"a" * 900_000)})
        assert huge.status_code == 413


@pytest.mark.asyncio
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_what_is_downloaded_is_imported_without_a_change(site: Site, language: str) -> None:
    await site.services.people.add(await here(site), PersonEntry("=1+1", "=某某", "@x"), who=Who("test"))
    async with await site.desk("social_worker") as browser:
        await browser.get("/desk", params={"lang": language})
        file = await browser.send_form("/desk/people/export")
        assert file.headers["cache-control"] == "no-store"
        assert "attachment" in file.headers["content-disposition"]
        assert file.content.startswith(b"\xef\xbb\xbf")
        assert "\n'=1+1," in file.text
        look = await browser.send_form("/desk/people/import", files={"file": ("x.csv", file.content)})

    assert 'action="/desk/people/import/confirm"' not in look.text
    assert read(file.content).problems == []


@pytest.mark.asyncio
async def test_who_comes_without_a_phone_is_known_from_the_file(site: Site) -> None:
    async with await site.desk("supervision") as browser:
        assert "没有手机" in (await browser.get("/desk/people", params={"q": "邵美珠"})).text
        assert "没有手机" not in (await browser.get("/desk/people", params={"q": "陆承安"})).text
