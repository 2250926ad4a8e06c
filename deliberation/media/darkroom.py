"""The process that decodes what strangers send: `python -m deliberation.media.darkroom`, one picture each.

It reads an order from its standard input, writes the result to its standard output, and ends. Before it looks
at the picture it gives up what a decoder does not need: more memory, more time, files and connections.
"""

import sys
import warnings
from contextlib import suppress
from io import BytesIO
from typing import Final

import msgspec
import pi_heif
from PIL import (
    ExifTags,
    Image,
    ImageCms,
    ImageDraw,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    UnidentifiedImageError,
    WebPImagePlugin,
)

from deliberation.media.pictures import (
    LARGE,
    MASTER,
    MAX_PIXELS,
    MIN_SIDE,
    SMALL,
    Box,
    Developed,
    Order,
    Refused,
    Result,
    Shape,
    Spoiled,
    Stroke,
)

FORMATS: Final = ("JPEG", "PNG", "WEBP", "HEIF")
PLUGINS: Final = (JpegImagePlugin, MpoImagePlugin, PngImagePlugin, WebPImagePlugin)
"""Imported here because Pillow would load them late, when no file may be opened any more."""

MEMORY: Final = 1 << 30
"""Bytes of addresses. 50 million pixels took 370 MB as JPEG, 359 as HEIC, 805 as WebP: it may have half."""

PROCESSOR_SECONDS: Final = 40
"""The slowest honest picture, a HEIC of 48 million pixels, took 16 on a core shared with much else."""

COARSEST: Final = 4
"""Blocks across the shorter side of what is covered: a face of four by four blocks is nobody's any more."""

FINEST: Final = 32
"""Blocks across the whole picture: where little is covered, a block is still as large as a distant face."""

TURNS: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What brings each orientation upright."""

QUALITY: Final = {"master": 88, "large": 82, "small": 72}


def main() -> None:
    """Do one order."""
    Image.preinit()
    pi_heif.register_heif_opener()
    warnings.simplefilter("ignore")  # odd metadata is no reason to speak up
    Image.MAX_IMAGE_PIXELS = None  # `opened` looks at the header itself
    give_up_what_is_not_needed()
    order = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=Order)
    result: Result
    try:
        result = develop(order)
    except Refused as refused:
        result = Spoiled(refused.code)
    except MemoryError:
        result = Spoiled("too_many_pixels")
    except Exception:  # noqa: BLE001 - whatever a decoder raises over a stranger's bytes means the same
        result = Spoiled("broken")
    sys.stdout.buffer.write(msgspec.msgpack.encode(result))


def give_up_what_is_not_needed() -> None:
    """Limit memory and time, open no file, reach no network. A system without such limits goes on."""
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return
    limits = (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, PROCESSOR_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, 3),
        (resource.RLIMIT_CORE, 0),
    )
    for what, most in limits:
        with suppress(OSError, ValueError):  # macOS knows some of them by name only
            resource.setrlimit(what, (most, most))


def develop(order: Order) -> Developed:
    """Decode, turn upright, cover, and make the sizes. Raises Refused, and whatever a decoder raises."""
    picture = upright(opened(order.file))
    for shape in order.cover:
        cover(picture, shape)
    large = fitted(picture, LARGE)
    return Developed(
        master=as_jpeg(picture, QUALITY["master"]),
        large=as_jpeg(large, QUALITY["large"]),
        small=as_jpeg(fitted(large, SMALL), QUALITY["small"]),
        width=large.width,
        height=large.height,
    )


def opened(content: bytes) -> Image.Image:
    """The picture behind its header, which is all that is read yet. What it is, its content says."""
    try:
        image = Image.open(BytesIO(content), formats=FORMATS)
    except UnidentifiedImageError as error:
        raise Refused("not_a_picture") from error
    if image.width * image.height > MAX_PIXELS[image.format or ""]:
        raise Refused("too_many_pixels")
    if min(image.size) < MIN_SIDE:
        raise Refused("too_small")
    # A phone's JPEG or HEIC may carry a second picture for depth or brightness: the first is the photo.
    if image.format in {"PNG", "WEBP"} and getattr(image, "is_animated", False):
        raise Refused("moving")
    return image


def upright(image: Image.Image) -> Image.Image:
    """No larger than is kept, turned as it was held, in sRGB, on white, without anything else in it."""
    if image.format in {"JPEG", "MPO"}:
        image.draft("RGB", (MASTER, MASTER))  # at a half, a quarter, an eighth: less memory and time
    profile = image.info.get("icc_profile")
    image.thumbnail((MASTER, MASTER), Image.Resampling.LANCZOS, reducing_gap=3.0)
    turn = TURNS.get(orientation(image) or 1)
    if turn is not None:
        image = image.transpose(turn)
    if image.mode not in {"RGB", "RGBA"}:
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    elif profile:
        image = in_srgb(image, profile)
    # A new picture, because Pillow lets a comment or a profile go along from one file to the next.
    clean = Image.new("RGB", image.size, "white")
    clean.paste(image, mask=image.getchannel("A") if image.mode == "RGBA" else None)
    return clean


def orientation(image: Image.Image) -> int | None:
    """How the phone was held, as EXIF counts it. Whatever nonsense stands there is no reason to refuse."""
    try:
        found: object = image.getexif().get(ExifTags.Base.Orientation)
    except Exception:  # noqa: BLE001 - see above
        return None
    return found if isinstance(found, int) else None


def in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    """Colours as screens show them, since the profile does not go along; a broken one is ignored."""
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        target = ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(image, source, target, outputMode=image.mode) or image
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image


def cover(picture: Image.Image, shape: Shape) -> None:
    """Put coarse blocks over a place, each the mean of what was there: nothing of it can be brought back."""
    mask = Image.new("1", picture.size)
    draw = ImageDraw.Draw(mask)
    match shape:
        case Box(x, y, width, height):
            left, top = x * picture.width, y * picture.height
            draw.rectangle((left, top, left + width * picture.width, top + height * picture.height), fill=1)
        case Stroke(points, radius):
            reach = max(1.0, radius * picture.width)
            way = [(x * picture.width, y * picture.height) for x, y in points]
            draw.line(way, fill=1, width=round(2 * reach))
            for point in way:
                draw.circle(point, reach, fill=1)
    area = mask.getbbox()
    if area is None:
        return
    part = picture.crop(area)
    block = max(max(picture.size) / FINEST, min(part.size) / COARSEST)
    coarse = (max(1, round(part.width / block)), max(1, round(part.height / block)))
    blocks = part.resize(coarse, Image.Resampling.BOX).resize(part.size, Image.Resampling.NEAREST)
    picture.paste(blocks, area, mask.crop(area))


def fitted(picture: Image.Image, side: int) -> Image.Image:
    """The same picture, no side longer than this."""
    smaller = picture.copy()
    smaller.thumbnail((side, side), Image.Resampling.LANCZOS)
    return smaller


def as_jpeg(picture: Image.Image, quality: int) -> bytes:
    """As a file that every phone can show, coarse first while it loads."""
    file = BytesIO()
    picture.save(file, "JPEG", quality=quality, optimize=True, progressive=True)
    return file.getvalue()


if __name__ == "__main__":
    main()
