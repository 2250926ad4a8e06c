"""Who may read the figures, and what stands in them."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio
from msgspec.structs import replace
from prometheus_client.parser import text_string_to_metric_families

from tests.support.prepared import CopyHall
from tests.web.conftest import BASE, Site, running
from web.app import create_app, open_services

pytestmark = pytest.mark.asyncio

TOKEN = "a token of thirty-two characters"


@pytest_asyncio.fixture
async def site_with_token(copy_hall: CopyHall, tmp_path: Path) -> AsyncIterator[Site]:
    settings, code = copy_hall(tmp_path / "with-token")
    settings = replace(settings, metrics_token=TOKEN)
    async with open_services(settings) as services:
        app = create_app(settings)
        async with running(app):
            yield Site(app, code, services)


async def ask(site: Site, headers: dict[str, str], *, client: str = "127.0.0.1") -> httpx.Response:
    transport = httpx.ASGITransport(site.app, client=(client, 12345))
    async with httpx.AsyncClient(transport=transport, base_url=BASE, headers=headers) as browser:
        return await browser.get("/metrics")


@pytest.mark.parametrize(
    "client,headers,status",
    [
        pytest.param("127.0.0.1", {}, 200, id="this machine"),
        pytest.param("::1", {}, 200, id="this machine, IPv6"),
        pytest.param("192.168.1.20", {}, 403, id="a phone in the hall"),
        pytest.param("127.0.0.1", {"x-forwarded-for": "127.0.0.1"}, 403, id="through a proxy here"),
        pytest.param("127.0.0.1", {"forwarded": "for=127.0.0.1"}, 403, id="through a modern proxy here"),
        pytest.param("127.0.0.1", {"x-real-ip": "127.0.0.1"}, 403, id="through nginx here"),
    ],
)
async def test_without_a_token_only_this_machine_reads_them(
    site: Site, client: str, headers: dict[str, str], status: int
) -> None:
    answer = await ask(site, headers, client=client)

    assert answer.status_code == status
    assert ("deliberation_" in answer.text) == (status == 200)


@pytest.mark.parametrize(
    "headers,status",
    [
        pytest.param({}, 401, id="nothing shown"),
        pytest.param({"authorization": f"Bearer {TOKEN[:-1]}"}, 401, id="nearly"),
        pytest.param({"authorization": f"Basic {TOKEN}"}, 401, id="another scheme"),
        pytest.param({"authorization": "Bearer 密码"}, 401, id="not ASCII"),
        pytest.param({"authorization": f"Bearer {TOKEN}"}, 200, id="the token"),
        pytest.param({"authorization": f"bearer {TOKEN}", "x-forwarded-for": "9.9.9.9"}, 200, id="by proxy"),
    ],
)
async def test_with_a_token_whoever_shows_it_reads_them(
    site_with_token: Site, headers: dict[str, str], status: int
) -> None:
    encoded: Any = {name: value.encode() for name, value in headers.items()}
    answer = await ask(site_with_token, encoded)

    assert answer.status_code == status
    assert ("www-authenticate" in answer.headers) == (status == 401)


async def test_two_applications_in_one_process_count_for_themselves(
    site: Site, site_with_token: Site
) -> None:
    first = await ask(site, {})
    second = await ask(site_with_token, {"authorization": f"Bearer {TOKEN}"})

    for answer in (first, second):
        families = {family.name: family for family in text_string_to_metric_families(answer.text)}
        assert families["deliberation_rooms"].samples[0].value == 0
        assert families["deliberation_writer_healthy"].samples[0].value == 1
        assert families.keys() >= {"deliberation_turn_commands", "process_resident_memory_bytes"}
