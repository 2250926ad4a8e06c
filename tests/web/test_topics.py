"""A topic in public: from the day people are told of it, with its whole story and nothing personal."""

from collections.abc import Sequence
from importlib.resources import as_file, files
from io import BytesIO

import pytest

from deliberation import ids
from deliberation.clock import utc_now
from deliberation.media.library import public_name
from deliberation.records.importing import postponed
from deliberation.records.issues.views import Publication, Report
from deliberation.records.scenario import load_scenario
from deliberation.records.staff.views import Who
from deliberation.records.topics.views import TopicEntry
from deliberation.session.facts import Actor, AnyFact, Entry, ProposalMade, SeatArrived, TopicOpened
from deliberation.session.names import ProposalId, TopicId
from tests.web.conftest import Browser, Site, words_on
from tests.web.test_desk_calling import Prepared

pytestmark = pytest.mark.asyncio

WHO = Who("test")
BACKGROUND = "三处没有绳子。\n\n**两处**太高，老人够不着。"


class Told(Prepared):
    """The same community; its topic has material, and grew from an issue that everybody may read."""

    def __init__(self, site: Site, browser: Browser) -> None:
        super().__init__(site, browser)
        self.issues: list[int] = []

    async def prepare(self, *, speakers: bool = True) -> None:
        await super().prepare(speakers=speakers)
        entry = TopicEntry("晾衣绳怎么拉", BACKGROUND, "dispute")
        await self.site.services.topics.change(self.community.id, self.topic, entry, who=WHO)
        await self.add_issue("绳子断了没人管", published=True)
        await self.add_issue("王阿婆家门口没绳子", published=False)

    async def add_issue(self, title: str, *, published: bool, photos: Sequence[bytes] = ()) -> list[str]:
        """The issue is on the topic; gives the public paths of its photos, which are published with it."""
        parts, now = self.site.services, utc_now()
        report = Report(ids.opaque_id(), "请找13800138000的老吴", "3幢南", "phone")
        taken = [await parts.library.take(BytesIO(photo)) for photo in photos]
        kept = await parts.issues.report(self.community.id, report, taken, at=now)
        self.issues.append(kept.id)
        if published:
            issue = await parts.issues.desk_issue(self.community.id, kept.id)
            assert issue is not None
            wanted = Publication(title, "3幢南", frozenset(photo.id for photo in issue.photos))
            await parts.issues.publish(self.community.id, kept.id, wanted, at=now, who=WHO)
            for photo in taken:
                await parts.library.publish(photo.name)
        await parts.sorting.add_to_topic(self.community.id, kept.id, self.topic, at=now, who=WHO)
        return [f"/media/{public_name(photo.name, 'large')}" for photo in taken]

    async def happens(self, code: str, *facts: AnyFact) -> None:
        async with self.site.services.ledger.turn([code]) as turn:
            seq = (await turn.head(code)).seq
            entries = [
                Entry(seq=number, at=utc_now(), actor=Actor("recorder"), fact=fact)
                for number, fact in enumerate(facts, start=seq + 1)
            ]
            await turn.append(code, entries)


async def test_a_topic_is_public_once_a_session_is_called_for_it(site: Site) -> None:
    async with await site.desk("social_worker") as staff:
        hall = Told(site, staff)
        await hall.prepare()
        await hall.draft()
        stranger = site.browser()
        path = f"/topics/{hall.topic}"
        assert (await stranger.get(path)).status_code == 404
        assert path not in (await stranger.get("/topics")).text

        await hall.call()
        assert path in (await stranger.get("/topics")).text
        assert path in (await stranger.get("/")).text
        page = await stranger.get(path)

    assert page.status_code == 200
    assert "<strong>两处</strong>" in page.text
    words = words_on(page)
    for said in ("涉及多人的矛盾纠纷", "一楼住户", "1 个席位", "绳子断了没人管", "晾衣绳议事会", "已通知"):
        assert said in words


async def test_nothing_personal_stands_on_it(site: Site) -> None:
    async with await site.desk("social_worker") as staff:
        hall = Told(site, staff)
        await hall.prepare()
        code = await hall.call()
        await staff.send_form(f"/sessions/{code}/open")
        seat = (await site.services.records.seats(code))[-1]
        await hall.happens(
            code,
            SeatArrived(seat.key),
            TopicOpened(TopicId(f"t{hall.topic}")),
            ProposalMade(
                proposal=ProposalId("P1"),
                topic=TopicId(f"t{hall.topic}"),
                seat=seat.key,
                title="拉六根",
                text="南面拉六根",
                what="南面拉六根",
                who="物业",
                when="月底前",
                money="微实事",
            ),
        )
        page = words_on(await site.browser().get(f"/topics/{hall.topic}"))
        at_desk = words_on(await staff.get(f"/desk/topics/{hall.topic}"))

    assert "拉六根" in page
    assert "拉六根" in at_desk
    for private in ("13800138000", "王阿婆", *hall.people, seat.public_name):
        assert private not in page


