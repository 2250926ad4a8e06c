"""Calling a session: draft, checklist, notice, papers, moving it, calling it off, opening the hall."""

from datetime import date, timedelta

import pytest
from icalendar import Calendar

from deliberation.clock import utc_now
from deliberation.records.people.entries import PersonEntry, tidied
from deliberation.records.people.views import Choice, Term
from deliberation.records.staff.views import Who
from tests.web.conftest import Browser, Site, words_on

pytestmark = pytest.mark.asyncio

WHO = Who("test")


class Prepared:
    """A community with a committee, a topic and a group that it touches."""

    def __init__(self, site: Site, browser: Browser) -> None:
        self.site, self.browser = site, browser
        self.people: dict[str, int] = {}

    async def prepare(self, *, speakers: bool = True) -> None:
        parts = self.site.services
        self.community = (await parts.communities.all())[0]
        for name in ("邱晓岚", "骆平", "温如玉", "柏长青", "甘露"):
            entry = tidied(PersonEntry(name=name, org="试验"))
            self.people[name] = await parts.people.add(self.community.id, entry, who=WHO)
        term = Term("residents_committee", date(2020, 1, 1))
        await parts.committee.give(self.community.id, self.people["温如玉"], term, who=WHO)
        self.topic = await parts.groups.add_topic(self.community.id, "晾衣绳怎么拉", who=WHO, at=utc_now())
        label = {"zh": "一楼住户", "en": "Ground floor"}
        group = await parts.groups.add(self.community.id, self.topic, label, 1, who=WHO)
        assert group is not None
        self.group = group
        if speakers:
            await parts.groups.seat(self.community.id, group, self.people["柏长青"], who=WHO)
            choice = Choice(date(2026, 1, 2), "elected", "一楼各户")
            await parts.groups.record_choice(self.community.id, group, choice, who=WHO)

    def form(self, changes: dict[str, object] | None = None, *, days: int = 5) -> dict[str, object]:
        day = (utc_now() + timedelta(days=days)).date()
        return {
            "title": "晾衣绳议事会",
            "form": "deliberation",
            "day": day.isoformat(),
            "clock": "14:00",
            "place": "邻里生活馆",
            "topic": [str(self.topic)],
            "chair": str(self.people["邱晓岚"]),
            "recorder": str(self.people["骆平"]),
            **(changes or {}),
        }

    async def draft(self) -> str:
        page = await self.browser.send_form("/desk/sessions", follow_redirects=True)
        return page.url.path

    async def call(self, *, days: int = 5) -> str:
        """The code of a session that was called."""
        draft = await self.draft()
        page = await self.browser.send_form(
            draft, self.form(days=days) | {"do": "call"}, follow_redirects=True
        )
        assert "通知发出去了" in page.text, words_on(page)
        return page.url.path.rsplit("/", 1)[1]


async def test_a_draft_becomes_a_session_that_opens(site: Site) -> None:
    async with await site.desk("social_worker") as browser:
        hall = Prepared(site, browser)
        await hall.prepare()
        code = await hall.call()
        stranger = site.browser()
        public = await stranger.get(f"/sessions/{code}")
        assert public.status_code == 200
        assert "晾衣绳怎么拉" in words_on(public)
        assert "已通知" in words_on(public)

        cards = await browser.get(f"/sessions/{code}/cards")
        for name in ("邱晓岚", "骆平", "温如玉", "柏长青"):
            assert name in cards.text
        assert "甘露" not in cards.text

        opened = await browser.send_form(f"/sessions/{code}/open", follow_redirects=True)
        assert "会场打开了" in opened.text
        session = (await site.services.ledger.read(code))[0].fact
        assert session.code == code  # type: ignore[union-attr]  # the first fact convenes
        assert {seat.name: (seat.role, seat.chamber, seat.votes) for seat in session.seats} == {  # type: ignore[union-attr]
            "邱晓岚": ("chair", "none", False),
            "骆平": ("recorder", "none", False),
            "温如玉": ("member", "standing", True),
            "柏长青": ("member", "interest", True),
        }
        again = await browser.send_form(f"/sessions/{code}/open")
        assert again.status_code == 303
        assert (await site.services.ledger.head(code)).seq == 1


