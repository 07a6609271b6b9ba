"""Creates the files that are served from an upload, one upload at a time."""

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

from blog.images.decode import ImagesBusy, Upload, decode_upload

MAX_PIXELS = 24_000_000
MAX_AVATAR_PIXELS = 4_000_000
WIDTHS = (480, 672, 800, 1200, 1600)  # 672: the column of a phone at a pixel ratio of 1.75 or 2
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
    """``variants`` are ordered from narrow to wide: first WebP, then the fallback."""

    original: Encoded
    variants: tuple[Encoded, ...]


def process_upload(file: Upload) -> ProcessedImage:
    """Process an upload without using the database or the storage. Raises ImageRefused."""
    with one_at_a_time():
        image, lossless = decode_upload(file, MAX_PIXELS)
        fallback = "png" if lossless else "jpeg"
        widths = [width for width in WIDTHS if width < image.width] + [min(image.width, WIDTHS[-1])]
        sizes = {width: scale_to_width(image, width) for width in [*widths, min(image.width, FALLBACK_WIDTH)]}
        return ProcessedImage(
            original=encode(image, fallback),
            variants=(
                *(encode(sizes[width], "webp") for width in dict.fromkeys(widths)),
                encode(sizes[min(image.width, FALLBACK_WIDTH)], fallback),
            ),
        )


def process_avatar(file: Upload) -> ContentFile[bytes]:
    """A square WebP of at most 256 pixels under a random name, for an ImageField. Raises ImageRefused."""
    with one_at_a_time():
        image, _lossless = decode_upload(file, MAX_AVATAR_PIXELS)
        side = min(AVATAR_SIDE, *image.size)
        square = ImageOps.fit(image, (side, side), Raster.Resampling.LANCZOS)
        return ContentFile(encode(square, "webp").data, name=f"{secrets.token_hex(8)}.webp")


@contextmanager
def one_at_a_time() -> Iterator[None]:
    if not LOCK.acquire(timeout=MAX_WAIT_SECONDS):
        raise ImagesBusy(_("Other images are being processed. Please try again in a minute."))
    try:
        yield
    finally:
        LOCK.release()


def scale_to_width(image: Raster.Image, width: int) -> Raster.Image:
    if width == image.width:
        return image
    height = max(1, round(image.height * width / image.width))
    return image.resize((width, height), Raster.Resampling.LANCZOS, reducing_gap=3.0)


def encode(image: Raster.Image, image_format: str) -> Encoded:
    target = BytesIO()
    image.save(target, image_format, **ENCODER_OPTIONS[image_format])
    return Encoded(image_format, image.width, image.height, target.getvalue())
