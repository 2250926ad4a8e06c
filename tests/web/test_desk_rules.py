"""The rules of order at the desk: looked at, changed, kept as versions."""

import pytest

from deliberation.records.rulebook.entries import entries_of
from deliberation.records.rulebook.store import packaged
from tests.web.conftest import Site, words_on

pytestmark = pytest.mark.asyncio


def form(**changes: object) -> dict[str, object]:
    """What the form sends when it was not touched, but for `changes`."""
    return {"seen": "default-v1", "do": "save", **entries_of(packaged()), **changes}


async def test_a_changed_parameter_becomes_a_version_and_a_sentence_on_the_wall(site: Site) -> None:
    async with await site.desk("social_worker") as browser:
        page = await browser.send_form(
            "/desk/rules", form(**{"speech.limit_seconds": "120"}), follow_redirects=True
        )
        assert page.status_code == 200
        assert page.url.path == "/desk/rules/v2"
        assert "每次 2 分钟" in words_on(page)
        assert "每次最多多少秒 180 秒 120 秒" in words_on(page)
        listed = words_on(await browser.get("/desk/rules"))
    assert listed.index("第 2 版") < listed.index("默认议事规则（第一版）")


async def test_a_look_keeps_what_was_typed_and_saves_nothing(site: Site) -> None:
    async with await site.desk("social_worker") as browser:
        page = await browser.send_form("/desk/rules", form(**{"voting.tellers": "3", "do": "look"}))
        assert page.status_code == 200
        assert 'value="3"' in page.text
        assert "3 个人计票监票" in words_on(page)
        assert "原来：不能代别人投票；2 个人计票监票" in words_on(page)
        assert (await browser.get("/desk/rules/v2")).status_code == 404


async def test_a_wrong_value_is_said_at_its_field_and_nothing_is_lost(site: Site) -> None:
    async with await site.desk("social_worker") as browser:
        page = await browser.send_form(
            "/desk/rules", form(**{"speech.limit_seconds": "三分钟", "voting.tellers": "3"})
        )
        assert page.status_code == 422
        assert "请填 30 到 1800 之间的数。" in words_on(page)
        assert 'value="三分钟"' in page.text
        assert 'value="3"' in page.text
        assert (await browser.get("/desk/rules/v2")).status_code == 404


async def test_who_edited_an_older_version_is_shown_the_newer_one_first(site: Site) -> None:
    async with await site.desk("social_worker") as browser:
        await browser.send_form("/desk/rules", form(**{"voting.tellers": "3"}))
        page = await browser.send_form("/desk/rules", form(**{"voting.tellers": "4"}))
        assert page.status_code == 422
        assert "有人存了新的一版" in words_on(page)
        assert (await browser.get("/desk/rules/v3")).status_code == 404


async def test_without_a_change_there_is_no_new_version(site: Site) -> None:
    async with await site.desk("social_worker") as browser:
        page = await browser.send_form("/desk/rules", form(), follow_redirects=True)
        assert "没有改动" in words_on(page)
        assert (await browser.get("/desk/rules/v2")).status_code == 404


async def test_supervision_reads_and_changes_nothing(site: Site) -> None:
    async with await site.desk("supervision") as browser:
        listed = await browser.get("/desk/rules")
        assert listed.status_code == 200
        assert "/desk/rules/new" not in listed.text
        assert (await browser.send_form("/desk/rules", form())).status_code == 403
