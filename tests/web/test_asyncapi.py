"""The live contract as programs read it."""

from typing import get_args

import pytest

from deliberation.session.commands import AnyCommand
from tests.web.conftest import Site


@pytest.mark.asyncio
async def test_every_command_and_its_limits_are_served(site: Site) -> None:
    async with site.browser() as browser:
        document = (await browser.get("/api/v1/asyncapi.json")).json()

    schemas = document["components"]["schemas"]
    assert document["asyncapi"] == "3.0.0"
    assert {kind.__name__ for kind in get_args(AnyCommand)} <= schemas.keys()
    assert schemas["Propose"]["properties"]["title"]["maxLength"] == 80
