"""One arena for all rounds of a run: what is slow to make is made once."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.chaos.arena import Arena


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def arena(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Arena]:
    """Where rounds are held."""
    async with Arena(tmp_path_factory.mktemp("arena")) as made:
        yield made
