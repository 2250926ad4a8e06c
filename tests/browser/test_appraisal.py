"""评议会: the recorder enters what the tellers counted, and everybody sees the totals."""

import pytest
from playwright.async_api import expect

from tests.browser.devices import Devices
from tests.browser.hall import Hall

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_score_sheets_are_entered_with_the_keyboard(hall: Hall, devices: Devices) -> None:
    await hall.everybody_comes()
    await hall.opens()
    await hall.say("chair", "change_form", form="appraisal")
    await hall.say("chair", "open_topic", topic="T1")
    phone = await devices.sit_down("D1")
    recorder = await devices.sit_down("recorder")
    wall = await devices.sit_down("wall")

    await recorder.get_by_role("tab", name="评议").click()
    await recorder.get_by_label("评什么").fill("草坪保洁")
    await recorder.get_by_role("textbox", name="发出").focus()
    for figure in ("12", "12", "1", "6", "3", "1", "0"):
        await recorder.keyboard.type(figure)
        await recorder.keyboard.press("Enter")
    await expect(recorder.get_by_text("有效票应是 11 张，已记 10 张，还少 1 张。")).to_be_visible()
    await recorder.get_by_role("textbox", name="不了解").fill("1")
    await recorder.get_by_role("button", name="记评议票").click()

    for screen in (recorder, wall, phone):
        item = screen.locator("tbody", has_text="草坪保洁")
        await expect(item).to_contain_text("发出 12，收回 12，无效 1")
        await expect(item.get_by_role("cell")).to_have_text(["6", "3", "1", "1"])
    await phone.goto(f"{hall.url}/sessions/{hall.code}")
    await expect(phone.locator("tbody", has_text="草坪保洁").get_by_role("cell")).to_have_text(
        ["6", "3", "1", "1"]
    )
