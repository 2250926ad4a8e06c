"""A real server, the machine's own Chromium, and a hall that was just brought in."""

import os
import shutil
from collections.abc import AsyncIterator
from importlib.resources import as_file, files
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright, expect

from deliberation.console.bringing import bring_in
from tests.browser.devices import PATIENCE_SECONDS, Devices
from tests.browser.hall import Hall
from tests.conftest import require_or_skip
from tests.support.server import Server
from web.app import open_services
from web.services import Services
from web.settings import read_settings
from web.templating import STATIC

CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-sync",
    "--no-first-run",
    "--no-pings",
]

expect.set_options(timeout=PATIENCE_SECONDS * 1000)


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """Where this machine's Chromium is, if it has one and there is a client for it to run."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
    if not Path(path).exists():
        require_or_skip("REQUIRE_BROWSER", "there is no Chromium on this machine")
    if not (STATIC / "build" / "phone.js").exists():
        require_or_skip("REQUIRE_BROWSER", "the live client is not built: make build")
    return path


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium(chromium_path: str) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium_path, args=CHROMIUM_ARGS)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def services(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Services]:
    """The data folder that the server runs on, as this process sees it."""
    settings = read_settings({}, data=tmp_path_factory.mktemp("data"))
    async with open_services(settings) as parts:
        yield parts


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def server(services: Services, chromium_path: str) -> AsyncIterator[Server]:  # noqa: ARG001 - skip first
    """One server process for all tests of this worker; each test has a session of its own on it."""
    process = Server(services.settings.data)
    process.start()
    yield process
    process.stop()


@pytest_asyncio.fixture(loop_scope="session")
async def hall(services: Services, server: Server) -> AsyncIterator[Hall]:
    """A fresh session at check-in, and a voice in it for every seat."""
    with as_file(files("deliberation.demo")) as folder:
        brought = await bring_in(services, folder / "liuhe-yard.yaml", base=server.url)
    hall = Hall(server.url, brought, services.ledger)
    yield hall
    await hall.close()


@pytest_asyncio.fixture(loop_scope="session")
async def devices(chromium: Browser, hall: Hall) -> AsyncIterator[Devices]:
    """Opens the screens; none of them may have had an error or asked another host for anything."""
    opened = Devices(chromium, hall.brought.urls)
    yield opened
    await opened.close()
    assert opened.complaints == []