async def test_an_issue_that_staff_did_not_approve_is_on_no_public_page_and_not_in_the_record(
    site: Site,
) -> None:
    async with await site.desk("social_worker") as staff:
        hall = Told(site, staff)
        await hall.prepare()
        code = await hall.call()
        await staff.send_form(f"/sessions/{code}/open")
        async with site.browser() as stranger:
            paths = ["", "/notice", "/agenda", "/wall", "/phone"]
            pages = [(await stranger.get(f"/sessions/{code}{path}")).text for path in paths]
        [convened] = await site.services.ledger.read(code)

    assert "绳子断了没人管" in pages[0]
    assert not [page for page in pages if "13800138000" in page]
    assert "13800138000" not in repr(convened)


async def test_what_is_written_after_the_notice_waits_for_the_next_one(site: Site) -> None:
    async with await site.desk("social_worker") as staff:
        hall = Told(site, staff)
        await hall.prepare()
        await hall.call()
        entry = TopicEntry("晾衣杆怎么装", "改成装杆子。", "major")
        await site.services.topics.change(hall.community.id, hall.topic, entry, who=WHO)
        page = words_on(await site.browser().get(f"/topics/{hall.topic}"))
        at_desk = words_on(await staff.get(f"/desk/topics/{hall.topic}"))

    assert "晾衣绳怎么拉" in page
    assert "晾衣杆" not in page
    assert "晾衣杆" in at_desk


async def test_every_session_on_the_way_is_told_of_also_one_called_off(site: Site) -> None:
    async with await site.desk("social_worker") as staff:
        hall = Told(site, staff)
        await hall.prepare()
        first = await hall.call(days=4)
        await staff.send_form(f"/desk/sessions/{first}/call-off", {"why": "下雨"})
        second = await hall.call(days=6)
        await staff.send_form(await hall.draft(), hall.form({"title": "再议一次"}))
        page = await site.browser().get(f"/topics/{hall.topic}")
        at_desk = await staff.get(f"/desk/topics/{hall.topic}")

    assert "这场会取消了：下雨" in words_on(page)
    assert page.text.index(f"/sessions/{first}") < page.text.index(f"/sessions/{second}")
    assert "再议一次" not in page.text
    assert "再议一次" in at_desk.text


async def test_issue_session_and_topic_lead_to_each_other(site: Site) -> None:
    async with await site.desk("social_worker") as staff:
        hall = Told(site, staff)
        await hall.prepare()
        stranger = site.browser()
        path = f'href="/topics/{hall.topic}"'
        issue = f"/issues/{hall.issues[0]}"
        assert path not in (await stranger.get(issue)).text
        code = await hall.call()
        assert path in (await stranger.get(issue)).text
        assert path in (await stranger.get(f"/sessions/{code}")).text
        page = (await stranger.get(f"/topics/{hall.topic}")).text

    assert f'href="{issue}"' in page
    assert f'href="/sessions/{code}"' in page
    assert f"/issues/{hall.issues[1]}" not in page


async def test_what_was_never_held_is_not_called_the_next_session(site: Site) -> None:
    with as_file(files("deliberation.demo")) as folder:
        scenario = load_scenario(folder / "liuhe-yard.yaml")
        days = (utc_now().date() - scenario.session.date).days - 3
        missed = await site.services.importer.bring_in(postponed(scenario, days), folder, at=utc_now())
    async with await site.desk("social_worker") as staff:
        hall = Told(site, staff)
        await hall.prepare()
        code = await hall.call()
        page = await site.browser().get("/")

    assert page.text.index(f'id="next-{code}"') < page.text.index(f'id="next-{missed}"')
    assert page.text.index("日子过了，还没有开") < page.text.index(f'id="next-{missed}"')


async def test_topics_of_several_communities_are_kept_apart(site: Site) -> None:
    other = await site.services.communities.make("别的社区", "elsewhere", "Asia/Shanghai", who=WHO)
    async with await site.desk("social_worker") as staff:
        hall = Told(site, staff)
        await hall.prepare()
        await hall.call()
        stranger = site.browser()
        chosen = await stranger.get("/topics")
        elsewhere = await stranger.get(f"/topics?community={other.slug}")
        page = await stranger.get(f"/topics/{hall.topic}")
        assert (await staff.get(f"/desk/topics/{hall.topic}")).status_code == 200

    assert f"/topics?community={other.slug}" in chosen.text
    assert f"/topics/{hall.topic}" not in elsewhere.text
    assert hall.community.name in page.text


async def test_a_session_without_a_prepared_topic_keeps_its_own_page(site: Site) -> None:
    """Imported sessions: their page has topics, issues and outcomes; the list of topics has none of them."""
    async with site.browser() as stranger:
        assert "还没有公开的议题" in words_on(await stranger.get("/topics"))
        assert 'href="/topics/' not in (await stranger.get(f"/sessions/{site.code}")).text
