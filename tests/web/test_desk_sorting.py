"""Sorting: what becomes of a report, what its reporter reads of it, and the way back."""

import asyncio
from datetime import timedelta

import httpx
import pytest

from deliberation.clock import utc_now
from deliberation.records.issues.sorting import AlreadySorted
from deliberation.records.issues.views import Report
from deliberation.records.staff.views import Who
from tests.web.conftest import Browser, Site, words_on

pytestmark = pytest.mark.asyncio

WHO = Who("test")
NOBODYS = 999_999


class Pile:
    """Reports that wait, and a community to have them in."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.references: dict[int, str] = {}

    async def community(self) -> int:
        return (await self.site.services.communities.all())[0].id

    async def report(self, words: str, place: str = "3幢南边", *, days_ago: int = 0) -> int:
        at = utc_now() - timedelta(days=days_ago)
        report = Report(words, words, place)
        kept = await self.site.services.issues.report(await self.community(), report, [], at=at)
        self.references[kept.id] = kept.reference
        return kept.id

    async def status(self, issue: int) -> str:
        found = await self.site.services.issues.desk_issue(await self.community(), issue)
        assert found is not None
        return found.status

    async def reporter_reads(self, issue: int) -> str:
        reporter = self.site.browser()
        page = await reporter.send_form(
            "/issues/mine", {"code": self.references[issue]}, follow_redirects=True
        )
        assert page.status_code == 200
        return words_on(page)


@pytest.fixture
def pile(site: Site) -> Pile:
    return Pile(site)


async def sort(browser: Browser, issue: int, do: str, **fields: object) -> httpx.Response:
    return await browser.send_form(f"/desk/sorting/{issue}", {"do": do, **fields}, follow_redirects=True)


async def test_who_waits_longest_stands_first_and_is_warned_of(site: Site, pile: Pile) -> None:
    await pile.report("路灯不亮")
    old = await pile.report("窨井盖松了", days_ago=9)
    async with await site.desk("social_worker") as desk:
        page = await desk.get("/desk/sorting")
        assert page.text.index("窨井盖松了") < page.text.index("路灯不亮")
        assert f"编号 {old}" in page.text
        assert "⚠ 等了 9 天" in words_on(page)
        await desk.send_form("/desk/sorting/days", {"days": "14"})
        assert "⚠" not in (await desk.get("/desk/sorting")).text
        assert "1 到 90" in words_on(
            await desk.send_form("/desk/sorting/days", {"days": "0"}, follow_redirects=True)
        )


async def test_after_each_decision_the_next_one_stands_there(site: Site, pile: Pile) -> None:
    issues = [await pile.report(f"第 {number} 件事", days_ago=5 - number) for number in range(3)]
    async with await site.desk("social_worker") as desk:
        page = await sort(desk, issues[1], "declined", reply="已经办好了")
        assert page.url.params["issue"] == str(issues[2])
        page = await sort(desk, issues[2], "handled_directly", reply="今天去")
        assert page.url.params["issue"] == str(issues[0])
        page = await sort(desk, issues[0], "make_topic", topic_title="三件事")
        assert "都分好了" in words_on(page)


@pytest.mark.parametrize(
    "do, fields, told",
    [
        ("handled_directly", {"reply": "物业今天去修"}, "物业今天去修"),
        ("escalated", {"reply": "要专业人员看", "office": "区水务所"}, "报给：区水务所"),
        ("declined", {"reply": "上个月已经换过灯"}, "上个月已经换过灯"),
    ],
)
async def test_a_decision_needs_a_reason_and_the_reporter_reads_it(
    site: Site, pile: Pile, do: str, fields: dict[str, str], told: str
) -> None:
    issue = await pile.report("楼道灯不亮")
    async with await site.desk("social_worker") as desk:
        refused = await sort(desk, issue, do, **(fields | {"reply": " "}))
        assert refused.status_code == 400
        assert "请写为什么" in words_on(refused)
        assert await pile.status(issue) == "collected"
        assert (await sort(desk, issue, do, **fields)).status_code == 200
        assert await pile.status(issue) == do
    assert told in await pile.reporter_reads(issue)


async def test_what_was_typed_is_still_there_after_a_refusal(site: Site, pile: Pile) -> None:
    issue = await pile.report("河边有人倒垃圾")
    async with await site.desk("social_worker") as desk:
        page = await sort(desk, issue, "escalated", reply="要他们来看", office="")
        assert "请写报给哪个部门" in words_on(page)
        assert 'value="要他们来看"' in page.text
        assert "太长了" in words_on(await sort(desk, issue, "declined", reply="长" * 301))


async def test_a_likely_duplicate_is_suggested_merged_and_can_come_back(site: Site, pile: Pile) -> None:
    first = await pile.report("南边草坪上有狗粪没人收", "3幢草坪", days_ago=2)
    other = await pile.report("西门充电桩坏了", "西门")
    second = await pile.report("草坪狗粪没人收，孩子踩到了", "3幢南边草坪")
    async with await site.desk("social_worker") as desk:
        page = await desk.get(f"/desk/sorting?issue={second}")
        suggestions = page.text.split('class="alike"')[1].split("</ul>")[0]
        assert f"/desk/issues/{first}" in suggestions
        assert f"/desk/issues/{other}" not in suggestions
        await sort(desk, second, "merge", into=first)
        assert await pile.status(second) == "merged"
        assert f"/desk/issues/{second}" in (await desk.get(f"/desk/issues/{first}")).text
        third = await pile.report("草坪又有狗粪")
        assert "现在跟着“南边草坪上有狗粪没人收”走" in words_on(await sort(desk, third, "merge", into=second))
        await sort(desk, first, "declined", reply="昨天已经清掉")
        assert "昨天已经清掉" in await pile.reporter_reads(second)

        await desk.send_form(f"/desk/sorting/{second}/back")
        assert await pile.status(second) == "collected"
        assert "昨天已经清掉" not in await pile.reporter_reads(second)


async def test_merging_leads_to_the_main_issue_in_one_step_and_never_in_a_circle(
    site: Site, pile: Pile
) -> None:
    a, b, c = [await pile.report(f"狗粪 {number}") for number in range(3)]
    sorting, community = site.services.sorting, await pile.community()
    assert await sorting.merge(community, a, b, at=utc_now(), who=WHO)
    assert not await sorting.merge(community, b, a, at=utc_now(), who=WHO)
    assert not await sorting.merge(community, b, b, at=utc_now(), who=WHO)
    assert not await sorting.merge(community, b, NOBODYS, at=utc_now(), who=WHO)
    assert await sorting.merge(community, b, c, at=utc_now(), who=WHO)
    for issue in (a, b):
        found = await site.services.issues.desk_issue(community, issue)
        assert found is not None
        assert found.merged_into == c


async def test_a_topic_grows_from_issues_and_shows_them(site: Site, pile: Pile) -> None:
    first, second = await pile.report("狗粪没人收"), await pile.report("遛狗不牵绳")
    async with await site.desk("social_worker") as desk:
        await sort(desk, first, "make_topic", topic_title="文明养犬怎么管")
        [(topic, title), *_] = await site.services.topics.titles(await pile.community())
        assert title == "文明养犬怎么管"
        await sort(desk, second, "add_to_topic", topic=topic)
        page = words_on(await desk.get(f"/desk/topics/{topic}"))
        assert "狗粪没人收" in page
        assert "遛狗不牵绳" in page
        assert "请选一个议题" in words_on(
            await sort(desk, await pile.report("又一条"), "add_to_topic", topic=NOBODYS)
        )


async def test_other_words_are_kept_beside_what_was_told(site: Site, pile: Pile) -> None:
    issue = await pile.report("张三家的狗又乱拉")
    async with await site.desk("social_worker") as desk:
        page = await sort(desk, issue, "word", title="草坪狗粪没有人清理", place="南边草坪")
        assert page.url.params["issue"] == str(issue)
        assert "草坪狗粪没有人清理" in words_on(page)
        assert "原话：张三家的狗又乱拉" in words_on(page)
        assert "请写一句" in words_on(await sort(desk, issue, "word", title=" ", place=""))


async def test_of_two_colleagues_the_second_is_told(site: Site, pile: Pile) -> None:
    issue = await pile.report("楼道堆物")
    async with await site.desk("social_worker") as one, await site.desk("social_worker") as other:
        await asyncio.gather(
            sort(one, issue, "declined", reply="已经搬走"),
            sort(other, issue, "handled_directly", reply="明天去搬"),
        )
        late = await sort(other, issue, "make_topic", topic_title="楼道")
        assert "已经有人分好了" in words_on(late)
    async with await site.desk("supervision") as watcher:
        trail = (await watcher.get("/desk/trail")).text.split('class="trail"')[1]
    assert trail.count("给线索定了去处") == 1
    assert "立了议题" not in trail


async def test_what_a_notice_announced_is_not_put_back(site: Site) -> None:
    community = (await site.services.communities.all())[0].id
    page = await site.services.issues.page(community)
    announced = next(line.id for line in page.rows if line.status == "on_agenda")
    with pytest.raises(AlreadySorted):
        await site.services.sorting.put_back(community, announced, at=utc_now(), who=WHO)


async def test_another_communitys_issue_is_nobodys(site: Site, pile: Pile) -> None:
    other = await site.services.communities.make("别处社区", "other", "Asia/Shanghai", who=WHO)
    issue, mine = await pile.report("路灯不亮"), await pile.report("路灯坏了")
    async with await site.desk("social_worker", community=other.id) as desk:
        assert (await desk.get(f"/desk/sorting?issue={issue}")).status_code == 404
        assert (await sort(desk, issue, "declined", reply="x")).status_code == 404
        assert (await desk.send_form(f"/desk/sorting/{issue}/back")).status_code == 404
        assert "路灯" not in (await desk.get("/desk/sorting")).text
    assert not await site.services.sorting.merge(other.id, issue, mine, at=utc_now(), who=WHO)


async def test_an_unknown_act_changes_nothing(site: Site, pile: Pile) -> None:
    issue = await pile.report("路灯不亮")
    async with await site.desk("social_worker") as desk:
        assert (await sort(desk, issue, "eat")).status_code == 400
    assert await pile.status(issue) == "collected"
