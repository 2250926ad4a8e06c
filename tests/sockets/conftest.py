"""A real server over a real socket, in this process, with its own database."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from tests.sockets.service import Service, serve


@pytest_asyncio.fixture
async def service(tmp_path: Path) -> AsyncIterator[Service]:
    """A hall that is served until the test ends."""
    async with serve(tmp_path) as running:
        yield running
