"""Nothing is cut off, hidden behind a scroll bar or too small, in any phase of a session."""

import asyncio

import pytest

from tests.browser.checks import beyond, cut_off, lying_over_each_other, small_targets, smaller_than
from tests.browser.devices import PHONE, WALL, Devices, drawn, picture, resize
from tests.browser.hall import Hall

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

BEAMERS = [WALL, (1366, 768), (1280, 720)]
TITLES = ".moment h2, .topic-now span, .proposal-large h3"
GIVES_WAY = ".proposal-line h3, .wall-where"
"""May end in an ellipsis: a proposal folded into one line, and the name of the place in the header."""
OPERATED = ".bell"
"""For whoever stands beside the wall, not for the hall."""
ZOOMED = (180, 370)
"""A phone of 360 px at 200 %."""


@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_wall_shows_everything_in_every_phase(hall: Hall, devices: Devices, lang: str) -> None:
    wall = await devices.sit_down("wall", lang=lang)
    problems: list[str] = []
    async for phase in hall.phases():
        await devices.caught_up(wall, hall.seq)
        for beamer in BEAMERS:
            await resize(wall, beamer)
            await drawn(wall)
            await picture(wall, f"wall-{phase}-{beamer[0]}-{lang}")
            found = await cut_off(wall, but=GIVES_WAY)
            found += await lying_over_each_other(wall, but=GIVES_WAY)
            if beamer == WALL:
                found += await smaller_than(wall, 40, but=OPERATED)
                found += await smaller_than(wall, 56, of=TITLES, but=".topic em")
            problems += [f"{phase} {beamer} {problem}" for problem in found]
    assert not problems, "\n".join(problems)


async def test_consoles_never_scroll_as_a_page(hall: Hall, devices: Devices) -> None:
    desks = [(who, lang) for who in ("chair", "recorder") for lang in ("zh", "en")]
    pages = await asyncio.gather(*(devices.sit_down(who, lang=lang) for who, lang in desks))
    problems: list[str] = []
    async for phase in hall.phases():
        for (who, lang), page in zip(desks, pages, strict=True):
            await devices.caught_up(page, hall.seq)
            await picture(page, f"desk-{phase}-{who}-{lang}")
            problems += [f"{phase} {who} {lang}: {problem}" for problem in await beyond(page, down=True)]
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize("elder, letters, targets", [(False, 18, 44), (True, 24, 60)])
async def test_phone_is_legible_and_never_scrolls_sideways(
    hall: Hall, devices: Devices, *, elder: bool, letters: int, targets: int
) -> None:
    phone = await devices.sit_down("D1")
    if elder:
        await phone.get_by_role("button", name="大字").click()
    name = "elder" if elder else "phone"
    problems: list[str] = []
    async for phase in hall.phases():
        await devices.caught_up(phone, hall.seq)
        await picture(phone, f"{name}-{phase}")
        found = await beyond(phone, down=False)
        found += await smaller_than(phone, letters)
        found += await small_targets(phone, targets)
        await resize(phone, ZOOMED)
        await drawn(phone)
        await picture(phone, f"{name}-{phase}-zoomed")
        found += [f"at 200 %: {problem}" for problem in await beyond(phone, down=False)]
        await resize(phone, PHONE)
        problems += [f"{phase}: {problem}" for problem in found]
    assert not problems, "\n".join(problems)
