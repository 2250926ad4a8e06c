"""听证会: opinions by phone and for somebody without one, and what becomes of them, on every screen."""

import pytest
from playwright.async_api import expect

from tests.browser.devices import Devices
from tests.browser.hall import Hall

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_each_opinion_is_answered_before_everybody_goes_home(hall: Hall, devices: Devices) -> None:
    await hall.everybody_comes()
    await hall.opens()
    await hall.say("chair", "change_form", form="hearing")
    await hall.say("chair", "open_topic", topic="T1")
    phone = await devices.sit_down("D1")
    recorder = await devices.sit_down("recorder")
    wall = await devices.sit_down("wall")

    await phone.get_by_role("navigation", name="我能做的").get_by_role("button", name="提意见").click()
    await phone.get_by_role("main").get_by_role("button", name="反对").click()
    await phone.get_by_label("我的意见（反对）").fill("晚上没有灯，先装灯再谈规定。")
    await phone.get_by_role("button", name="提出来").click()
    await expect(wall.get_by_text("晚上没有灯，先装灯再谈规定。")).to_be_visible()
    await expect(wall.get_by_text("等答复")).to_be_visible()

    await recorder.get_by_role("tab", name="代为办理").click()
    await recorder.get_by_role("combobox", name="替谁办").fill("S4")
    await recorder.keyboard.press("Enter")
    await recorder.get_by_role("group", name="办什么").get_by_role("button", name="提意见").click()
    await recorder.get_by_label("赞成").check()
    await recorder.get_by_label("说了什么").fill("孩子天天在草坪上玩，早该管了。")
    await recorder.get_by_role("button", name="：提意见").click()

    await recorder.get_by_role("tab", name="意见", exact=False).click()
    for answer, reason in (("部分采纳", "灯月底前装好。"), ("采纳", "公约下月试行。")):
        await recorder.get_by_role("button", name="答复", exact=True).first.click()
        sheet = recorder.get_by_role("dialog", name="答复意见")
        await sheet.get_by_label(answer, exact=True).check()
        await sheet.get_by_label("为什么").fill(reason)
        await sheet.get_by_role("button", name="记下答复").click()
        await expect(sheet).to_be_hidden()

    await expect(wall.get_by_text("灯月底前装好。")).to_be_visible()
    await expect(phone.get_by_role("main").get_by_text("灯月底前装好。")).to_be_visible()
    assert {each["answer"]["taken_up"] for each in (await hall.board())["opinions"].values()} == {
        "partly_taken_up",
        "taken_up",
    }
    await hall.say("chair", "close_topic", topic="T1")
    await hall.say("recorder", "read_back")
    await hall.say("chair", "close_session")
    await phone.goto(f"{hall.url}/sessions/{hall.code}")
    await expect(phone.get_by_role("heading", name="提了什么意见，采纳没有")).to_be_visible()
    await expect(phone.get_by_text("灯月底前装好。")).to_be_visible()
