"""A community runs itself in the browser: from a resident's photo to the session that talks about it."""

from collections.abc import AsyncIterator
from io import BytesIO

import pytest
import pytest_asyncio
from PIL import Image
from playwright.async_api import Browser, FilePayload, Page, expect

from tests.browser.checks import beyond, violations
from tests.browser.desk import Desk, Place, new_place
from tests.browser.devices import LAPTOP, PHONE, WALL, Devices, picture, resize
from tests.browser.people import Phone
from tests.media.photos import is_upright, photo
from tests.support.server import Server
from web.services import Services

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

WORDS = "草坪上有狗粪，没人收"
TOPIC = "草坪狗粪怎么管"
PEOPLE = {"邱晓岚": "居委会", "骆平": "社区", "温如玉": "居委会", "柏长青": "5幢居民"}


@pytest_asyncio.fixture(loop_scope="session")
async def place(services: Services, server: Server) -> Place:
    return await new_place(server.url, services)


@pytest_asyncio.fixture(loop_scope="session")
async def devices(chromium: Browser) -> AsyncIterator[Devices]:
    """Without a session to sit down in yet."""
    opened = Devices(chromium, {})
    yield opened
    await opened.close()
    assert opened.complaints == []


async def test_from_a_photo_to_the_session_that_talks_about_it(place: Place, devices: Devices) -> None:
    resident = await devices.blank(PHONE)
    await reports(place, resident)
    desk = await place.social_worker(devices)
    await covers_and_publishes(desk)
    await sorts(desk)
    await prepares_the_table(desk)
    code = await desk.calls_session("草坪议事会", TOPIC, "邱晓岚", "骆平")
    await desk.look("called")
    await prints(desk, code)
    await reads_what_became_of_it(place, resident, code)
    await session_runs(place, devices, desk, code)
    await every_place_in_english_on_a_phone(desk, code)
    assert not desk.found, "\n".join(desk.found)


async def reports(place: Place, phone: Page) -> None:
    """Photo first, then place, then one sentence."""
    await phone.goto(f"{place.url}/issues/new?community={place.community.slug}")
    files = [
        FilePayload(name=f"IMG_000{number}.jpg", mimeType="image/jpeg", buffer=photo(orientation=turned))
        for number, turned in enumerate((6, 1))
    ]
    await phone.get_by_label("一、照片").set_input_files(files)
    await phone.get_by_label("二、在哪儿").fill("3幢南边草坪")
    await phone.get_by_label("三、什么事").fill(WORDS)
    await expect(phone.locator("#previews img")).to_have_count(2)
    await phone.get_by_role("button", name="交上去").click()
    await expect(phone.get_by_role("heading", name="收到了，谢谢您")).to_be_visible()
    await picture(phone, "walk-reported")
    assert await violations(phone) == []


async def every_place_in_english_on_a_phone(desk: Desk, code: str) -> None:
    """The desk's pages as they are now, with something on each of them."""
    await resize(desk.page, PHONE)
    await desk.open("/desk?lang=en")
    links = desk.page.locator(".desk-places a")
    places = [await link.get_attribute("href") or "" for link in await links.all()]
    assert "/desk/sorting" in places
    issue = await desk.first_link("/desk/issues?all=1", "/desk/issues/")
    groups = await desk.first_link("/desk/groups", "/desk/topics/")
    cases = [issue, groups, groups.removesuffix("/groups"), await desk.first_link(groups, "/desk/groups/")]
    forms = ["/desk/people/new", "/desk/people/import", "/desk/rules/new", "/desk/account"]
    for path in [*places, *cases, *forms, f"/desk/sessions/{code}"]:
        await desk.open(path)
        await expect(desk.page.locator("html")).to_have_attribute("lang", "en")
        await expect(desk.page.locator(".desk-places")).to_be_visible()
        await desk.look(f"en{path.replace('/', '-')}")
        desk.found += [f"{path}: {each}" for each in await beyond(desk.page, down=False)]


