"""axe-core finds nothing against WCAG 2.2 AA, on any screen, in any state that a session brings it into."""

import asyncio

import pytest
from playwright.async_api import Page, expect

from deliberation.clock import utc_now
from deliberation.console import demo_desk, demo_issues, demo_sessions
from deliberation.records.staff.views import Who
from tests.browser.checks import beyond, small_targets, violations
from tests.browser.desk import new_place
from tests.browser.devices import LAPTOP, PHONE, Devices, picture, resize
from tests.browser.hall import Hall
from tests.browser.people import Chair, Recorder
from tests.support.server import Server
from web.services import Services

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

LONG = 3000
TARGET = 48
LOOKED_AT = {
    "zh": ("check-in", "speech", "amendment", "vote-hands", "vote-phone", "marked", "closed"),
    "en": ("speech", "vote-phone", "marked"),
}


async def looked_through(pages: dict[str, Page], state: str) -> list[str]:
    """What axe finds on these screens, with their names and the state they are in."""
    found: list[str] = []
    for name, page in pages.items():
        await picture(page, f"axe-{state}-{name}")
        size = page.viewport_size
        if size is not None and size["width"] == PHONE[0]:
            # As high as it is long: what lies under the bar of tabs now, a thumb can bring up.
            await resize(page, (PHONE[0], LONG))
        found += [f"{name} in {state}: {problem}" for problem in await violations(page)]
        if size is not None:
            await page.set_viewport_size(size)
    return found


@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_screens_in_every_state(hall: Hall, devices: Devices, lang: str) -> None:
    holders = ("wall", "chair", "recorder", "D1", "O1")
    pages = dict(
        zip(
            holders, await asyncio.gather(*(devices.sit_down(who, lang=lang) for who in holders)), strict=True
        )
    )
    elder = await devices.sit_down("M1", lang=lang)
    await elder.locator("header button").click()
    await expect(elder.locator("html.elder")).to_be_attached()
    pages["elder"] = elder
    found: list[str] = []
    async for phase in hall.phases():
        if phase not in LOOKED_AT[lang]:
            continue
        for page in pages.values():
            await devices.caught_up(page, hall.seq)
        found += await looked_through(pages, f"{phase}-{lang}")
    assert not found, "\n".join(found)


async def test_every_view_of_the_phone(hall: Hall, devices: Devices) -> None:
    await hall.until_debate()
    await hall.say("D1", "object", target="P1", reason="罚款没有依据")
    phone = await devices.sit_down("D2")
    found: list[str] = []
    for tab in ("现在", "举手", "提方案", "更多"):
        await phone.get_by_role("navigation", name="我能做的").get_by_role("button", name=tab).click()
        found += await looked_through({"phone": phone}, f"tab {tab}")
    for way, heading in (("附议", "附议"), ("提修改", "提修改"), ("提异议", "提异议")):
        await phone.get_by_role("navigation", name="我能做的").get_by_role("button", name="更多").click()
        await phone.get_by_role("main").get_by_role("button", name=way).click()
        await expect(phone.get_by_role("heading", name=heading)).to_be_visible()
        found += await looked_through({"phone": phone}, way)
    await phone.get_by_role("button", name="提出异议").click()
    await expect(phone.get_by_text("这一项还没有写。")).to_be_visible()
    found += await looked_through({"phone": phone}, "something is missing")
    assert not found, "\n".join(found)


async def test_every_sheet_of_the_chair(hall: Hall, devices: Devices) -> None:
    await hall.until_debate()
    await hall.say("D1", "object", target="P1", reason="罚款没有依据")
    await hall.say("S1", "second", target="OB1")
    await hall.say("chair", "give_floor", seat="D1", position="middle")
    chair = Chair(await devices.sit_down("chair"))
    await expect(chair.page.get_by_role("region", name="发言")).to_contain_text("卞家乐")
    found: list[str] = []
    for button in ("请别人发言", "提醒", "答复异议（1）…", "不能马上办…", "休息…", "更多…", "按键", "鲍晓燕"):
        await chair.click(button)
        await expect(chair.sheet()).to_be_visible()
        found += await looked_through({"chair": chair.page}, f"sheet {button}")
        await chair.press("Escape")
        await expect(chair.sheet()).to_be_hidden()
    for tab in ("方案", "记录"):
        await chair.page.get_by_role("tab", name=tab).click()
        found += await looked_through({"chair": chair.page}, f"tab {tab}")
    await chair.press("x")
    await expect(chair.page.get_by_role("alert")).to_be_visible()
    found += await looked_through({"chair": chair.page}, "a refusal or a question")
    await hall.say("chair", "end_speech")
    await hall.say("chair", "answer_objection", objection="OB1", response="以劝导为主", how="answered")
    await hall.is_talked_out()
    await chair.click("表决…")
    await expect(chair.sheet()).to_be_visible()
    found += await looked_through({"chair": chair.page}, "sheet 表决…")
    assert not found, "\n".join(found)


