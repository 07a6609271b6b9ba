"""Decodes uploads to upright sRGB pixels without metadata, within limits that are checked first."""

from __future__ import annotations

import re
from contextlib import suppress
from io import BytesIO
from typing import Protocol

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image as Raster
from PIL import ImageCms, ImageOps

FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "AVIF")
MAX_BYTES = 20 * 1024 * 1024
MAX_SIDE = 16_000  # WebP ends at 16,383
MAX_SCANS = 60  # encoders write a dozen; thousands of empty ones keep a decoder busy for hours
# Only JPEGs can be decoded at a half, a quarter or an eighth of their size, so larger ones are accepted. Progressive
# JPEGs still need three bytes of memory per pixel.
MAX_JPEG_PIXELS = 50_000_000
REDUCTIONS = (1, 2, 4, 8)
SRGB = ImageCms.createProfile("sRGB")


class ImageRefused(ValidationError):
    """The upload can't be used. ``message`` says why and what to do."""

    message: str


class ImagesBusy(ImageRefused):
    """Other uploads are being processed. The same file may be accepted later."""


class Upload(Protocol):
    def read(self, size: int = ..., /) -> bytes: ...
    def seek(self, offset: int, /) -> object: ...


def decode_upload(file: Upload, max_pixels: int) -> tuple[Raster.Image, bool]:
    """The pixels, at most ``max_pixels`` of them, and whether they should stay lossless. Raises ImageRefused.

    Takes up to 17 bytes of memory for each decoded pixel (WebP; other formats take half of that).
    """
    image = open_checked(file, max_pixels)
    image_format = image.format
    try:
        image.load()
        image = to_eight_bit_rgb(convert_to_srgb(apply_orientation(image)))
    except Exception as error:
        raise ImageRefused(
            _("This image is damaged or incomplete. Open it, save it again and upload the new file.")
        ) from error
    return image, image_format in {"PNG", "GIF"} or image.mode == "RGBA"


def open_checked(file: Upload, max_pixels: int) -> Raster.Image:
    """Check format and size in the header, before decoding."""
    file.seek(0)
    data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        limit = MAX_BYTES // 1024 // 1024
        raise ImageRefused(_("This image is larger than %s MB. Reduce its size and try again.") % limit)
    try:
        image = Raster.open(BytesIO(data), formats=FORMATS)
    except (Raster.DecompressionBombError, Raster.DecompressionBombWarning) as error:
        raise too_many_pixels(max_pixels) from error
    except Exception as error:  # decoders raise exceptions of all kinds for broken headers
        raise ImageRefused(
            _("This is not a JPEG, PNG, GIF, WebP or AVIF image. Save it as one of these and try again.")
        ) from error
    is_jpeg = image.format in {"JPEG", "MPO"}
    if is_jpeg and count_scans(data) > MAX_SCANS:
        raise ImageRefused(_("This image is damaged or incomplete. Open it, save it again and upload the new file."))
    pixels = image.width * image.height
    if max(image.size) > MAX_SIDE or pixels > (MAX_JPEG_PIXELS if is_jpeg else max_pixels):
        raise too_many_pixels(MAX_JPEG_PIXELS if is_jpeg else max_pixels)
    if is_jpeg and pixels > max_pixels:
        reduction = next(size for size in REDUCTIONS if pixels <= max_pixels * size**2)
        image.draft(None, (image.width // reduction, image.height // reduction))
    return image


def too_many_pixels(limit: int) -> ImageRefused:
    return ImageRefused(
        _("This image has too many pixels. Scale it down to %(millions)s megapixels and %(side)s pixels per side.")
        % {"millions": limit // 1_000_000, "side": MAX_SIDE}
    )


def count_scans(jpeg: bytes) -> int:
    """The number of scans in a JPEG. Data after the end of the image is not counted."""
    count, position = 0, 2
    while marker := re.compile(rb"\xff[^\x00\x01\xd0-\xd8\xff]").search(jpeg, position):
        code = marker[0][1]
        if code == 0xD9 or count > MAX_SCANS:
            break
        count += code == 0xDA
        length = int.from_bytes(jpeg[marker.end() : marker.end() + 2])
        position = marker.end() + length
    return count


def apply_orientation(image: Raster.Image) -> Raster.Image:
    with suppress(Exception):  # ignore unreadable EXIF data
        ImageOps.exif_transpose(image, in_place=True)
    return image


def convert_to_srgb(image: Raster.Image) -> Raster.Image:
    """Most phones use wider colour spaces. Their photographs would look dull without the conversion."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in {"RGB", "RGBA", "CMYK", "L"}:
        return image
    with suppress(ImageCms.PyCMSError, OSError, TypeError, ValueError):
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        if image.mode in {"RGB", "RGBA"}:
            ImageCms.profileToProfile(image, source, SRGB, inPlace=True)
        else:
            return ImageCms.profileToProfile(image, source, SRGB, outputMode="RGB") or image
    return image


def to_eight_bit_rgb(image: Raster.Image) -> Raster.Image:
    """Eight bits per channel, RGB, or RGBA if anything is transparent. Removes metadata."""
    if image.mode.startswith("I;16"):
        image = image.point(lambda value: value / 256).convert("L")
    if image.has_transparency_data:
        if image.mode != "RGBA":
            image = image.convert("RGBA")
        if image.getchannel("A").getextrema() == (255, 255):
            image = image.convert("RGB")
    elif image.mode != "RGB":
        image = image.convert("RGB")
    image.info = {}
    return image