async def covers_and_publishes(desk: Desk) -> None:
    await desk.open("/desk/issues")
    await desk.look("issues")
    await desk.follow(WORDS)
    await desk.look("issue")
    shown = desk.page.locator(".desk-photos img").first
    stored = await desk.page.request.get(await shown.evaluate("image => image.src"))
    kept = Image.open(BytesIO(await stored.body()))
    assert is_upright(kept)
    assert not kept.getexif()
    await desk.follow("遮脸、车牌、电话")
    await desk.look("cover")
    canvas = desk.page.locator("canvas")
    box = await canvas.bounding_box()
    assert box is not None
    await desk.page.mouse.move(box["x"] + 20, box["y"] + 20)
    await desk.page.mouse.down()
    await desk.page.mouse.move(box["x"] + 120, box["y"] + 60, steps=4)
    await desk.page.mouse.up()
    await desk.page.locator("#cover").get_by_role("button", name="遮").last.click()
    await expect(desk.page.get_by_role("heading", name="公开什么")).to_be_visible()
    await desk.page.get_by_label("第 1 张可以公开").check()
    await desk.fill("对外怎么写", "草坪狗粪没有人清理")
    await desk.press("公开")
    await desk.says("大家现在能看到这条线索")


async def sorts(desk: Desk) -> None:
    """By keys alone."""
    await desk.open("/desk/sorting")
    await desk.look("sorting")
    await desk.page.keyboard.press("t")
    await expect(desk.page.get_by_label("议题", exact=True)).to_be_focused()
    await desk.page.keyboard.type(TOPIC)
    await desk.look("sorting-topic")
    await desk.page.keyboard.press("Enter")
    await desk.says(f"立了议题：{TOPIC}")
    await desk.says("都分好了")


async def prepares_the_table(desk: Desk) -> None:
    """People, the committee's standing seat, and who speaks for those whom it touches."""
    for name, org in PEOPLE.items():
        await desk.adds_person(name, org)
    await desk.open("/desk/people")
    await desk.look("people")
    await desk.gives_standing_seat("温如玉", "居委会")
    await desk.look("committee")
    await desk.open("/desk/groups")
    await desk.follow(TOPIC)
    await desk.look("topic-groups")
    await desk.fill("这一方是谁", "带孩子的家庭")
    await desk.page.get_by_label("几个席位").first.fill("1")
    await desk.page.locator("form", has_text="加一方").get_by_role("button").click()
    if "/desk/groups/" not in desk.page.url:
        await desk.follow("带孩子的家庭")
    await desk.seats_in_group("柏长青", "3幢、5幢带孩子的 40 户，楼组长上门")
    await desk.look("group")


async def prints(desk: Desk, code: str) -> None:
    for paper, words in (("notice", TOPIC), ("agenda", TOPIC), ("attendance", "柏长青"), ("cards", "柏长青")):
        await desk.open(f"/sessions/{code}/{paper}")
        await desk.says(words)
        await desk.look(paper)


async def reads_what_became_of_it(place: Place, phone: Page, code: str) -> None:
    """The one who reported it, on the same phone."""
    await phone.goto(f"{place.url}/issues/mine")
    await expect(phone.get_by_text("列成了议题，要在议事会上大家商量。")).to_be_visible()
    assert await beyond(phone, down=False) == []
    await phone.get_by_role("link", name="看商量它的议事会").click()
    await expect(phone.get_by_text(TOPIC).first).to_be_visible()
    assert phone.url.endswith(f"/sessions/{code}")
    assert await violations(phone) == []


async def session_runs(place: Place, devices: Devices, desk: Desk, code: str) -> None:
    """The hall opens, people come in with their cards, and the wall shows what was reported."""
    seat_code = await desk.seat_code(code, "柏长青")
    await desk.open(f"/desk/sessions/{code}")
    # The day has not come: it takes a second press.
    await desk.page.get_by_text("今天还不是开会的日子").click()
    await desk.press("打开会场，开始签到")
    await desk.says("会场打开了")
    chair = await devices.blank(LAPTOP)
    await chair.goto(await place.card(code, "chair"))
    phone = await devices.blank(PHONE)
    # Before the card is shown, a page tells nobody whole names.
    await phone.goto(f"{place.url}/join/{code}")
    await phone.get_by_label("柏某某").check()
    await phone.get_by_label("席位卡上的六位数字").fill(seat_code)
    await phone.get_by_role("button", name="入座").click()
    await Phone(phone).check_in()
    wall = await devices.blank(WALL)
    await wall.goto(f"{place.url}/sessions/{code}/wall")
    await expect(wall.get_by_text("到会 1 人，应到 2 人").first).to_be_visible()
    await expect(chair.get_by_text(TOPIC).first).to_be_visible()
    await picture(wall, "walk-wall")
    await picture(chair, "walk-chair")
