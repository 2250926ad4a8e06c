"""Coming in by phone: code, name, seat code."""

import pytest

from tests.web.conftest import Site, page_data
from web.signin import MOST_SEATS


@pytest.mark.asyncio
async def test_the_six_digits_from_the_wall_lead_on_however_they_are_typed(site: Site) -> None:
    spaced = f"{site.code[:3]} {site.code[3:]}"
    full_width = "".join(chr(ord(digit) + 0xFEE0) for digit in site.code)

    async with site.browser() as browser:
        for typed in (site.code, spaced, full_width):
            answer = await browser.get("/join", params={"code": typed})
            assert (answer.status_code, answer.headers["location"]) == (303, f"/join/{site.code}")


@pytest.mark.asyncio
async def test_a_wrong_session_code_is_said_and_kept_in_the_field(site: Site) -> None:
    async with site.browser() as browser:
        answer = await browser.get("/join", params={"code": '12"><b>'})

    assert answer.status_code == 404
    assert "没有这个会议码" in answer.text
    assert 'value="12&#34;&gt;&lt;b&gt;"' in answer.text


@pytest.mark.asyncio
async def test_name_and_seat_code_open_the_phone_screen(site: Site) -> None:
    async with site.browser() as browser:
        answer = await browser.send_form(
            f"/join/{site.code}", data={"seat": "D1", "seat_code": await site.seat_code("D1")}
        )
        phone = await browser.get(answer.headers["location"])

    assert (answer.status_code, answer.headers["location"]) == (303, f"/sessions/{site.code}/phone")
    assert '"seat":"D1"' in phone.text
    assert '"name":"卞家乐"' in phone.text
    cookie = next(value for value in answer.headers.get_list("set-cookie") if value.startswith("seats="))
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie


@pytest.mark.asyncio
async def test_a_seat_code_opens_its_own_seat_only(site: Site) -> None:
    async with site.browser() as browser:
        answer = await browser.send_form(
            f"/join/{site.code}", data={"seat": "D1", "seat_code": await site.seat_code("D2")}
        )

    assert answer.status_code == 403
    assert "席位码不对" in answer.text
    assert 'value="D1" required checked' in answer.text


@pytest.mark.asyncio
@pytest.mark.parametrize("seat", ["H1", "R1", "wall", "", "nobody"])
async def test_no_digits_open_a_console_or_the_wall(site: Site, seat: str) -> None:
    """Chair and recorder come in by their card's link; the list does not even offer them."""
    async with site.browser() as browser:
        page = await browser.get(f"/join/{site.code}")
        answer = await browser.send_form(f"/join/{site.code}", data={"seat": seat, "seat_code": "123456"})

    assert 'value="H1"' not in page.text
    assert answer.status_code == 400
    assert "请先点一下自己的名字" in answer.text


@pytest.mark.asyncio
async def test_who_only_knows_the_session_code_learns_no_names_and_no_organisations(site: Site) -> None:
    async with site.browser() as browser:
        page = await browser.get(f"/join/{site.code}")

    assert "卞某某" in page.text
    assert "第 1 桌" in page.text
    for seat in await site.services.records.seats(site.code):
        assert seat.name not in page.text
        assert not seat.org or seat.org not in page.text


@pytest.mark.asyncio
async def test_guessing_ends_on_this_device_and_for_this_seat_only(site: Site) -> None:
    right = await site.seat_code("D1")
    wrong = "000000" if right != "000000" else "111111"
    address = f"/join/{site.code}"

    async with site.browser() as guesser, site.browser() as neighbour:
        for _ in range(5):
            assert (
                await guesser.send_form(address, data={"seat": "D1", "seat_code": wrong})
            ).status_code == 403
        stopped = await guesser.send_form(address, data={"seat": "D1", "seat_code": right})
        other_seat = await guesser.send_form(
            address, data={"seat": "D2", "seat_code": await site.seat_code("D2")}
        )
        other_device = await neighbour.send_form(address, data={"seat": "D1", "seat_code": right})

    assert stopped.status_code == 429
    assert "试错太多次" in stopped.text
    assert other_seat.status_code == 303
    assert other_device.status_code == 303


@pytest.mark.asyncio
async def test_forgetting_the_device_does_not_buy_endless_guesses(site: Site) -> None:
    right = await site.seat_code("D1")
    wrong = "000000" if right != "000000" else "111111"

    for _ in range(30):
        async with site.browser() as browser:
            await browser.send_form(f"/join/{site.code}", data={"seat": "D1", "seat_code": wrong})
    async with site.browser() as browser:
        answer = await browser.send_form(f"/join/{site.code}", data={"seat": "D1", "seat_code": right})

    assert answer.status_code == 429


@pytest.mark.asyncio
async def test_several_elders_share_one_phone(site: Site) -> None:
    async with site.browser() as browser:
        for seat in ("S1", "S2"):
            await browser.get(await site.link(seat))
        phone = await browser.get(f"/sessions/{site.code}/phone")
        leaving = await browser.send_form(f"/sessions/{site.code}/leave", data={"holder": "S2"})
        after = await browser.get(f"/sessions/{site.code}/phone")

    assert phone.text.index('"seat":"S2"') < phone.text.index('"seat":"S1"')
    assert leaving.status_code == 303
    assert '"seat":"S1"' in after.text
    assert '"seat":"S2"' not in after.text


@pytest.mark.asyncio
async def test_a_phone_keeps_its_newest_seats(site: Site) -> None:
    holders = [card.holder for card in await site.services.records.cards(site.code) if card.role == "member"]

    async with site.browser() as browser:
        for holder in holders:
            await browser.get(await site.link(holder))
        phone = await browser.get(f"/sessions/{site.code}/phone")

    assert len(holders) > MOST_SEATS
    seats = [own["seat"] for own in page_data(phone.text)["seats"]]
    assert len(seats) == MOST_SEATS
    assert seats[0] == holders[-1]
