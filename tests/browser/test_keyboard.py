"""Neither console needs a mouse: every step is taken with keys, and each waits for what is seen."""

import pytest
from playwright.async_api import Page, expect

from tests.browser.devices import Devices, drawn
from tests.browser.hall import Hall
from tests.browser.people import GROUP_LABELS

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def press(page: Page, *keys: str) -> None:
    """Press these keys, one after the other. A button has its key once it is drawn."""
    for key in keys:
        await drawn(page)
        await page.keyboard.press(key)


async def test_chair_opens_runs_a_vote_and_closes_it(hall: Hall, devices: Devices) -> None:
    await hall.everybody_comes()
    chair = await devices.sit_down("chair")
    following = chair.get_by_role("region", name="接下来")

    async def next_step(label: str) -> None:
        await expect(following.get_by_role("button").first).to_contain_text(label)
        await press(chair, "n")

    await next_step("宣布开会")
    await next_step("宣读议事规则")
    await next_step("计票、监票")
    await expect(following.get_by_role("button").first).to_contain_text("开始议：草坪狗粪与草丛垃圾怎么管")
    await press(chair, "Enter")
    await expect(chair.get_by_text("这个议题还没有人提方案。")).to_be_visible()

    await hall.proposes("F2", second="S5")
    await hall.say("D1", "raise_hand", position="for")
    await expect(
        chair.get_by_role("region", name="举手排队").get_by_role("button", name="卞家乐")
    ).to_be_visible()
    await press(chair, "1")
    await expect(chair.get_by_role("region", name="发言")).to_contain_text("卞家乐")
    await press(chair, "e")
    await expect(chair.get_by_text("现在没有人发言。")).to_be_visible()

    for calls in (1, 2, 3):
        await press(chair, "q")
        await expect(chair.get_by_text(f"问：还有不同意见吗（{calls} / 3）")).to_be_visible()
    await press(chair, "x")
    await expect(chair.get_by_role("group", name="真的结束讨论？")).to_be_visible()
    await press(chair, "Enter")
    await expect(chair.get_by_text("讨论已经结束，等着表决。")).to_be_visible()

    await press(chair, "v")
    sheet = chair.get_by_role("dialog", name="开始表决")
    await expect(sheet.get_by_label("举手表决", exact=True)).to_be_checked()
    await press(chair, "Control+Enter")
    await expect(chair.get_by_role("heading", name="正在表决：")).to_be_visible()
    await hall.say(
        "recorder",
        "enter_count",
        vote="V1",
        counts={
            "standing": [5, 0, 0],
            "dog": [2, 0, 0],
            "family": [3, 0, 0],
            "shop": [1, 0, 0],
            "clean": [1, 0, 0],
        },
    )
    await expect(chair.get_by_text("记录人已经记了举手")).to_be_visible()
    await press(chair, "c")
    await expect(chair.get_by_role("group", name="都投了。结束表决，公布结果？")).to_be_visible()
    await press(chair, "Enter")
    await expect(chair.get_by_text("赞成 12 票，到会 12 人要 7 票，通过。")).to_be_visible()


async def test_recorder_counts_the_hands_of_five_groups(hall: Hall, devices: Devices) -> None:
    await hall.until_debate()
    await hall.is_talked_out()
    recorder = await devices.sit_down("recorder")
    await expect(recorder.get_by_role("tab", name="点名")).to_be_visible()
    vote = await hall.opens_vote("P1")

    def box(group: str, choice: str) -> str:
        return f"{GROUP_LABELS[group]} {choice}"

    # The sheet for counting comes to the front with the keyboard in its first box.
    await expect(recorder.get_by_role("textbox", name=box("standing", "赞成"))).to_be_focused()
    await press(recorder, "a")
    await expect(recorder.get_by_role("textbox", name=box("dog", "赞成"))).to_be_focused()
    await press(recorder, "1", "Enter", "0", "Enter")
    await expect(recorder.get_by_role("textbox", name=box("dog", "弃权"))).to_have_value("1")
    await expect(recorder.get_by_role("textbox", name=box("family", "赞成"))).to_be_focused()
    await press(recorder, "ArrowUp", "ArrowUp", "Enter")
    await expect(recorder.get_by_role("textbox", name=box("family", "反对"))).to_be_focused()
    await press(recorder, "ArrowUp", "Enter")
    await expect(recorder.get_by_role("textbox", name=box("shop", "赞成"))).to_be_focused()
    await press(recorder, "a")
    await expect(recorder.get_by_role("textbox", name=box("clean", "赞成"))).to_be_focused()
    await press(recorder, "a")
    await expect(recorder.get_by_text("合计：赞成 10，反对 1，弃权 1")).to_be_visible()
    await expect(recorder.get_by_role("button", name="记票")).to_be_focused()
    await press(recorder, "Enter")
    await expect(recorder.get_by_text("保存好了。表决结束前还可以改。")).to_be_visible()
    board = await hall.board()
    assert board["votes"][vote]["hands"] == {
        "standing": [5, 0, 0],
        "dog": [1, 0, 1],
        "family": [2, 1, 0],
        "shop": [1, 0, 0],
        "clean": [1, 0, 0],
    }
