"""From the bytes of an upload to upright sRGB pixels without metadata, within limits that are checked first."""

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
# JPEG is the one format that can be decoded at a half, a quarter or an eighth of its size, so large photographs are
# welcome. A progressive one still needs three bytes of memory for each of its pixels.
MAX_JPEG_PIXELS = 50_000_000
REDUCTIONS = (1, 2, 4, 8)
SRGB = ImageCms.createProfile("sRGB")


class ImageRefused(ValidationError):
    """The upload cannot be used; ``message`` says why and what to do."""

    message: str


class Upload(Protocol):
    def read(self, size: int = ..., /) -> bytes: ...
    def seek(self, offset: int, /) -> object: ...


def decode_upload(file: Upload, most_pixels: int) -> tuple[Raster.Image, bool]:
    """The pixels, at most ``most_pixels`` of them, and whether they should stay lossless. Raises ImageRefused.

    Takes up to 17 bytes of memory for each decoded pixel (WebP; other formats take half of that).
    """
    picture = open_checked(file, most_pixels)
    image_format = picture.format
    try:
        picture.load()
        picture = to_eight_bit_rgb(convert_to_srgb(apply_orientation(picture)))
    except Exception as error:
        raise ImageRefused(
            _("This image is damaged or incomplete. Open it, save it again and upload the new file.")
        ) from error
    return picture, image_format in {"PNG", "GIF"} or picture.mode == "RGBA"


def open_checked(file: Upload, most_pixels: int) -> Raster.Image:
    """Checked by its header alone; nothing is decoded yet."""
    file.seek(0)
    data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        limit = MAX_BYTES // 1024 // 1024
        raise ImageRefused(_("This image is larger than %s MB. Reduce its size and try again.") % limit)
    try:
        picture = Raster.open(BytesIO(data), formats=FORMATS)
    except (Raster.DecompressionBombError, Raster.DecompressionBombWarning) as error:
        raise too_many_pixels(most_pixels) from error
    except Exception as error:  # decoders raise whatever a broken header leads them to
        raise ImageRefused(
            _("This is not a JPEG, PNG, GIF, WebP or AVIF image. Save it as one of these and try again.")
        ) from error
    is_jpeg = picture.format in {"JPEG", "MPO"}
    if is_jpeg and count_scans(data) > MAX_SCANS:
        raise ImageRefused(_("This image is damaged or incomplete. Open it, save it again and upload the new file."))
    pixels = picture.width * picture.height
    if max(picture.size) > MAX_SIDE or pixels > (MAX_JPEG_PIXELS if is_jpeg else most_pixels):
        raise too_many_pixels(MAX_JPEG_PIXELS if is_jpeg else most_pixels)
    if is_jpeg and pixels > most_pixels:
        reduction = next(size for size in REDUCTIONS if pixels <= most_pixels * size**2)
        picture.draft(None, (picture.width // reduction, picture.height // reduction))
    return picture


def too_many_pixels(most: int) -> ImageRefused:
    return ImageRefused(
        _("This image has too many pixels. Scale it down to %(millions)s megapixels and %(side)s pixels per side.")
        % {"millions": most // 1_000_000, "side": MAX_SIDE}
    )


def count_scans(jpeg: bytes) -> int:
    """How often the decoder would pass over the whole image. What follows the end of the image is not read."""
    count, position = 0, 2
    while marker := re.compile(rb"\xff[^\x00\x01\xd0-\xd8\xff]").search(jpeg, position):
        code = marker[0][1]
        if code == 0xD9 or count > MAX_SCANS:
            break
        count += code == 0xDA
        length = int.from_bytes(jpeg[marker.end() : marker.end() + 2])
        position = marker.end() + length
    return count


def apply_orientation(picture: Raster.Image) -> Raster.Image:
    with suppress(Exception):  # unreadable EXIF does not make the pixels worse
        ImageOps.exif_transpose(picture, in_place=True)
    return picture


def convert_to_srgb(picture: Raster.Image) -> Raster.Image:
    """Dropping a profile without converting would dull the colours of most phones' photographs."""
    profile = picture.info.get("icc_profile")
    if not profile or picture.mode not in {"RGB", "RGBA", "CMYK", "L"}:
        return picture
    with suppress(ImageCms.PyCMSError, OSError, TypeError, ValueError):
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        if picture.mode in {"RGB", "RGBA"}:
            ImageCms.profileToProfile(picture, source, SRGB, inPlace=True)
        else:
            return ImageCms.profileToProfile(picture, source, SRGB, outputMode="RGB") or picture
    return picture


def to_eight_bit_rgb(picture: Raster.Image) -> Raster.Image:
    """Eight bits per channel, RGB, or RGBA if anything is transparent; nothing but pixels."""
    if picture.mode.startswith("I;16"):
        picture = picture.point(lambda value: value / 256).convert("L")
    if picture.has_transparency_data:
        if picture.mode != "RGBA":
            picture = picture.convert("RGBA")
        if picture.getchannel("A").getextrema() == (255, 255):
            picture = picture.convert("RGB")
    elif picture.mode != "RGB":
        picture = picture.convert("RGB")
    picture.info = {}
    return picture