async def test_the_chair_opens_the_hall_with_the_card(site: Site) -> None:
    async with await site.desk("social_worker") as staff:
        hall = Prepared(site, staff)
        await hall.prepare()
        code = await hall.call()
        cards = {card.role: card for card in await site.services.records.cards(code)}
        token = site.services.cards.token(code, cards["chair"].holder, 1)
        chair = site.browser()
        page = await chair.get(f"/card/{token}", follow_redirects=True)
        assert "会场还没有打开" in page.text
        opened = await chair.send_form(f"/sessions/{code}/open", follow_redirects=True)
        assert opened.url.path == f"/sessions/{code}/chair"
        assert 'id="page"' in opened.text
        assert (await site.browser().send_form(f"/sessions/{code}/open")).status_code == 403


async def test_a_persons_page_names_the_session_that_they_are_called_to(site: Site) -> None:
    async with await site.desk("social_worker") as browser:
        hall = Prepared(site, browser)
        await hall.prepare()
        code = await hall.call()
        page = await browser.get(f"/desk/people/{hall.people['柏长青']}")
        assert f"/sessions/{code}" in page.text
        assert "已通知" in words_on(page)
        await browser.send_form(f"/desk/sessions/{code}/call-off", {"why": "下雨"})
        assert "取消了" in words_on(await browser.get(f"/desk/people/{hall.people['柏长青']}"))


@pytest.mark.parametrize(
    "changes, sentence",
    [
        ({"topic": []}, "还没有议题"),
        ({"place": ""}, "还没有定地点"),
        ({"day": "", "clock": ""}, "还没有定时间"),
        ({"day": "2020-01-01"}, "定的时间已经过了"),
        ({"chair": ""}, "还没有定主持人"),
        ({"title": ""}, "请写这场会叫什么"),
        ({"day": "2026-13-01"}, "日期和钟点都要写"),
        ({"day": "9999-12-31", "clock": "23:30"}, "日期和钟点都要写"),
    ],
)
async def test_what_is_missing_is_said_and_nobody_is_told_of_the_session(
    site: Site, changes: dict[str, object], sentence: str
) -> None:
    async with await site.desk("social_worker") as browser:
        hall = Prepared(site, browser)
        await hall.prepare()
        draft = await hall.draft()
        before = len(await site.services.records.sessions())
        page = await browser.send_form(draft, hall.form(changes) | {"do": "call"})
        assert page.status_code == 422
        assert sentence in words_on(page)
        assert len(await site.services.records.sessions()) == before


async def test_a_group_that_nobody_speaks_for_is_named(site: Site) -> None:
    async with await site.desk("social_worker") as browser:
        hall = Prepared(site, browser)
        await hall.prepare(speakers=False)
        draft = await hall.draft()
        page = await browser.send_form(draft, hall.form() | {"do": "call"})
        assert page.status_code == 422
        assert "“一楼住户”受影响，可是没有人代表" in words_on(page)


async def test_somebody_with_two_seats_is_named(site: Site) -> None:
    async with await site.desk("social_worker") as browser:
        hall = Prepared(site, browser)
        await hall.prepare()
        draft = await hall.draft()
        chair = str(hall.people["柏长青"])
        page = await browser.send_form(draft, hall.form({"chair": chair}) | {"do": "call"})
        assert page.status_code == 422
        assert "柏长青有两个席位" in words_on(page)


