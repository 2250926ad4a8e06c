"""Photographs as phones make them, and what somebody might send instead."""

from io import BytesIO
from pathlib import Path

from PIL import ExifTags, Image, ImageDraw

HEIC = Path(__file__).with_name("on-its-side.heic")
"""96 × 128 when upright, made like `scene`, stored on its side, with orientation and GPS in its EXIF."""

RED, BLUE, YELLOW = (224, 32, 32), (32, 32, 224), (240, 224, 32)


def scene(width: int = 480, height: int = 640) -> Image.Image:
    """Red on the left, blue on the right, yellow in the upper left corner: it shows how it is turned."""
    picture = Image.new("RGB", (width, height), RED)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((width // 2, 0, width, height), fill=BLUE)
    draw.rectangle((0, 0, width // 4, height // 4), fill=YELLOW)
    return picture


def is_upright(picture: Image.Image) -> bool:
    """Whether it shows the scene as it was."""
    return (
        picture.height > picture.width
        and _like(picture, 0.1, 0.1, YELLOW)
        and _like(picture, 0.2, 0.8, RED)
        and _like(picture, 0.8, 0.2, BLUE)
    )


def _like(picture: Image.Image, x: float, y: float, colour: tuple[int, int, int]) -> bool:
    found = picture.convert("RGB").getpixel((int(x * picture.width), int(y * picture.height)))
    assert isinstance(found, tuple)
    return all(abs(a - b) < 40 for a, b in zip(found, colour, strict=True))


def exif(orientation: int = 1) -> Image.Exif:
    """What a phone writes beside the picture: whose it is, how it was held, and where."""
    data = Image.Exif()
    data[ExifTags.Base.Orientation] = orientation
    data[ExifTags.Base.Make] = "Dianhua"
    data[ExifTags.Base.Artist] = "Zhang San"
    data.get_ifd(ExifTags.IFD.GPSInfo).update({1: "N", 2: (31.0, 27.0, 1.0), 3: "E", 4: (121.0, 6.0, 1.0)})
    return data


BACK = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
"""How the sensor saw the scene, by what EXIF says of it."""


def photo(kind: str = "JPEG", *, orientation: int = 6, picture: Image.Image | None = None) -> bytes:
    """A photo of the scene, held like this, with where it was taken, a comment and XMP in it."""
    seen = picture or scene()
    turn = BACK[orientation]
    if turn is not None:
        seen = seen.transpose(turn)
    file = BytesIO()
    more = (
        {"comment": b"taken by Zhang San", "xmp": b"<x:xmpmeta>Zhang San</x:xmpmeta>"}
        if kind == "JPEG"
        else {}
    )
    seen.save(file, kind, exif=exif(orientation), **more)
    return file.getvalue()
