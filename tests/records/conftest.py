"""Records over an embedded database of the test's own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.support.prepared import CopyHall, prepare
from web.app import open_services
from web.services import Services


@pytest.fixture(scope="session")
def copy_hall(tmp_path_factory: pytest.TempPathFactory) -> CopyHall:
    return prepare(tmp_path_factory.mktemp("prepared"))


@pytest_asyncio.fixture
async def hall(copy_hall: CopyHall, tmp_path: Path) -> AsyncIterator[tuple[Services, str]]:
    """The parts of a hall with one imported session, and its code."""
    settings, code = copy_hall(tmp_path / "data")
    async with open_services(settings) as services:
        yield services, code
