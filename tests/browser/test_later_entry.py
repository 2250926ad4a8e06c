"""补录: what is on paper after a power cut goes on the record with both times."""

import re

import pytest
from playwright.async_api import expect

from tests.browser.devices import Devices
from tests.browser.hall import Hall

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_the_recorder_enters_what_the_chair_did_with_the_time_on_paper(
    hall: Hall, devices: Devices
) -> None:
    await hall.everybody_comes()
    recorder = await devices.sit_down("recorder")
    await recorder.get_by_role("button", name="补录").click()
    bar = recorder.get_by_role("region", name="补录")
    time = bar.get_by_label("现在记的事，发生在")
    await expect(time).to_have_value(re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d$"))
    written = await time.input_value()

    await recorder.get_by_role("tab", name="主持人的事").click()
    following = recorder.get_by_role("region", name="接下来")
    await time.fill("")
    await following.get_by_role("button", name="宣布开会").click()
    await expect(following.get_by_role("alert")).to_contain_text("请先在上面填补录的时间")
    await time.fill(written)
    await following.get_by_role("button", name="宣布开会").click()

    log = recorder.get_by_role("region", name="记录")
    await expect(log).to_contain_text(f"宣布开会，应到 13 人，实到 12 人（{written[-5:]} 发生，")

    await recorder.reload()
    await expect(time).to_have_value(written)
    await bar.get_by_role("button", name="补完了，关掉").click()
    await expect(bar).to_be_hidden()
    await expect(recorder.get_by_role("tab", name="主持人的事")).to_be_hidden()
