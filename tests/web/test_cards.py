"""Seat cards: what they open, who may print them, and what replacing one does."""

import json
import re
from importlib.resources import files
from typing import Any

import pytest

from deliberation.clock import utc_now
from deliberation.records.scenario import parse_scenario
from tests.web.conftest import Site


def page_data(text: str) -> dict[str, Any]:
    """What the screen's script finds in the page."""
    found = re.search(r'<script type="application/json" id="page">(.*?)</script>', text, re.DOTALL)
    assert found is not None
    data: dict[str, Any] = json.loads(found[1])
    return data


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "holder,screen", [("H1", "chair"), ("R1", "record"), ("wall", "wall"), ("S1", "phone")]
)
async def test_a_card_leads_to_its_screen(site: Site, holder: str, screen: str) -> None:
    async with site.browser() as browser:
        answer = await browser.get(await site.link(holder))
        page = await browser.get(answer.headers["location"])

    assert answer.headers["location"] == f"/sessions/{site.code}/{screen}"
    assert answer.headers["cache-control"] == "no-store"
    data = page_data(page.text)
    assert data["screen"] == screen
    assert (await site.services.admission.read_ticket(data["ticket"])).holder == holder
    assert page.headers["cache-control"] == "no-store"


@pytest.mark.asyncio
async def test_a_card_that_is_none_is_explained(site: Site) -> None:
    async with site.browser() as browser:
        answer = await browser.get("/card/AAAAAAAAAAAAAAAAAAAAAA")

    assert answer.status_code == 404
    assert "这张席位卡不能用了" in answer.text


@pytest.mark.asyncio
@pytest.mark.parametrize("path", ["chair", "record", "cards"])
@pytest.mark.parametrize("holder", [None, "S1", "wall"])
async def test_consoles_and_cards_are_closed_to_others(site: Site, path: str, holder: str | None) -> None:
    async with site.browser() as browser:
        if holder:
            await browser.get(await site.link(holder))
        answer = await browser.get(f"/sessions/{site.code}/{path}")

    assert answer.status_code == 403
    assert "的席位卡才能打开" in answer.text
    assert "/card/" not in answer.text


@pytest.mark.asyncio
async def test_the_chairs_card_does_not_open_the_recorders_console(site: Site) -> None:
    async with site.browser() as browser:
        await browser.get(await site.link("H1"))

        assert (await browser.get(f"/sessions/{site.code}/chair")).status_code == 200
        assert (await browser.get(f"/sessions/{site.code}/record")).status_code == 403


@pytest.mark.asyncio
async def test_a_card_of_one_session_opens_no_other(site: Site) -> None:
    scenario = parse_scenario(
        files("deliberation.demo").joinpath("parking-ev.yaml").read_text(encoding="utf-8"), name="parking-ev"
    )
    other = await site.services.importer.bring_in(scenario, site.services.settings.data, at=utc_now())

    async with site.browser() as browser:
        await browser.get(await site.link("R1"))

        assert (await browser.get(f"/sessions/{other}/record")).status_code == 403
        assert (await browser.get(f"/sessions/{other}/cards")).status_code == 403
        assert (await browser.send_form(f"/sessions/{other}/cards/R1")).status_code == 403


@pytest.mark.asyncio
async def test_the_recorder_prints_every_card(site: Site) -> None:
    async with site.browser() as browser:
        await browser.get(await site.link("R1"))
        sheet = await browser.get(f"/sessions/{site.code}/cards")

    assert sheet.status_code == 200
    assert sheet.headers["cache-control"] == "no-store"
    assert sheet.text.count('class="seat-card"') == 17
    digits = await site.seat_code("S1")
    assert f"{digits[:3]} {digits[3:]}" in sheet.text
    # The consoles are opened by the link alone; digits on paper would only invite a try.
    chair = await site.seat_code("H1")
    assert f"{chair[:3]} {chair[3:]}" not in sheet.text
    assert len(sheet.content) < 100_000


@pytest.mark.asyncio
async def test_a_replaced_card_is_worthless_at_once(site: Site) -> None:
    old_link, old_code = await site.link("S1"), await site.seat_code("S1")

    async with site.browser() as member, site.browser() as recorder, site.browser() as thief:
        await member.get(old_link)
        await recorder.get(await site.link("R1"))
        answer = await recorder.send_form(f"/sessions/{site.code}/cards/S1")
        phone = await member.get(f"/sessions/{site.code}/phone")
        by_link = await thief.get(old_link)
        by_code = await thief.send_form(f"/join/{site.code}", data={"seat": "S1", "seat_code": old_code})
        again = await member.get(await site.link("S1"))

    assert answer.status_code == 303
    assert page_data(phone.text)["ticket"] is None
    assert by_link.status_code == 404
    assert by_code.status_code == 403
    assert again.status_code == 303


@pytest.mark.asyncio
async def test_a_member_cannot_replace_cards(site: Site) -> None:
    link = await site.link("S2")

    async with site.browser() as member:
        await member.get(await site.link("S1"))
        answer = await member.send_form(f"/sessions/{site.code}/cards/S2")

    assert answer.status_code == 403
    assert await site.link("S2") == link


@pytest.mark.asyncio
async def test_the_recorder_survives_replacing_the_own_card(site: Site) -> None:
    async with site.browser() as recorder:
        await recorder.get(await site.link("R1"))
        await recorder.send_form(f"/sessions/{site.code}/cards/R1")

        assert (await recorder.get(f"/sessions/{site.code}/record")).status_code == 200


@pytest.mark.asyncio
async def test_page_data_offers_only_what_this_device_may_open(site: Site) -> None:
    async with site.browser() as stranger, site.browser() as recorder:
        await recorder.get(await site.link("R1"))
        watching = page_data((await stranger.get(f"/sessions/{site.code}/phone?lang=en")).text)
        recording = page_data((await recorder.get(f"/sessions/{site.code}/record")).text)

    assert watching["links"].keys() == {"wall"}
    assert watching["locale"] == "en"
    assert watching["seats"] == []
    assert watching["other_locale"] == {"locale": "zh", "href": f"/sessions/{site.code}/phone?lang=zh"}
    assert watching["join"]["url"] == f"http://hall.test/join/{site.code}"
    assert watching["join"]["qr"].startswith("<svg")
    assert recording["links"].keys() == {"wall", "record", "cards", "leave"}
    assert recording["seats"][0]["name"] == "葛小满"
