"""What a social worker does at the desk: filling in what they see by its label, pressing what it says."""

from datetime import date, timedelta

from msgspec import Struct
from playwright.async_api import Page, expect

from deliberation import ids
from deliberation.clock import utc_now
from deliberation.records.staff.views import CommunityView, Who
from deliberation.session.names import Role
from tests.browser.checks import violations
from tests.browser.devices import LAPTOP, Devices, picture
from web.services import Services
from web.signin import STAFF_COOKIE

WHO = Who("test")


class Place(Struct, frozen=True):
    """A community of its own, so that no test meets another's issues and people."""

    url: str
    services: Services
    community: CommunityView

    async def social_worker(self, devices: Devices) -> "Desk":
        """A laptop at which somebody with this role has signed in."""
        parts, now = self.services, utc_now()
        account = await parts.staff.make_account(ids.opaque_id(), "钱多多", who=WHO, at=now)
        await parts.grants.give(account, "social_worker", self.community.id, who=WHO, at=now)
        token = parts.staff_cookies.sealed(await parts.sign_ins.begin(account, at=now))
        page = await devices.blank(LAPTOP)
        await page.context.add_cookies([{"name": STAFF_COOKIE, "value": token, "url": self.url}])
        return Desk(page, self.url)

    async def card(self, code: str, role: Role) -> str:
        """What the QR code on this role's card says."""
        cards = await self.services.records.cards(code)
        card = next(each for each in cards if each.role == role)
        return f"{self.url}/card/{self.services.cards.token(code, card.holder, card.generation)}"


async def new_place(url: str, services: Services) -> Place:
    """See `Place`."""
    name = ids.slug()
    made = await services.communities.make(f"柳园社区 {name}", name, "Asia/Shanghai", who=WHO)
    return Place(url, services, made)


class Desk:
    """The desk, and what axe found on the way through it."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self._url = url
        self.found: list[str] = []

    async def open(self, path: str) -> None:
        await self.page.goto(f"{self._url}{path}")

    async def first_link(self, path: str, start: str) -> str:
        """Where the first link on this page leads that begins like this."""
        await self.open(path)
        return await self.page.locator(f'main a[href^="{start}"]').first.get_attribute("href") or ""

    async def look(self, name: str) -> None:
        """Keep a picture, and what axe finds on the page as it is."""
        await picture(self.page, f"desk-{name}")
        self.found += [f"{name}: {each}" for each in await violations(self.page)]

    async def press(self, words: str) -> None:
        await self.page.get_by_role("button", name=words, exact=True).click()

    async def follow(self, words: str) -> None:
        await self.page.get_by_role("link", name=words).first.click()

    async def fill(self, label: str, value: str) -> None:
        await self.page.get_by_label(label).fill(value)

    async def says(self, words: str) -> None:
        await expect(self.page.get_by_text(words).first).to_be_visible()

    # Longer ways ----------------------------------------------------------------------------------------

    async def adds_person(self, name: str, org: str) -> None:
        await self.open("/desk/people/new")
        await self.fill("姓名", name)
        await self.fill("单位或住处", org)
        await self.press("记下来")
        await self.says(name)

    async def gives_standing_seat(self, name: str, source: str) -> None:
        await self.open(f"/desk/committee?q={name}")
        await self.page.get_by_label(name).check()
        await self.page.get_by_label("来源").select_option(label=source)
        await self.fill("从哪天起", "2020-01-01")
        await self.press("给常任席")
        await self.says("常任委员")

    async def seats_in_group(self, name: str, asked: str) -> None:
        """On a group's page: this person speaks for it, and how that was found."""
        await self.page.get_by_role("searchbox").fill(name)
        await self.press("找一找")
        await self.page.get_by_label(name).check()
        await self.press("定这一位")
        await self.says("席位都定了")
        await self.fill("哪一天推选的", date(2026, 1, 2).isoformat())
        await self.page.get_by_label("怎么推选的").select_option(label="开会推选")
        await self.fill("问过哪些人", asked)
        await self.page.locator("form", has_text="问过哪些人").get_by_role("button").click()
        await self.says("推选记录存好了")

    async def calls_session(self, title: str, topic: str, chair: str, recorder: str) -> str:
        """From the empty draft to the notice; gives the session's code."""
        await self.open("/desk/sessions")
        await self.press("准备一场议事会")
        await self.fill("这场会叫什么", title)
        await self.fill("日期", (utc_now() + timedelta(days=5)).date().isoformat())
        await self.fill("钟点", "14:00")
        await self.fill("地点", "邻里生活馆")
        await self.page.get_by_label(topic).first.check()
        for role, name in (("主持人", chair), ("记录人", recorder)):
            people = self.page.get_by_label(role)
            value = await people.locator("option", has_text=name).get_attribute("value")
            await people.select_option(value)
        await self.press("存下来")
        await self.look("draft")
        await self.press("发通知")
        await self.says("通知发出去了")
        return self.page.url.split("?", maxsplit=1)[0].rsplit("/", 1)[1]

    async def seat_code(self, code: str, name: str) -> str:
        """The six digits on a printed card."""
        await self.open(f"/sessions/{code}/cards")
        card = self.page.locator(".seat-card", has=self.page.get_by_role("heading", name=name))
        return (await card.locator(".seat-card-code .numbers").inner_text()).replace(" ", "")
