"""Two hundred files that are no photos, or not ones to be taken. Made up anew, always the same."""

import struct
import zlib
from collections.abc import Callable, Iterator
from io import BytesIO
from random import Random
from typing import Final

from msgspec import Struct
from PIL import Image

from deliberation.media.pictures import MAX_BYTES
from tests.media.photos import HEIC, photo, scene

SCRIPT: Final = b"<script>fetch('/desk')</script>"
PNG: Final = b"\x89PNG\r\n\x1a\n"


class Bad(Struct, frozen=True):
    """A file somebody might send, and what they call it."""

    why: str
    name: str
    content: bytes


def truncated() -> Iterator[Bad]:
    """Photos of which the end did not arrive."""
    whole = {kind: photo(kind) for kind in ("JPEG", "PNG", "WEBP")} | {"HEIC": HEIC.read_bytes()}
    for kind, content in whole.items():
        for percent in (1, 5, 10, 15, 25, 35, 45, 55, 65, 70, 75, 85):
            cut = content[: max(1, len(content) * percent // 100)]
            yield Bad(f"{kind} cut at {percent} %", f"IMG.{kind.lower()}", cut)


def of_other_kinds() -> Iterator[Bad]:
    """What is not a photo at all, under a photo's name."""
    contents = {
        "page": b"<!doctype html><html><body>" + SCRIPT,
        "xhtml": b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">' + SCRIPT + b"</html>",
        "pdf": b"%PDF-1.7\n1 0 obj << /OpenAction (app.alert(1)) >> endobj",
        "zip": b"PK\x03\x04" + bytes(100),
        "windows program": b"MZ" + bytes(200),
        "linux program": b"\x7fELF" + bytes(200),
        "php": b"<?php system($_GET['c']); ?>",
        "video": b"\0\0\0\x18ftypmp42" + bytes(200),
        "sound": b"ID3\x04" + bytes(200),
        "text": "看，没有照片".encode(),
        "postscript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 100 100\n(%pipe%id) (w) file",
        "noise": Random(7).randbytes(5000),
    }
    for kind in ("GIF", "BMP", "TIFF", "ICO", "PPM", "TGA"):
        contents[kind] = _saved(scene(64, 64), kind)
    for what, content in contents.items():
        yield Bad(what, "IMG_0001.jpg", content)
        yield Bad(f"{what} as png", "IMG_0001.png", content)


def drawings() -> Iterator[Bad]:
    """SVG, which a browser would run."""
    bodies = [
        b"<script>alert(1)</script>",
        b'<image href="javascript:alert(1)"/>',
        b'<rect onload="alert(1)" width="9" height="9"/>',
        b'<foreignObject><iframe src="/desk"/></foreignObject>',
        b'<use href="//elsewhere.example/x.svg#a"/>',
        b"<style>@import '//elsewhere.example/x.css'</style>",
    ]
    for number, body in enumerate(bodies):
        drawing = b'<svg xmlns="http://www.w3.org/2000/svg">' + body + b"</svg>"
        yield Bad(f"drawing {number}", "drawing.svg", drawing)
        yield Bad(f"drawing {number} as jpg", "drawing.jpg", b'<?xml version="1.0"?>\n' + drawing)
    entity = b'<!DOCTYPE svg [<!ENTITY a "' + b"x" * 1000 + b'"><!ENTITY b "' + b"&a;" * 1000 + b'">]>'
    yield Bad("drawing that swells", "drawing.svg", entity + b"<svg>&b;</svg>")
    yield Bad("drawing in gzip", "drawing.svgz", b"\x1f\x8b\x08" + zlib.compress(b"<svg/>"))


def polyglots() -> Iterator[Bad]:
    """The first bytes of a picture, and something else behind them."""
    heads = {
        "JPEG": b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0",
        "JPEG with a comment": b"\xff\xd8\xff\xfe\0\x20" + b"/*" + bytes(28),
        "PNG": PNG,
        "PNG with a header": PNG + _chunk(b"IHDR", struct.pack(">IIBBBBB", 64, 64, 8, 2, 0, 0, 0)),
        "WebP": b"RIFF\x24\0\0\0WEBPVP8 ",
        "HEIC": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
        "GIF": b"GIF89a/*",
    }
    tails = {"script": b"*/=1;" + SCRIPT, "page": b"<html>" + SCRIPT, "zip": b"PK\x03\x04" + bytes(64)}
    for head, start in heads.items():
        for tail, rest in tails.items():
            yield Bad(f"{head} and {tail}", "IMG_0001.jpg", start + rest)


def huge() -> Iterator[Bad]:
    """Headers that promise more pixels than are decoded."""
    for width, height in ((65_500, 65_500), (30_000, 30_000), (8000, 8000), (1_000_000, 60), (9999, 5200)):
        head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
        yield Bad(
            f"PNG of {width} × {height}",
            "wide.png",
            PNG + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(bytes(1000))) + _chunk(b"IEND", b""),
        )
        if max(width, height) <= 65_500:
            yield Bad(f"JPEG of {width} × {height}", "wide.jpg", _resized_jpeg(width, height))
    for side in (16_383, 9000, 6000):
        yield Bad(f"lossless WebP of {side}", "wide.webp", _lossless_webp(side, side))
        yield Bad(f"WebP canvas of {side}", "wide.webp", _canvas_webp(side, side))


def bombs() -> Iterator[Bad]:
    """Small files that unpack to gigabytes."""
    for side in (20_000, 40_000, 60_000):
        row = bytes(1 + side // 8)
        packer, packed = zlib.compressobj(9), BytesIO()
        for _ in range(0, side, 1000):
            packed.write(packer.compress(row * 1000))
        packed.write(packer.flush())
        head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
        parts = _chunk(b"IHDR", head) + _chunk(b"IDAT", packed.getvalue()) + _chunk(b"IEND", b"")
        yield Bad(f"PNG of {side}² black pixels", "bomb.png", PNG + parts)
    swollen = zlib.compress(bytes(200_000_000), 9)
    for kind, start in (
        (b"zTXt", b"Comment\0\0"),
        (b"iCCP", b"profile\0\0"),
        (b"iTXt", b"Comment\0\1\0\0\0"),
    ):
        yield Bad(f"PNG with a swelling {kind.decode()}", "bomb.png", _with_chunk(kind, start + swollen))
    many = b"".join(
        _chunk(b"zTXt", b"k%d\0\0" % number + zlib.compress(bytes(900_000), 9)) for number in range(100)
    )
    yield Bad("PNG with a hundred swelling texts", "bomb.png", _before_data(many))


def moving() -> Iterator[Bad]:
    """Pictures that move."""
    for count in (2, 3, 10, 60):
        frames = [
            Image.new("RGB", (64, 64), (number * 97 % 256, number * 31 % 256, 99)) for number in range(count)
        ]
        for kind in ("PNG", "WEBP", "GIF"):
            file = BytesIO()
            frames[0].save(file, kind, save_all=True, append_images=frames[1:], duration=100, loop=0)
            yield Bad(f"{kind} of {count} frames", f"moving.{kind.lower()}", file.getvalue())


def of_no_size() -> Iterator[Bad]:
    """Nothing, next to nothing, and too much."""
    yield Bad("nothing", "IMG_0001.jpg", b"")
    yield Bad("one byte", "IMG_0001.jpg", b"\xff")
    yield Bad("only a signature", "IMG_0001.png", PNG)
    yield Bad("too many bytes", "IMG_0001.jpg", photo() + bytes(MAX_BYTES))
    for side in (1, 2, 31):
        yield Bad(f"JPEG of {side} pixels", "dot.jpg", _saved(scene(side, side), "JPEG"))
        yield Bad(f"a line of {side} pixels", "line.png", _saved(scene(2000, side), "PNG"))
    head = struct.pack(">IIBBBBB", 0, 64, 8, 2, 0, 0, 0)
    yield Bad("PNG of no width", "none.png", PNG + _chunk(b"IHDR", head) + _chunk(b"IEND", b""))


def broken_inside() -> Iterator[Bad]:
    """Photos whose middle was overwritten with zeros or turned round."""
    for kind in ("PNG", "WEBP"):
        content = photo(kind)
        for part in range(2, 8):
            start, end = len(content) * part // 10, len(content) * (part + 1) // 10
            yield Bad(f"{kind}, part {part} lost", f"IMG.{kind.lower()}", content[:start] + content[end:])
    heic = HEIC.read_bytes()
    for part in range(6):
        start, end = 20 + part * 40, 60 + part * 40
        yield Bad(f"HEIC, box {part} lost", "IMG.heic", heic[:start] + bytes(end - start) + heic[end:])


def with_tricky_names() -> Iterator[Bad]:
    """Names that would like to be somewhere else."""
    names = [
        "../../../../etc/cron.d/photo.jpg",
        "..\\..\\windows\\photo.jpg",
        "/etc/passwd",
        "C:\\photo.jpg",
        "photo.jpg\0.php",
        "photo.php.jpg",
        "photo.jpg/../../keys/ticket.key",
        ".htaccess",
        "hall.sqlite3",
        "'; DROP TABLE issues; --.jpg",
        "<img src=x onerror=alert(1)>.jpg",
        "\u202egpj.exe",
        "x" * 4000 + ".jpg",
        "照片.jpg",
        "~root.jpg",
        "photo.jpg ",
        "con.jpg",
        "%2e%2e%2fphoto.jpg",
        "photo.jpg\r\nX-Header: 1",
        "|id.jpg",
    ]
    for name in names:
        yield Bad(f"called {name[:40]!r}", name, b"not a photo, whatever it is called")


KINDS: Final[dict[str, Callable[[], Iterator[Bad]]]] = {
    make.__name__: make
    for make in (
        truncated,
        of_other_kinds,
        drawings,
        polyglots,
        huge,
        bombs,
        moving,
        of_no_size,
        broken_inside,
        with_tricky_names,
    )
}


def _saved(picture: Image.Image, kind: str) -> bytes:
    file = BytesIO()
    picture.save(file, kind)
    return file.getvalue()


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _with_chunk(kind: bytes, data: bytes) -> bytes:
    return _before_data(_chunk(kind, data))


def _before_data(chunks: bytes) -> bytes:
    """A good PNG with these chunks after its header."""
    content = _saved(scene(64, 64), "PNG")
    after_header = len(PNG) + 25
    return content[:after_header] + chunks + content[after_header:]


def _resized_jpeg(width: int, height: int) -> bytes:
    """A small JPEG whose header says that it is large."""
    content = bytearray(_saved(scene(64, 64), "JPEG"))
    frame = content.index(b"\xff\xc0")
    content[frame + 5 : frame + 9] = struct.pack(">HH", height, width)
    return bytes(content)


def _lossless_webp(width: int, height: int) -> bytes:
    size = struct.pack("<I", (width - 1) | (height - 1) << 14)
    body = b"VP8L" + struct.pack("<I", 40) + b"\x2f" + size + bytes(35)
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def _canvas_webp(width: int, height: int) -> bytes:
    canvas = bytes(4) + struct.pack("<I", width - 1)[:3] + struct.pack("<I", height - 1)[:3]
    body = b"VP8X" + struct.pack("<I", 10) + canvas + _saved(scene(64, 64), "WEBP")[12:]
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body
