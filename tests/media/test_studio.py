"""What comes out of the studio, and what it does not take."""

import asyncio
import math
from io import BytesIO

import pytest
from PIL import Image, ImageChops

from deliberation.media.pictures import LARGE, MASTER, SMALL, Box, Developed, Refused, Stroke
from deliberation.media.studio import AT_ONCE, WAITING, Studio
from tests.media.photos import HEIC, is_upright, photo, scene


async def developed(content: bytes, *cover: Box | Stroke) -> Developed:
    return await Studio().develop(BytesIO(content), list(cover))


def sizes(result: Developed) -> list[Image.Image]:
    return [Image.open(BytesIO(file)) for file in (result.master, result.large, result.small)]


def carries_nothing(file: bytes) -> bool:
    """Whether a JPEG has no segment but those that it needs to be shown: no APPn but JFIF's, no comment."""
    picture = Image.open(BytesIO(file))
    picture.load()
    return not picture.getexif() and set(picture.info) <= {
        "jfif",
        "jfif_version",
        "jfif_unit",
        "jfif_density",
        "progressive",
        "progression",
    }


@pytest.mark.asyncio
@pytest.mark.parametrize("orientation", range(1, 9))
async def test_however_the_phone_was_held_the_picture_stands_upright(orientation: int) -> None:
    result = await developed(photo(orientation=orientation))

    assert all(is_upright(size) for size in sizes(result))


@pytest.mark.asyncio
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIC", "MPO"])
async def test_nothing_but_the_picture_comes_out(kind: str) -> None:
    content = HEIC.read_bytes() if kind == "HEIC" else photo(kind)
    assert Image.open(BytesIO(content)).getexif() if kind != "HEIC" else b"Phone" in content

    result = await developed(content)

    for file in (result.master, result.large, result.small):
        assert carries_nothing(file)
        assert b"Zhang" not in file
        assert b"Dianhua" not in file
        assert b"Phone" not in file
    assert all(is_upright(size) for size in sizes(result))


@pytest.mark.asyncio
async def test_sizes_for_keeping_for_the_wall_and_for_phones() -> None:
    result = await developed(photo(picture=scene(3000, 4000)))

    assert [max(size.size) for size in sizes(result)] == [MASTER, LARGE, SMALL]
    assert (result.width, result.height) == sizes(result)[1].size == (1440, 1920)


@pytest.mark.asyncio
async def test_a_small_picture_is_not_blown_up() -> None:
    result = await developed(photo(picture=scene(90, 120)))

    assert {size.size for size in sizes(result)} == {(90, 120)}


@pytest.mark.asyncio
async def test_what_is_transparent_turns_white() -> None:
    file = BytesIO()
    Image.new("RGBA", (64, 64), (0, 0, 0, 0)).save(file, "PNG")

    result = await developed(file.getvalue())

    assert sizes(result)[0].getpixel((30, 30)) == (255, 255, 255)


@pytest.mark.asyncio
async def test_what_comes_after_a_photo_stays_out_of_it() -> None:
    result = await developed(photo() + b"<script>alert(1)</script>")

    assert b"script" not in result.master


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "shape",
    [Box(0.25, 0.25, 0.5, 0.5), Stroke([(0.3, 0.5), (0.7, 0.5)], 0.15), Stroke([(0.5, 0.5)], 0.1)],
    ids=["box", "stroke", "dot"],
)
async def test_what_is_covered_is_gone_and_the_rest_is_as_it_was(shape: Box | Stroke) -> None:
    file = BytesIO()
    Image.effect_noise((800, 600), 90).convert("RGB").save(file, "PNG")

    bare, covered = await developed(file.getvalue()), await developed(file.getvalue(), shape)

    for before, after in zip(sizes(bare), sizes(covered), strict=True):
        change = ImageChops.difference(before, after).convert("L")
        width, height = after.size
        assert max(change.crop((0, 0, width // 10, height)).tobytes()) < 60
        middle = (width * 45 // 100, height * 45 // 100, width * 55 // 100, height * 55 // 100)
        # The noise is averaged away: what is left in the middle is at most a few plain blocks.
        assert contrast(after.crop(middle)) < contrast(before.crop(middle)) / 3


def contrast(part: Image.Image) -> float:
    """The standard deviation of its brightness."""
    grey = part.convert("L").tobytes()
    mean = sum(grey) / len(grey)
    return math.sqrt(sum((value - mean) ** 2 for value in grey) / len(grey))


@pytest.mark.asyncio
async def test_when_too_many_wait_the_next_one_is_told_so() -> None:
    studio = Studio()
    allowed = AT_ONCE + WAITING

    async def code() -> str:
        try:
            await studio.develop(BytesIO())
        except Refused as refused:
            return refused.code
        return "taken"

    answers = await asyncio.gather(*(code() for _ in range(allowed + 3)))

    assert sorted(answers) == ["busy"] * 3 + ["empty"] * allowed
