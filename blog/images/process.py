"""From an upload to the files that are served, one upload at a time."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image as Raster
from PIL import ImageOps

from blog.images.decode import ImageRefused, Upload, decode_upload

MAX_PIXELS = 24_000_000
MAX_AVATAR_PIXELS = 4_000_000
WIDTHS = (480, 672, 800, 1200, 1600)  # 672: a phone's column, twice or 1.75 times dense
FALLBACK_WIDTH = 1200
AVATAR_SIDE = 256
ENCODER_OPTIONS = {
    "jpeg": {"quality": 86, "optimize": True, "progressive": True},
    "png": {"compress_level": 6},
    "webp": {"quality": 80, "method": 4},
}
# An upload may take hundreds of megabytes while it is processed, so each process works on one at a time.
LOCK = threading.Lock()
MAX_WAIT_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Encoded:
    format: str
    width: int
    height: int
    data: bytes


@dataclass(frozen=True, slots=True)
class ProcessedImage:
    """``original`` in full size; ``variants`` narrow to wide, WebP first and then the fallback."""

    original: Encoded
    variants: tuple[Encoded, ...]


def process_upload(file: Upload) -> ProcessedImage:
    """Raise ImageRefused, or return what may be served. Touches neither the database nor the storage."""
    with one_at_a_time():
        picture, lossless = decode_upload(file, MAX_PIXELS)
        fallback = "png" if lossless else "jpeg"
        widths = [width for width in WIDTHS if width < picture.width] + [min(picture.width, WIDTHS[-1])]
        sizes = {width: scale_to_width(picture, width) for width in [*widths, min(picture.width, FALLBACK_WIDTH)]}
        return ProcessedImage(
            original=encode(picture, fallback),
            variants=(
                *(encode(sizes[width], "webp") for width in dict.fromkeys(widths)),
                encode(sizes[min(picture.width, FALLBACK_WIDTH)], fallback),
            ),
        )


def process_avatar(file: Upload) -> ContentFile[bytes]:
    """A square WebP of at most 256 pixels under a random name, for an ImageField. Raises ImageRefused."""
    with one_at_a_time():
        picture, _lossless = decode_upload(file, MAX_AVATAR_PIXELS)
        side = min(AVATAR_SIDE, *picture.size)
        square = ImageOps.fit(picture, (side, side), Raster.Resampling.LANCZOS)
        return ContentFile(encode(square, "webp").data, name=f"{secrets.token_hex(8)}.webp")


@contextmanager
def one_at_a_time() -> Iterator[None]:
    if not LOCK.acquire(timeout=MAX_WAIT_SECONDS):
        raise ImageRefused(_("Other images are being processed. Please try again in a minute."))
    try:
        yield
    finally:
        LOCK.release()


def scale_to_width(picture: Raster.Image, width: int) -> Raster.Image:
    if width == picture.width:
        return picture
    height = max(1, round(picture.height * width / picture.width))
    return picture.resize((width, height), Raster.Resampling.LANCZOS, reducing_gap=3.0)


def encode(picture: Raster.Image, image_format: str) -> Encoded:
    target = BytesIO()
    picture.save(target, image_format, **ENCODER_OPTIONS[image_format])
    return Encoded(image_format, picture.width, picture.height, target.getvalue())
