"""The hall's devices: a browser context each, so that none knows another's seat."""

import asyncio
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, Request, WebSocket

WALL: Final = (1920, 1080)
LAPTOP: Final = (1366, 768)
PHONE: Final = (360, 740)

USUAL_SIZES: Final = {"wall": WALL, "chair": LAPTOP, "recorder": LAPTOP}

WITHOUT_NETWORK: Final = "net::ERR_"
"""In what a browser writes when a connection breaks; some tests break them on purpose."""

SEQ: Final = re.compile(r'^42/live,\["(?:board|patch)",\{(?:"after":\d+,)?"seq":(\d+)')
PATIENCE_SECONDS: Final = 120
"""Not a requirement: two cores may be busy with eight screens and everything else."""


class Devices:
    """Opens screens and remembers what went wrong on any of them."""

    def __init__(self, chromium: Browser, cards: Mapping[str, str]) -> None:
        self._chromium = chromium
        self._cards = cards
        self._contexts: list[BrowserContext] = []
        self._heard: dict[Page, int] = {}
        self._news = asyncio.Condition()
        self.complaints: list[str] = []

    async def close(self) -> None:
        """Put them all away; the last pictures show where a failed test stood."""
        for number, context in enumerate(self._contexts):
            for page in context.pages:
                await picture(page, f"last-{number}")
            await context.close()

    async def sit_down(
        self, holder: str, *, size: tuple[int, int] | None = None, lang: str | None = None
    ) -> Page:
        """Open the card of this holder, as if its QR code was scanned; gives the screen that it leads to."""
        page = await self.blank(size or USUAL_SIZES.get(holder, PHONE))
        await page.goto(self._cards[holder])
        if lang is not None:
            await page.goto(f"{page.url}?lang={lang}")
        return page

    async def blank(self, size: tuple[int, int]) -> Page:
        """A device of its own with an empty page."""
        width, height = size
        context = await self._chromium.new_context(
            viewport={"width": width, "height": height}, locale="zh-CN", reduced_motion="reduce"
        )
        context.set_default_timeout(PATIENCE_SECONDS * 1000)
        self._contexts.append(context)
        page = await context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error.message}"))
        page.on("console", self._listen)
        page.on("request", self._watch)
        page.on("websocket", lambda socket: self._listen_to(page, socket))
        return page

    async def caught_up(self, page: Page, seq: int) -> None:
        """Come back when this screen was told of the hall's state `seq` and has drawn it."""
        async with asyncio.timeout(PATIENCE_SECONDS), self._news:
            await self._news.wait_for(lambda: self._heard.get(page, 0) >= seq)
        await drawn(page)

    def _listen_to(self, page: Page, socket: WebSocket) -> None:
        async def take(frame: str | bytes) -> None:
            if found := SEQ.match(str(frame)):
                async with self._news:
                    self._heard[page] = int(found[1])
                    self._news.notify_all()

        socket.on("framereceived", take)

    def _listen(self, message: ConsoleMessage) -> None:
        url = message.location.get("url")
        # A page that is refused on purpose says so with its status; the browser complains of that, too.
        refused = message.page is not None and url == message.page.url
        if message.type == "error" and WITHOUT_NETWORK not in message.text and not refused:
            self.complaints.append(f"{url}: {message.text}")

    def _watch(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme != "blob" and address.hostname not in {"127.0.0.1", ""}:
            self.complaints.append(f"asked another host: {request.url}")


async def drawn(page: Page) -> None:
    """Wait for the second frame from now: what followed from a message or a new size is in it."""
    await page.evaluate(
        "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
    )


async def resize(page: Page, size: tuple[int, int]) -> None:
    """Another projector, another zoom."""
    width, height = size
    await page.set_viewport_size({"width": width, "height": height})


async def picture(page: Page, name: str) -> None:
    """Keep a picture in the folder that SHOTS names, for somebody to look at; without it, do nothing."""
    folder = os.environ.get("SHOTS")
    if folder:
        await page.screenshot(path=Path(folder) / f"{name}.png")
