"""A list asks the database as often in a community with a long past as in a young one."""

from pathlib import Path

import pytest
import pytest_asyncio

from tests.support.past import LISTS, fill
from tests.support.prepared import CopyHall
from tests.support.queries import counted_queries
from tests.web.conftest import Site, running
from web.app import create_app, open_services

pytestmark = pytest.mark.asyncio


@pytest_asyncio.fixture
async def counts(copy_hall: CopyHall, tmp_path: Path) -> dict[str, dict[str, int]]:
    """By the size of the past: how often each list asks."""
    found = {}
    for size in (60, 600):
        settings, code = copy_hall(tmp_path / str(size))
        fill(settings.data / "hall.sqlite3", issues=size, people=size, sessions=size)
        async with open_services(settings) as services:
            app = create_app(settings)
            async with running(app):
                site = Site(app, code, services)
                found[str(size)] = await count(site)
    return found


async def count(site: Site) -> dict[str, int]:
    asked = {}
    async with await site.desk("social_worker", "supervision") as browser:
        for path in LISTS:
            await browser.get(path)
            with counted_queries() as statements:
                answer = await browser.get(path)
            assert answer.status_code == 200, path
            asked[path] = len(statements)
    return asked


async def test_no_list_asks_more_of_a_long_past(counts: dict[str, dict[str, int]]) -> None:
    assert counts["600"] == counts["60"]
