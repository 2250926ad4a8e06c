"""The server's plug is pulled while a vote is open."""

import asyncio
from collections.abc import AsyncIterator
from importlib.resources import as_file, files
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from deliberation.console.bringing import bring_in
from tests.browser.devices import Devices
from tests.browser.hall import Hall
from tests.browser.people import Phone
from tests.support.server import Server
from web.app import open_services
from web.settings import read_settings

pytestmark = [
    pytest.mark.browser,
    pytest.mark.chaos,
    pytest.mark.asyncio(loop_scope="session"),
]


@pytest_asyncio.fixture(loop_scope="session")
async def mortal(tmp_path: Path) -> AsyncIterator[tuple[Server, Hall]]:
    """A server of this test's own, and a session on it."""
    async with open_services(read_settings({}, data=tmp_path)) as services:
        server = Server(tmp_path)
        server.start()
        with as_file(files("deliberation.demo")) as folder:
            brought = await bring_in(services, folder / "liuhe-yard.yaml", base=server.url)
        hall = Hall(server.url, brought, services.ledger)
        yield server, hall
        await hall.close()
        server.stop()


async def test_a_ballot_given_while_the_server_is_down_is_saved_once(
    mortal: tuple[Server, Hall], chromium: Browser
) -> None:
    server, hall = mortal
    devices = Devices(chromium, hall.brought.urls)
    await hall.until_debate()
    await hall.is_talked_out()
    vote = await hall.opens_vote("P1", method="online")
    before, during, wall = await asyncio.gather(*map(devices.sit_down, ("D1", "D2", "wall")))
    await Phone(before).vote("赞成")

    server.kill()
    await expect(during.get_by_text("连不上，正在重新连接。")).to_be_visible()
    await expect(wall.get_by_text("连不上，正在重新连接。")).to_be_visible()
    await during.get_by_role("button", name="反对").click()
    await expect(during.get_by_text("还没送到：没有网络，连上后自动送出。")).to_be_visible()

    server.start()
    await Phone(during).sees_saved("反对")
    await Phone(before).sees_saved("赞成")
    await expect(wall.get_by_text("已投 2 人")).to_be_visible()
    await hall.close()
    waiting = {
        "standing": [5, 0, 0],
        "dog": [0, 0, 0],
        "family": [3, 0, 0],
        "shop": [1, 0, 0],
        "clean": [1, 0, 0],
    }
    await hall.say("recorder", "enter_count", vote=vote, counts=waiting)
    await hall.say("chair", "close_vote", vote=vote)
    await expect(wall.get_by_text("赞成 11 票，到会 12 人要 7 票，通过。")).to_be_visible()
    board = await hall.board()
    assert board["votes"][vote]["tally"]["by_group"]["dog"] == [1, 1, 0]
    await devices.close()
    assert devices.complaints == []
