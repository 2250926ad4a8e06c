"""What people write is text on every screen, whatever it looks like."""

import asyncio

import pytest
from playwright.async_api import expect

from tests.browser.devices import PHONE, Devices
from tests.browser.hall import Hall

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

TITLE = '<script>document.title="taken over"</script>'
TEXT = '</script><img src="/nothing" onerror="document.title=\'taken over\'"><b>粗体</b>'


async def test_markup_in_a_proposal_is_shown_as_it_was_written(hall: Hall, devices: Devices) -> None:
    await hall.everybody_comes()
    await hall.opens()
    await hall.say("chair", "open_topic", topic="T1")
    await hall.proposes("D1", second="D2", title=TITLE, text=TEXT)
    await hall.say("recorder", "note", text=TEXT)
    pages = list(await asyncio.gather(*map(devices.sit_down, ("wall", "chair", "recorder", "S1"))))
    visitor = await devices.blank(PHONE)
    await visitor.goto(hall.brought.urls["session"])
    recorder = pages[2]
    await recorder.get_by_role("tab", name="方案").click()
    await recorder.get_by_role("button", name="细看").click()
    for page in [*pages, visitor]:
        await expect(page.get_by_text(TITLE).first).to_be_visible()
        assert "taken over" not in await page.title()
    for page in pages:
        await expect(page.get_by_text(TEXT).first).to_be_visible()
        assert (
            await page.locator("#app img[src='/nothing'], #app script, #app b:text-is('粗体')").count() == 0
        )
