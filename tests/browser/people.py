"""What people do on their screens: pressing what they see, by its role and its words."""

import re
from typing import Final

from playwright.async_api import Locator, Page, expect

GROUP_LABELS: Final = {
    "standing": "常任委员",
    "dog": "养犬居民",
    "family": "带娃家庭与老人",
    "shop": "沿街商户",
    "clean": "保洁与物业",
}


class Phone:
    """A resident's phone."""

    def __init__(self, page: Page) -> None:
        self.page = page

    async def check_in(self) -> None:
        await self.page.get_by_role("button", name="我到了，签到").click()
        await expect(self.page.get_by_text("您签到好了。")).to_be_visible()

    async def go_to(self, tab: str) -> None:
        """One of the tabs at the bottom: 现在, 举手, 提方案, 更多."""
        await self.page.get_by_role("navigation", name="我能做的").get_by_role("button", name=tab).click()

    async def raise_hand(self, position: str) -> None:
        await self.go_to("举手")
        await self.page.get_by_role("button", name=position, exact=True).click()
        await expect(self.page.get_by_role("button", name="把手放下")).to_be_visible()

    async def write(self, where: str, button: str, fields: dict[str, str]) -> None:
        """Fill in a form (提方案, 提修改, 提异议) and send it. Accepted, it makes room for 现在."""
        if where == "提方案":
            await self.go_to(where)
        else:
            await self.go_to("更多")
            await self.page.get_by_role("button", name=where).click()
        for label, words in fields.items():
            await self.page.get_by_label(label).fill(words)
        await self.page.get_by_role("button", name=button).click()
        await expect(self.page.get_by_role("heading", name=where)).to_be_hidden()

    async def second(self, words: str) -> None:
        """Second what is waiting with these words."""
        await self.go_to("更多")
        await self.page.get_by_role("button", name=re.compile("附议")).click()
        waiting = self.page.get_by_role("article").filter(has_text=words)
        await waiting.get_by_role("button", name="我附议").click()
        await expect(waiting).to_be_hidden()

    async def vote(self, choice: str) -> None:
        await self.page.get_by_role("button", name=choice).click()
        await self.sees_saved(choice)

    async def sees_saved(self, choice: str) -> None:
        await expect(self.page.get_by_text(f"保存好了：{choice}。")).to_be_visible()

    async def sees(self, words: str) -> None:
        await expect(self.page.get_by_text(words).first).to_be_visible()


class Desk:
    """What both consoles have in common."""

    def __init__(self, page: Page) -> None:
        self.page = page

    async def press(self, key: str) -> None:
        await self.page.keyboard.press(key)

    async def answer_yes(self, question: str) -> None:
        """Answer what was asked once before something that cannot be undone."""
        asked = self.page.get_by_role("group", name=question)
        await asked.get_by_role("button", name="是", exact=True).click()
        await expect(asked).to_be_hidden()

    async def click(self, name: str) -> None:
        await self.page.get_by_role("button", name=name).first.click()

    def sheet(self) -> Locator:
        return self.page.get_by_role("dialog")

    async def send_sheet(self, button: str) -> None:
        await self.sheet().get_by_role("button", name=button).click()
        await expect(self.sheet()).to_be_hidden()


class Chair(Desk):
    """The chair's console."""

    async def follow(self, step: str) -> None:
        """Take a step that 接下来 suggests."""
        button = self.page.get_by_role("region", name="接下来").get_by_role("button", name=step)
        await button.click()

    async def ask_three_times(self) -> None:
        """还有不同意见吗, and nobody has any."""
        for call in (1, 2, 3):
            await self.page.get_by_role("button", name=f"问：还有不同意见吗（{call - 1} / 3）").click()
            await expect(
                self.page.get_by_role("button", name=f"问：还有不同意见吗（{call} / 3）")
            ).to_be_visible()

    async def end_debate(self) -> None:
        await self.ask_three_times()
        await self.page.get_by_role("contentinfo").get_by_role("button", name="结束讨论").click()
        await self.answer_yes("真的结束讨论？之后不再发言，只表决。")

    async def open_vote(self, choices: dict[str, str]) -> None:
        """Open the form and choose in it; what it says already is left as it is."""
        await self.click("表决…")
        for label, option in choices.items():
            await self.sheet().get_by_role("group", name=label).get_by_label(option, exact=True).check()
        await self.send_sheet("开始表决")

    async def end_vote(self) -> None:
        await self.page.get_by_role("region", name="现在").get_by_role("button", name="结束表决").click()
        await self.answer_yes("都投了。结束表决，公布结果？")


class Recorder(Desk):
    """The recorder's console."""

    async def tab(self, name: str) -> None:
        await self.page.get_by_role("tab", name=name).click()

    async def mark_present(self, seats: list[str]) -> None:
        """The roll call by seat number and Enter."""
        await self.tab("点名")
        for seat in seats:
            await self.page.get_by_label("席号或名字，回车改一下").fill(seat)
            await self.press("Enter")
            name = self.page.get_by_role("button", name=f"{seat} · 到了")
            await expect(name).to_be_visible()

    async def act_for(self, seat: str, deed: str, button: str, fields: dict[str, str]) -> None:
        """Do something in the name of somebody without a phone."""
        await self.tab("代为办理")
        other = self.page.get_by_role("button", name="换一位")
        if await other.is_visible():
            await other.click()
        await self.page.get_by_role("combobox", name="替谁办").fill(seat)
        await self.press("Enter")
        await (
            self.page.get_by_role("group", name="办什么").get_by_role("button", name=deed, exact=True).click()
        )
        panel = self.page.get_by_role("tabpanel")
        for label, words in fields.items():
            field = panel.get_by_label(label, exact=True)
            if words:
                await field.fill(words)
            else:
                await field.check()
        await panel.get_by_role("button", name=button).click()
        await expect(self.page.get_by_text("办好了")).to_be_visible()

    async def count_hands(self, **counts: tuple[int, int]) -> None:
        """Type 赞成 and 反对 of these groups; every other group is unanimous. Saved with Enter."""
        await self.page.get_by_role("textbox", name="常任委员 赞成").focus()
        for group, label in GROUP_LABELS.items():
            await expect(self.page.get_by_role("textbox", name=f"{label} 赞成")).to_be_focused()
            if group in counts:
                yes, no = counts[group]
                await self.page.keyboard.type(str(yes))
                await self.press("Enter")
                await self.page.keyboard.type(str(no))
                await self.press("Enter")
            else:
                await self.press("a")
        await expect(self.page.get_by_role("button", name="记票")).to_be_focused()
        await self.press("Enter")
        await expect(self.page.get_by_text("保存好了。表决结束前还可以改。")).to_be_visible()