async def test_every_task_of_the_recorder(hall: Hall, devices: Devices) -> None:
    await hall.until_debate()
    await hall.is_talked_out()
    recorder = Recorder(await devices.sit_down("recorder"))
    found: list[str] = []
    for tab in ("点名", "代为办理", "大字和来信", "方案", "宣读"):
        await recorder.tab(tab)
        found += await looked_through({"recorder": recorder.page}, f"tab {tab}")
    await recorder.tab("代为办理")
    await recorder.page.get_by_role("combobox", name="替谁办").fill("S4")
    await recorder.press("Enter")
    for deed in ("举手", "提方案", "提修改"):
        await (
            recorder.page.get_by_role("group", name="办什么")
            .get_by_role("button", name=deed, exact=True)
            .click()
        )
        found += await looked_through({"recorder": recorder.page}, f"for somebody: {deed}")
    await recorder.click("补录")
    await recorder.tab("主持人的事")
    found += await looked_through({"recorder": recorder.page}, "later entry")
    await recorder.click("补完了，关掉")
    vote = await hall.opens_vote("P1", method="online")
    await hall.say("D1", "cast_ballot", vote=vote, choice="for")
    for tab in ("数手", "纸票"):
        await recorder.tab(tab)
        await expect(recorder.page.get_by_role("heading", name=tab)).to_be_visible()
        found += await looked_through({"recorder": recorder.page}, f"tab {tab}")
    assert not found, "\n".join(found)


@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_a_hearing_and_an_appraisal(hall: Hall, devices: Devices, lang: str) -> None:
    holders = ("wall", "chair", "recorder", "D1")
    screens = await asyncio.gather(*(devices.sit_down(who, lang=lang) for who in holders))
    pages = dict(zip(holders, screens, strict=True))
    await hall.everybody_comes()
    await hall.opens()
    await hall.say("chair", "change_form", form="hearing")
    await hall.say("chair", "open_topic", topic="T1")
    await hall.say("D2", "state_opinion", position="against", text="晚上没有灯")
    await hall.say("S1", "state_opinion", position="for", text="早该管了")
    await hall.say("recorder", "answer_opinion", opinion="OP1", taken_up="not_taken_up", reason="没有钱")
    await pages["recorder"].keyboard.press("6")
    await pages["D1"].get_by_role("navigation").get_by_role("button").nth(2).click()
    await pages["D1"].get_by_role("main").get_by_role("button").first.click()
    await expect(pages["wall"].get_by_text("没有钱")).to_be_visible()
    found = await looked_through(pages, f"hearing-{lang}")
    await pages["D1"].get_by_role("navigation").get_by_role("button").first.click()
    found += await looked_through({"D1": pages["D1"]}, f"opinions-{lang}")

    await hall.say("chair", "change_form", form="appraisal")
    sheets = {"issued": 12, "returned": 12, "invalid": 0}
    counts = {"satisfied": 9, "fairly_satisfied": 2, "unsure": 1}
    await hall.say("recorder", "enter_scores", item="草坪保洁", **sheets, counts=counts)
    for each in (pages["wall"], pages["D1"]):
        await expect(each.get_by_text("草坪保洁")).to_be_visible()
    await pages["recorder"].keyboard.press("6")
    await expect(pages["recorder"].get_by_role("tabpanel").get_by_text("草坪保洁")).to_be_visible()
    found += await looked_through(pages, f"appraisal-{lang}")
    for page in pages.values():
        found += await beyond(page, down=False)
    assert not found, "\n".join(found)


async def test_pages_from_the_server(hall: Hall, devices: Devices) -> None:
    await hall.until_debate()
    staff = await devices.sit_down("recorder")
    visitor = await devices.blank(PHONE)
    code = hall.code
    public = [
        "/",
        "/topics",
        "/issues",
        "/sessions",
        f"/sessions/{code}",
        "/join",
        "/join?code=000000",
        f"/join/{code}",
    ]
    refused = [f"/sessions/{code}/chair", "/sessions/000000", "/card/unknown", f"/sessions/{code}/cards"]
    found: list[str] = []
    for wish in ("", "lang=en", "elder=1"):
        for path in [*public, *refused] if wish == "" else public:
            await visitor.goto(f"{hall.url}{path}{'&' if '?' in path else '?'}{wish}")
            name = path.strip("/").replace("/", "-").replace(code, "code") or "front"
            found += await looked_through({name: visitor}, wish or "as it is")
    await resize(staff, LAPTOP)
    for path in (f"/sessions/{code}/cards", f"/sessions/{code}/leave"):
        await staff.goto(f"{hall.url}{path}")
        found += await looked_through({path.rsplit("/")[-1]: staff}, "as it is")
    assert not found, "\n".join(found)


@pytest.mark.parametrize("wish", ["lang=zh", "lang=en", "elder=1"])
async def test_pages_of_a_community_with_a_past(
    services: Services, server: Server, devices: Devices, wish: str
) -> None:
    """What the demonstration has: issues of every kind, a topic with outcomes, and one that is announced."""
    place = await new_place(server.url, services)
    who = Who("test", community=place.community.id)
    for part in (demo_desk, demo_issues, demo_sessions):
        await part.fill(services, place.community, who=who, at=utc_now())
    topics = (await services.topics.announced(place.community.id)).rows
    issues = (await services.issues.published(place.community.id)).rows
    visitor = await devices.blank(PHONE)
    paths = ["/", "/topics", "/issues", *(f"/topics/{topic.id}" for topic in topics)]
    paths += [f"/sessions/{topic.latest.code}" for topic in topics]
    paths += [f"/issues/{issue.id}" for issue in issues]
    found: list[str] = []
    for path in paths:
        await visitor.goto(f"{server.url}{path}?community={place.community.slug}&{wish}")
        found += await looked_through({path.strip("/").replace("/", "-") or "front": visitor}, wish)
        problems = await beyond(visitor, down=False) + await small_targets(visitor, TARGET)
        found += [f"{path}: {problem}" for problem in problems]
    await visitor.goto(f"{server.url}/topics/{topics[-1].id}")
    await expect(visitor.get_by_role("article")).to_have_count(3)
    assert not found, "\n".join(found)