async def test_a_late_notice_is_shown_as_such_and_may_go_out(site: Site) -> None:
    async with await site.desk("social_worker") as browser:
        hall = Prepared(site, browser)
        await hall.prepare()
        draft = await hall.draft()
        page = await browser.send_form(draft, hall.form(days=1), follow_redirects=True)
        assert "通知晚了" in words_on(page)
        assert await hall.call(days=1)


async def test_moving_and_calling_off_say_why_and_end_when_the_hall_is_open(site: Site) -> None:
    async with await site.desk("social_worker") as browser:
        hall = Prepared(site, browser)
        await hall.prepare()
        code = await hall.call()
        later = {"day": (utc_now() + timedelta(days=9)).date().isoformat(), "clock": "09:30", "place": "二楼"}
        refused = await browser.send_form(f"/desk/sessions/{code}/move", later)
        assert refused.status_code == 422
        assert "请写为什么改" in words_on(refused)
        await browser.send_form(f"/desk/sessions/{code}/move", later | {"why": "场地要修"})
        page = words_on(await site.browser().get(f"/sessions/{code}"))
        assert "时间地点改了：场地要修" in page
        assert "09:30" in page

        ics = Calendar.from_ical((await site.browser().get(f"/sessions/{code}/calendar.ics")).content)
        event = ics.events[0]
        assert str(event["location"]) == "二楼"
        assert f"{event.start:%H:%M}" == "09:30"

        await browser.send_form(f"/desk/sessions/{code}/call-off", {"why": "下雨"})
        assert "这场会取消了：下雨" in words_on(await site.browser().get(f"/sessions/{code}"))
        await browser.send_form(f"/sessions/{code}/open")
        assert (await site.services.ledger.head(code)).seq == 0


async def test_papers_print_what_they_should(site: Site) -> None:
    async with await site.desk("social_worker") as browser:
        hall = Prepared(site, browser)
        await hall.prepare()
        code = await hall.call()
        anybody = site.browser()
        notice = await anybody.get(f"/sessions/{code}/notice")
        assert "会议通知" in notice.text
        assert "柏长青" not in notice.text
        assert (await anybody.get(f"/sessions/{code}/agenda")).status_code == 200
        assert (await anybody.get(f"/sessions/{code}/attendance")).status_code == 403
        assert "柏长青" in (await browser.get(f"/sessions/{code}/attendance")).text
        assert "计票单" in (await browser.get("/desk/paper")).text


async def test_what_another_community_prepares_is_not_there(site: Site) -> None:
    elsewhere = await site.services.communities.make("别的社区", "elsewhere", "Asia/Shanghai", who=WHO)
    async with (
        await site.desk("social_worker") as browser,
        await site.desk("social_worker", community=elsewhere.id) as other,
    ):
        hall = Prepared(site, browser)
        await hall.prepare()
        draft = await hall.draft()
        code = await hall.call()
        for path in (draft, f"/desk/sessions/{code}", f"/desk/topics/{hall.topic}"):
            assert (await other.get(path)).status_code == 404
        assert (await other.send_form(f"/desk/sessions/{code}/call-off", {"why": "x"})).status_code == 404
        assert (await other.send_form(f"/sessions/{code}/open")).status_code == 403


async def test_a_topic_is_written_looked_at_and_kept(site: Site) -> None:
    async with await site.desk("social_worker") as browser:
        hall = Prepared(site, browser)
        await hall.prepare()
        path = f"/desk/topics/{hall.topic}"
        written = {"title": "晾衣绳", "background": "**三处**没有绳子 <script>x</script>", "must": "dispute"}
        looked = await browser.send_form(path, written | {"do": "look"})
        assert "<strong>三处</strong>" in looked.text
        assert "<script>x" not in looked.text
        assert "晾衣绳怎么拉" in (await browser.get(path)).text
        kept = await browser.send_form(path, written | {"do": "save"}, follow_redirects=True)
        assert "<strong>三处</strong>" in kept.text
        refused = await browser.send_form(path, written | {"title": ""})
        assert refused.status_code == 422
        assert "三处" in refused.text
