"""A phone in a village hall: few bytes, and the topic in sight even on a slow processor."""

import gzip
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Request, expect

from tests.browser.devices import PHONE, Devices
from tests.browser.hall import Hall
from web.templating import STATIC

pytestmark = pytest.mark.browser
in_browser = pytest.mark.asyncio(loop_scope="session")

Note = Callable[[str, object], None]
"""pytest's record_property: the figures go into the report."""

PAGE_BYTES = 100_000
SCRIPT_BYTES = 45_000
SLOWER = 4


@in_browser
async def test_phone_page_is_light(hall: Hall, devices: Devices, record_property: Note) -> None:
    await hall.until_debate()
    phone = await devices.blank(PHONE)
    requests: list[Request] = []
    phone.on("requestfinished", lambda request: requests.append(request))  # noqa: PLW0108 - playwright marks it
    await phone.goto(hall.brought.urls["D1"])
    await expect(phone.get_by_text("草坪狗粪与草丛垃圾怎么管")).to_be_visible()
    heavy = 0
    for request in requests:
        if urlsplit(request.url).path.startswith("/media/"):
            continue
        sizes = await request.sizes()
        heavy += sizes["responseBodySize"] + sizes["responseHeadersSize"]
    record_property("phone page bytes", heavy)
    assert heavy <= PAGE_BYTES


def test_phone_script_is_small(chromium_path: str, record_property: Note) -> None:  # noqa: ARG001 - built
    script = len(gzip.compress((STATIC / "build" / "phone.js").read_bytes(), compresslevel=9))
    record_property("phone script bytes", script)
    assert script <= SCRIPT_BYTES


@in_browser
async def test_topic_is_in_sight_on_a_slow_phone(hall: Hall, devices: Devices, record_property: Note) -> None:
    """How long it took is written down and not judged: on a shared machine it says little."""
    await hall.until_debate()
    phone = await devices.blank(PHONE)
    browser = await phone.context.new_cdp_session(phone)
    await browser.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    await phone.goto(hall.brought.urls["D1"], wait_until="commit")
    await expect(phone.get_by_text("草坪狗粪与草丛垃圾怎么管")).to_be_visible()
    record_property("topic in sight after ms", round(await phone.evaluate("performance.now()")))
