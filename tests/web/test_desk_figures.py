"""The district counts and remarks; it reads no case and changes nothing."""

import re
from datetime import timedelta

import pytest

from deliberation.clock import utc_now
from deliberation.records.issues.sorting import Verdict
from deliberation.records.issues.views import Report
from deliberation.records.staff.views import Who
from tests.web.conftest import Site, words_on

pytestmark = pytest.mark.asyncio

WHO = Who("test")


async def line_of(site: Site, path: str = "/desk/figures") -> list[str]:
    """The cells of the first community's line, as the district sees them."""
    async with await site.desk("district") as browser:
        page = await browser.get(path)
    assert page.status_code == 200
    row = re.search(r'<th scope="row">.*?</tr>', page.text, re.DOTALL)
    assert row
    return re.findall(r"<td>(.*?)</td>", row[0])


async def test_what_happened_is_counted_in_its_year(site: Site) -> None:
    community = (await site.services.communities.all())[0].id
    before = [int(cell) for cell in (await line_of(site))[:6]]
    for number, verdict in enumerate(
        (None, Verdict("declined", "x"), Verdict("escalated", "x", "y"), Verdict("handled_directly", "x"))
    ):
        report = Report(f"key{number}", "路灯不亮", "西门")
        kept = await site.services.issues.report(community, report, [], at=utc_now())
        if verdict is not None:
            await site.services.sorting.decide(community, kept.id, verdict, at=utc_now(), who=WHO)

    after = [int(cell) for cell in (await line_of(site))[:6]]
    assert [now - then for now, then in zip(after, before, strict=True)] == [4, 1, 0, 1, 1, 1]
    next_year = (utc_now() + timedelta(days=400)).year
    assert (await line_of(site, f"/desk/figures?year={next_year}"))[0] == "0"
    assert (await line_of(site, "/desk/figures?year=nonsense"))[0] == str(after[0])


async def test_only_communities_that_one_works_for_are_counted(site: Site) -> None:
    other = await site.services.communities.make("别处社区", "other", "Asia/Shanghai", who=WHO)
    async with await site.desk("district", community=other.id) as browser:
        page = await browser.get("/desk/figures")
    assert "别处社区" in page.text
    assert page.text.count('scope="row"') == 1


async def test_the_district_says_something_and_colleagues_read_it(site: Site) -> None:
    community = (await site.services.communities.all())[0].id
    topic = await site.services.groups.add_topic(community, "晾衣绳怎么拉", who=WHO, at=utc_now())
    path = f"/desk/topics/{topic}"
    async with await site.desk("district") as district, await site.desk("social_worker") as colleague:
        answer = await district.send_form(
            f"{path}/remarks", {"text": "请把消防的<b>意见</b>附上"}, follow_redirects=True
        )
        assert answer.url.path == path
        page = await colleague.get(path)
        assert "请把消防的&lt;b&gt;意见&lt;/b&gt;附上" in page.text
        assert (await district.send_form(path, {"title": "别的"})).status_code == 403
        assert "请先写意见" in words_on(
            await district.send_form(f"{path}/remarks", {"text": " "}, follow_redirects=True)
        )
        assert "太长了" in words_on(
            await district.send_form(f"{path}/remarks", {"text": "长" * 501}, follow_redirects=True)
        )
    async with await site.desk("supervision") as watcher:
        assert "写了意见" in (await watcher.get("/desk/trail")).text.split('class="trail"')[1]
        code = site.code
        await watcher.send_form(f"/desk/sessions/{code}/remarks", {"text": "签到表要补"})
        assert "签到表要补" in (await watcher.get(f"/desk/sessions/{code}")).text
    assert "签到表要补" not in (await site.browser().get(f"/sessions/{code}")).text
    assert "附上" not in (await site.browser().get(f"/topics/{topic}")).text


async def test_nobody_remarks_on_what_is_elsewhere(site: Site) -> None:
    other = await site.services.communities.make("别处社区", "other", "Asia/Shanghai", who=WHO)
    community = (await site.services.communities.all())[0].id
    topic = await site.services.groups.add_topic(community, "晾衣绳怎么拉", who=WHO, at=utc_now())
    async with await site.desk("supervision", community=other.id) as browser:
        for path in (f"/desk/topics/{topic}", f"/desk/sessions/{site.code}", "/desk/issues/1"):
            assert (await browser.send_form(f"{path}/remarks", {"text": "x"})).status_code == 404
