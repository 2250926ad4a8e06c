"""A second laptop opens the chair's card, because the first one's battery is low."""

import pytest
from playwright.async_api import expect

from tests.browser.devices import Devices
from tests.browser.hall import Hall
from tests.browser.people import Chair

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_two_devices_with_the_chairs_card_both_work(hall: Hall, devices: Devices) -> None:
    await hall.everybody_comes()
    first = Chair(await devices.sit_down("chair"))
    await first.follow("宣布开会")
    second = Chair(await devices.sit_down("chair"))
    await second.follow("宣读议事规则")
    await expect(first.page.get_by_role("button", name="宣读议事规则")).to_be_hidden()
    await first.click("开始议：草坪狗粪与草丛垃圾怎么管")
    await expect(second.page.get_by_text("议题一 草坪狗粪与草丛垃圾怎么管", exact=True)).to_be_visible()
    await second.click("休息…")
    await second.send_sheet("开始休息")
    await first.follow("继续开会")
    await expect(second.page.get_by_text("这个议题还没有人提方案。")).to_be_visible()
    board = await hall.board()
    assert board["session"]["status"] == "in_progress"
    assert board["now"]["topic"] == "T1"
