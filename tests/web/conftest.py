"""The whole application, as a browser on the other side of the wire sees it."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio
from msgspec import Struct
from starlette.types import ASGIApp, Message

from deliberation import ids
from deliberation.clock import utc_now
from deliberation.records.staff.views import StaffRole, Who
from tests.support.prepared import CopyHall, prepare
from web.app import create_app, open_services
from web.services import Services
from web.signin import DEVICE_COOKIE, STAFF_COOKIE
from web.tokens import Csrf

HOST = "hall.test"
BASE = f"http://{HOST}"


class Browser(httpx.AsyncClient):
    """A device that sends forms as our pages make them: with the token for its cookies."""

    def __init__(self, app: ASGIApp, csrf: Csrf, headers: dict[str, str]) -> None:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        super().__init__(transport=transport, base_url=BASE, headers=headers)
        self._csrf = csrf

    def token(self) -> str:
        """What the hidden field of a form holds for this device, which gets its name on the way."""
        if DEVICE_COOKIE not in self.cookies:
            self.cookies.set(DEVICE_COOKIE, ids.opaque_id(), domain=HOST)
        return self._csrf.token(f"{self.cookies[DEVICE_COOKIE]}/{self.cookies.get(STAFF_COOKIE) or ''}")

    async def send_form(
        self,
        path: str,
        data: dict[str, Any] | None = None,
        **rest: Any,  # noqa: ANN401 - httpx's own
    ) -> httpx.Response:
        """POST a form with its token; files and headers as httpx takes them."""
        return await self.post(path, data={"csrf": self.token(), **(data or {})}, **rest)


class Site(Struct, frozen=True):
    """A running hall: its application, its session's code, and a second pair of hands on the database."""

    app: ASGIApp
    code: str
    services: Services

    def browser(self, **headers: str) -> Browser:
        """A new device, with no cookies yet."""
        return Browser(self.app, self.services.csrf, headers)

    async def desk(self, *roles: StaffRole, community: int | None = None) -> Browser:
        """A browser that is signed in as somebody with these roles, in the first community or in this one."""
        staff, now, who = self.services.staff, utc_now(), Who("test")
        where = community or (await self.services.communities.all())[0].id
        account = await staff.make_account(ids.opaque_id(), "钱多多", who=who, at=now)
        for role in roles:
            place = None if role == "administrator" else where
            await self.services.grants.give(account, role, place, who=who, at=now)
        token = await self.services.sign_ins.begin(account, at=now, community=community)
        browser = self.browser()
        browser.cookies.set(STAFF_COOKIE, self.services.staff_cookies.sealed(token), domain=HOST)
        return browser

    async def link(self, holder: str) -> str:
        """The address on a seat card."""
        card = await self.services.records.card(self.code, holder)
        assert card is not None
        return f"/card/{self.services.cards.token(self.code, holder, card.generation)}"

    async def seat_code(self, holder: str) -> str:
        """The six digits on a seat card."""
        card = await self.services.records.card(self.code, holder)
        assert card is not None
        return self.services.cards.seat_code(self.code, holder, card.generation)


@asynccontextmanager
async def running(app: ASGIApp) -> AsyncIterator[None]:
    """Start the application and stop it, as a server does."""
    inbox: asyncio.Queue[Message] = asyncio.Queue()
    outbox: asyncio.Queue[Message] = asyncio.Queue()

    async def live() -> None:
        await app({"type": "lifespan", "asgi": {"version": "3.0"}}, inbox.get, outbox.put)

    task = asyncio.create_task(live())
    await inbox.put({"type": "lifespan.startup"})
    assert (await outbox.get())["type"] == "lifespan.startup.complete"
    try:
        yield
    finally:
        await inbox.put({"type": "lifespan.shutdown"})
        assert (await outbox.get())["type"] == "lifespan.shutdown.complete"
        await task


@pytest.fixture(scope="session")
def copy_hall(tmp_path_factory: pytest.TempPathFactory) -> CopyHall:
    return prepare(tmp_path_factory.mktemp("prepared"))


@pytest_asyncio.fixture
async def site(copy_hall: CopyHall, tmp_path: Path) -> AsyncIterator[Site]:
    settings, code = copy_hall(tmp_path / "data")
    async with open_services(settings) as services:
        app = create_app(settings)
        async with running(app):
            yield Site(app, code, services)


def words_on(page: httpx.Response) -> str:
    """What a page says, without its markup."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.text))


def page_data(html: str) -> dict[str, Any]:
    """What a screen's page carries for its script."""
    found = re.search(r'id="page">(.*?)</script>', html)
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data
