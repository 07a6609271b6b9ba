"""The one door for pictures: whatever comes in, what goes out was encoded here.

The bytes of an upload are never served. They are bounded, decoded, turned upright, brought to sRGB and
encoded anew, so that metadata (a GPS position, say) and whatever hides behind the pixels stay outside. A
moving GIF, WebP or PNG keeps its first frame: readers could not pause it.
"""

import re
import secrets
import warnings
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from typing import Protocol

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _
from PIL import Image as Raster
from PIL import ImageCms, ImageOps

from accounts.models import User
from blog.models import Image

FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "AVIF")
MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 40_000_000
MAX_SIDE = 16_000  # WebP ends at 16,383
MAX_SCANS = 60  # encoders write a dozen; thousands of empty ones keep a decoder busy for hours
WIDTHS = (480, 672, 800, 1200, 1600)  # 672: a phone's column, twice or 1.75 times dense
FALLBACK_WIDTH = 1200
AVATAR_SIDE = 256
EXTENSIONS = {"jpeg": "jpg", "png": "png", "webp": "webp"}
ENCODER_OPTIONS = {
    "jpeg": {"quality": 86, "optimize": True, "progressive": True},
    "png": {"compress_level": 6},
    "webp": {"quality": 80, "method": 4},
}
SRGB = ImageCms.createProfile("sRGB")

# Pillow's own check, made strict, stands in front of what it decodes before it tells the size.
Raster.MAX_IMAGE_PIXELS = MAX_PIXELS
warnings.filterwarnings("error", category=Raster.DecompressionBombWarning)


class ImageRefused(ValidationError):
    """The upload is no picture that this site takes; ``message`` tells its sender why and what to do."""

    message: str


class Upload(Protocol):
    def read(self, size: int = ..., /) -> bytes: ...
    def seek(self, offset: int, /) -> object: ...


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
    picture, lossless = _decode(file)
    fallback = "png" if lossless else "jpeg"
    widths = [width for width in WIDTHS if width < picture.width] + [min(picture.width, WIDTHS[-1])]
    sizes = {width: _narrowed(picture, width) for width in [*widths, min(picture.width, FALLBACK_WIDTH)]}
    return ProcessedImage(
        original=_encode(picture, fallback),
        variants=(
            *(_encode(sizes[width], "webp") for width in dict.fromkeys(widths)),
            _encode(sizes[min(picture.width, FALLBACK_WIDTH)], fallback),
        ),
    )


def process_avatar(file: Upload) -> ContentFile[bytes]:
    """A square WebP of at most 256 pixels under a random name, for an ImageField. Raises ImageRefused."""
    picture, _lossless = _decode(file)
    side = min(AVATAR_SIDE, *picture.size)
    square = ImageOps.fit(picture, (side, side), Raster.Resampling.LANCZOS)
    return ContentFile(_encode(square, "webp").data, name=f"{secrets.token_hex(8)}.webp")


def store_image(
    file: Upload, *, alt: str, credit: str = "", decorative: bool = False, uploaded_by: User | None
) -> Image:
    """Process an upload and keep it. Raises ImageRefused; leaves no file behind when anything fails."""
    processed = process_upload(file)
    return store_processed(processed, alt=alt, credit=credit, decorative=decorative, uploaded_by=uploaded_by)


def store_processed(
    processed: ProcessedImage,
    *,
    alt: str,
    credit: str = "",
    decorative: bool = False,
    uploaded_by: User | None,
) -> Image:
    stem = f"images/{secrets.token_hex(8)}"
    stored: list[str] = []

    def keep(encoded: Encoded, suffix: str) -> str:
        name = f"{stem}{suffix}.{EXTENSIONS[encoded.format]}"
        stored.append(default_storage.save(name, ContentFile(encoded.data)))
        return stored[-1]

    try:
        return Image.objects.create(
            file=keep(processed.original, ""),
            width=processed.original.width,
            height=processed.original.height,
            variants=[
                {"format": variant.format, "width": variant.width, "path": keep(variant, f"-{variant.width}")}
                for variant in processed.variants
            ],
            alt=alt,
            credit=credit,
            decorative=decorative,
            uploaded_by=uploaded_by,
        )
    except BaseException:
        delete_files(stored)
        raise


