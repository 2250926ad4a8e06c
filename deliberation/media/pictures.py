"""What the studio and its darkroom say to each other, and the limits of a picture."""

from typing import Annotated, Final, TypeAlias

from msgspec import Meta, Struct

from deliberation.session.phrases import Phrase, phrase

MAX_BYTES: Final = 20_000_000
"""Of a file; the largest photos of today's phones, at 50 million pixels, have 12 to 18 MB."""

MAX_PIXELS: Final = {
    "JPEG": 51_000_000,
    "MPO": 51_000_000,
    "HEIF": 51_000_000,
    "PNG": 26_000_000,
    "WEBP": 26_000_000,
}
"""Known from the header, before decoding. Phones take photos of 8160 × 6144; no screenshot has half of it."""

MIN_SIDE: Final = 32
"""Pixels; on less than that nobody sees anything."""

MASTER: Final = 2560
"""The longest side of what is kept, in pixels: enough to look closely, too little for a poster."""

LARGE: Final = 1920
"""Of the size for the wall."""

SMALL: Final = 640
"""Of the size for phones and lists: 320 CSS pixels wide on a phone, sharp."""

MOST_SHAPES: Final = 100
"""To cover at once; a crowd has fewer faces that can be told."""

MOST_POINTS: Final = 1000
"""Of one stroke; a finger that moves for ten seconds makes 600."""

REFUSALS: Final[dict[str, Phrase]] = {
    "empty": phrase("这张照片是空的，没有内容。请再选一次。"),
    "too_many_bytes": phrase(
        "这张照片超过了 {count} MB，太大了。请换一张小一点的。", count=MAX_BYTES // 1_000_000
    ),
    "not_a_picture": phrase("这个文件不是照片。请选手机拍的照片（JPEG、PNG、WebP 或 HEIC）。"),
    "too_many_pixels": phrase("这张照片的尺寸太大了。请在手机里裁小一点再交。"),
    "too_small": phrase("这张照片太小，看不清。请换一张。"),
    "moving": phrase("会动的图收不了。请换一张照片。"),
    "broken": phrase("这张照片坏了，或者没有传完整。请再选一次，或者重新拍一张。"),
    "busy": phrase("现在交照片的人多，一时处理不过来。请过一分钟再交一次。"),
}
"""Why a picture is not taken, by code."""


class Refused(Exception):
    """A picture that is not taken; `code` is one of REFUSALS."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    @property
    def sentence(self) -> Phrase:
        """What is wrong, and what to do."""
        return REFUSALS[self.code]


Part: TypeAlias = Annotated[float, Meta(ge=0, le=1)]
"""Of a picture's width or height, from its upper left corner."""


class Box(Struct, frozen=True, tag="box", forbid_unknown_fields=True):
    """A rectangle to cover; what of it lies beside the picture covers nothing."""

    x: Part
    y: Part
    width: Part
    height: Part


class Stroke(Struct, frozen=True, tag="stroke", forbid_unknown_fields=True):
    """A brush's way over what is to be covered; `radius` in parts of the picture's width."""

    points: Annotated[list[tuple[Part, Part]], Meta(min_length=1, max_length=MOST_POINTS)]
    radius: Part


Shape: TypeAlias = Box | Stroke


class Order(Struct, frozen=True):
    """What the darkroom is to do with a file: make the sizes of it, after covering these places."""

    file: bytes
    cover: list[Shape] = []


class Developed(Struct, frozen=True, tag="developed"):
    """The picture in its sizes, each a JPEG without metadata. `width` and `height` are those of `large`."""

    master: bytes
    large: bytes
    small: bytes
    width: int
    height: int


class Spoiled(Struct, frozen=True, tag="spoiled"):
    """Why there is no picture: a code of REFUSALS."""

    code: str


Result: TypeAlias = Developed | Spoiled