def delete_files(names: Iterable[str]) -> None:
    for name in names:
        with suppress(OSError):
            default_storage.delete(name)


def _decode(file: Upload) -> tuple[Raster.Image, bool]:
    """The upright sRGB pixels without metadata, and whether a photograph's encoding would harm them."""
    file.seek(0)
    data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        limit = MAX_BYTES // 1024 // 1024
        raise ImageRefused(_("This picture is larger than %s MB. Save it smaller and try again.") % limit)
    try:
        opened = Raster.open(BytesIO(data), formats=FORMATS)
    except (Raster.DecompressionBombError, Raster.DecompressionBombWarning) as error:
        raise _too_many_pixels() from error
    except Exception as error:  # decoders raise whatever a broken header leads them to
        raise ImageRefused(
            _("This is not a JPEG, PNG, GIF, WebP or AVIF picture. Save it as one of these and try again.")
        ) from error
    if opened.width * opened.height > MAX_PIXELS or max(opened.size) > MAX_SIDE:
        raise _too_many_pixels()
    try:
        if opened.format in {"JPEG", "MPO"} and _scans(data) > MAX_SCANS:
            raise ValueError("too many scans")
        opened.load()
        picture = _plain(_in_srgb(_upright(opened)))
    except Exception as error:
        raise ImageRefused(_("This picture is damaged or incomplete. Open it, save it anew and try again.")) from error
    return picture, opened.format in {"PNG", "GIF"} or picture.mode == "RGBA"


def _too_many_pixels() -> ImageRefused:
    return ImageRefused(
        _("This picture has too many pixels. Scale it down to %(millions)s million, %(side)s on a side.")
        % {"millions": MAX_PIXELS // 1_000_000, "side": MAX_SIDE}
    )


def _scans(jpeg: bytes) -> int:
    """How often the decoder would go over the whole picture. What follows the picture's end is not read."""
    scans, position = 0, 2
    while marker := re.compile(rb"\xff[^\x00\x01\xd0-\xd8\xff]").search(jpeg, position):
        code = marker[0][1]
        if code == 0xD9 or scans > MAX_SCANS:
            break
        scans += code == 0xDA
        length = int.from_bytes(jpeg[marker.end() : marker.end() + 2])
        position = marker.end() + length
    return scans


def _upright(picture: Raster.Image) -> Raster.Image:
    with suppress(Exception):  # EXIF that nobody can read does not make the pixels worse
        ImageOps.exif_transpose(picture, in_place=True)
    return picture


def _in_srgb(picture: Raster.Image) -> Raster.Image:
    """Dropping a profile without converting would dull the colours of most phones' pictures."""
    profile = picture.info.get("icc_profile")
    if profile and picture.mode in {"RGB", "RGBA", "CMYK", "L"}:
        mode = "RGBA" if picture.mode == "RGBA" else "RGB"
        with suppress(ImageCms.PyCMSError, OSError, TypeError, ValueError):
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            return ImageCms.profileToProfile(picture, source, SRGB, outputMode=mode) or picture
    return picture


def _plain(picture: Raster.Image) -> Raster.Image:
    """Eight bits a channel, RGB, or RGBA when something shines through; nothing but pixels."""
    if picture.mode.startswith("I;16"):
        picture = picture.point(lambda value: value / 256).convert("L")
    if picture.has_transparency_data:
        picture = picture.convert("RGBA")
        if picture.getchannel("A").getextrema() == (255, 255):
            picture = picture.convert("RGB")
    elif picture.mode != "RGB":
        picture = picture.convert("RGB")
    picture.info = {}
    return picture


def _narrowed(picture: Raster.Image, width: int) -> Raster.Image:
    if width == picture.width:
        return picture
    height = max(1, round(picture.height * width / picture.width))
    return picture.resize((width, height), Raster.Resampling.LANCZOS, reducing_gap=3.0)


def _encode(picture: Raster.Image, image_format: str) -> Encoded:
    target = BytesIO()
    picture.save(target, image_format, **ENCODER_OPTIONS[image_format])
    return Encoded(image_format, picture.width, picture.height, target.getvalue())
