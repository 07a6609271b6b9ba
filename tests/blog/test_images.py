import zlib
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError
from PIL import Image as Raster  # noqa: TID251
from PIL import ImageCms, ImageFile, PngImagePlugin  # noqa: TID251

from blog.images import (
    MAX_BYTES,
    ImageRefused,
    process_avatar,
    process_upload,
    store_image,
)
from blog.images.process import LOCK
from blog.models import Image
from tests.uploads import as_file, make_raster

ORIENTATION, GPS = 0x0112, 0x8825


def opened(encoded):
    return Raster.open(BytesIO(encoded.data))


def near(seen, expected, by=6):
    return all(abs(a - b) <= by for a, b in zip(seen, expected, strict=True))


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def files_in(folder):
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


# --- accepted files ---


def test_a_wide_image_has_five_widths_and_a_fallback():
    result = process_upload(as_file(make_raster((2400, 1350))))
    assert [(v.format, v.width, v.height) for v in result.variants] == [
        ("webp", 480, 270),
        ("webp", 672, 378),
        ("webp", 800, 450),
        ("webp", 1200, 675),
        ("webp", 1600, 900),
        ("jpeg", 1200, 675),
    ]
    assert (result.original.format, result.original.width, result.original.height) == ("jpeg", 2400, 1350)


def test_every_variant_has_the_recorded_format_and_width():
    for encoded in process_upload(as_file(make_raster((900, 500)))).variants:
        image = opened(encoded)
        assert (image.format.lower(), *image.size) == (encoded.format, encoded.width, encoded.height)


@pytest.mark.parametrize(
    ("width", "widths"),
    [(1, [1]), (300, [300]), (480, [480]), (700, [480, 672, 700]), (1600, [480, 672, 800, 1200, 1600])],
)
def test_images_are_not_enlarged(width, widths):
    variants = process_upload(as_file(make_raster((width, 90)), "PNG")).variants
    assert [v.width for v in variants if v.format == "webp"] == widths


@pytest.mark.parametrize(
    ("image_format", "fallback"),
    [("JPEG", "jpeg"), ("PNG", "png"), ("GIF", "png"), ("WEBP", "jpeg"), ("AVIF", "jpeg")],
)
def test_five_formats_are_accepted_and_converted_to_common_ones(image_format, fallback):
    result = process_upload(as_file(make_raster(), image_format))
    assert {v.format for v in result.variants} == {"webp", fallback}
    assert near(opened(result.original).convert("RGB").getpixel((9, 9)), (200, 40, 30))


def test_transparency_is_kept():
    result = process_upload(as_file(make_raster((600, 600), (10, 200, 90, 0), "RGBA"), "WEBP", lossless=True))
    for encoded in (result.original, *result.variants):
        assert opened(encoded).convert("RGBA").getpixel((5, 5))[3] == 0


def test_the_orientation_of_a_photograph_is_applied():
    sideways = make_raster((400, 200), "white")
    sideways.paste("black", (0, 0, 400, 20))
    exif = Raster.Exif()
    exif[ORIENTATION] = 6
    result = process_upload(as_file(sideways, exif=exif))
    turned = opened(result.original)
    assert turned.size == (200, 400)
    assert near(turned.getpixel((195, 200)), (0, 0, 0))
    assert near(turned.getpixel((5, 200)), (255, 255, 255))


@pytest.mark.parametrize("image_format", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_metadata_is_removed(image_format):
    exif = Raster.Exif()
    exif[0x010F] = "SECRETCAMERA"
    exif.get_ifd(GPS)[2] = (52.0, 31.0, 12.5)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    options = {"exif": exif, "icc_profile": profile}
    if image_format == "PNG":
        options["pnginfo"] = PngImagePlugin.PngInfo()
        options["pnginfo"].add_text("Comment", "SECRETCAMERA")
    elif image_format != "AVIF":
        options["xmp"] = b"<x:xmpmeta>SECRETCAMERA</x:xmpmeta>"
    if image_format == "JPEG":
        options["comment"] = "SECRETCAMERA"
    upload = as_file(make_raster(), image_format, **options)
    assert b"SECRETCAMERA" in upload.read()
    result = process_upload(upload)
    for encoded in (result.original, *result.variants):
        image = opened(encoded)
        assert b"SECRETCAMERA" not in encoded.data
        assert not image.getexif()
        assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive"} | {
            "progression",
            "loop",
            "background",
            "timestamp",
            "duration",
        }


def test_colour_profiles_are_converted_to_srgb():
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
    swapped = bytearray(lab.tobytes())
    red, green = swapped.find(b"rXYZ"), swapped.find(b"gXYZ")
    swapped[red : red + 4], swapped[green : green + 4] = b"gXYZ", b"rXYZ"
    result = process_upload(as_file(make_raster(), "PNG", icc_profile=bytes(swapped)))
    seen = opened(result.original).getpixel((3, 3))
    assert seen[1] > seen[0]


def test_sixteen_bit_greyscale_is_converted():
    grey = Raster.new("I;16", (64, 64), 0x8000)
    assert opened(process_upload(as_file(grey, "PNG")).original).getpixel((1, 1)) == (128, 128, 128)


def test_cmyk_is_converted_to_rgb():
    result = process_upload(as_file(Raster.new("CMYK", (64, 64), (0, 0, 0, 0))))
    assert opened(result.original).getpixel((1, 1)) == (255, 255, 255)


@pytest.mark.parametrize("image_format", ["GIF", "WEBP", "PNG"])
def test_only_the_first_frame_of_an_animation_is_kept(image_format):
    frames = [make_raster(colour=(0, 0, 255)), make_raster(colour=(0, 255, 0))]
    upload = as_file(frames[0], image_format, save_all=True, append_images=frames[1:], duration=90)
    result = process_upload(upload)
    assert getattr(opened(result.original), "n_frames", 1) == 1
    assert near(opened(result.original).convert("RGB").getpixel((5, 5)), (0, 0, 255), by=20)


def test_an_avatar_is_a_small_square_cropped_from_the_centre():
    wide = make_raster((900, 300), "white")
    wide.paste("black", (300, 0, 600, 300))
    avatar = process_avatar(as_file(wide))
    image = Raster.open(avatar)
    assert (image.format, image.size) == ("WEBP", (256, 256))
    assert near(image.getpixel((128, 128)), (0, 0, 0))
    assert avatar.name.endswith(".webp")


def test_a_small_avatar_is_not_enlarged():
    assert Raster.open(process_avatar(as_file(make_raster((90, 60))))).size == (60, 60)


@pytest.mark.django_db
def test_a_stored_image_has_a_row_and_files_with_random_names(media):
    image = store_image(as_file(make_raster((900, 500))), alt="A red door", credit="Ines", uploaded_by=None)
    image.refresh_from_db()
    assert (image.width, image.height, image.alt, image.credit) == (900, 500, "A red door", "Ines")
    assert [(v["format"], v["width"]) for v in image.variants] == [
        ("webp", 480),
        ("webp", 672),
        ("webp", 800),
        ("webp", 900),
        ("jpeg", 900),
    ]
    assert all(default_storage.exists(variant["path"]) for variant in image.variants)
    assert len(files_in(media)) == 6
    again = store_image(as_file(make_raster((900, 500))), alt="A red door", uploaded_by=None)
    assert again.file.name != image.file.name


# --- rejected files ---


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"GIF89a",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<?xml version='1.0'?><svg/>",
        b"%PDF-1.7 nothing",
        b"\xff\xd8\xff\xe0 not really",
        b"RIFF\x00\x00\x00\x00WEBPVP8 ",
        b"\x00" * 4000,
    ],
)
def test_files_that_are_not_images_are_rejected_with_advice(data):
    with pytest.raises(ImageRefused, match="not a JPEG, PNG, GIF, WebP or AVIF image|damaged"):
        process_upload(ContentFile(data))


@pytest.mark.parametrize("image_format", ["BMP", "TIFF", "ICO", "PPM"])
def test_other_formats_are_rejected(image_format):
    with pytest.raises(ImageRefused, match="not a JPEG"):
        process_upload(as_file(make_raster((64, 64)), image_format))


@pytest.mark.parametrize("image_format", ["JPEG", "PNG", "GIF", "WEBP", "AVIF"])
@pytest.mark.parametrize("share", [0.2, 0.6, 0.9])
def test_truncated_files_are_rejected(image_format, share):
    whole = as_file(Raster.effect_noise((200, 200), 80).convert("RGB"), image_format).read()
    with pytest.raises(ImageRefused):
        process_upload(ContentFile(whole[: int(len(whole) * share)]))


def test_scripts_after_the_pixels_are_removed():
    polyglot = ContentFile(as_file(make_raster(), "GIF").read() + b"<script>alert(1)</script>PK\x03\x04")
    result = process_upload(polyglot)
    assert all(b"<script" not in encoded.data for encoded in (result.original, *result.variants))


@pytest.mark.django_db(transaction=True)
def test_an_image_that_cannot_be_stored_leaves_no_files(media):
    with pytest.raises(IntegrityError):
        store_image(as_file(make_raster()), alt="", uploaded_by=None)
    assert files_in(media) == []
    assert not Image.objects.exists()


@pytest.mark.django_db
def test_a_storage_that_fails_half_way_is_cleaned_up(media, monkeypatch):
    saved, save = [], default_storage.save

    def save_twice(name, content):
        if len(saved) == 2:
            raise OSError("the disk is full")
        saved.append(save(name, content))
        return saved[-1]

    monkeypatch.setattr(default_storage, "save", save_twice)
    with pytest.raises(OSError, match="full"):
        store_image(as_file(make_raster((900, 500))), alt="x", uploaded_by=None)
    assert len(saved) == 2
    assert files_in(media) == []


# --- limits ---


def test_too_many_bytes_are_rejected_before_decoding():
    with pytest.raises(ImageRefused, match="larger than 20 MB"):
        process_upload(ContentFile(b"\xff\xd8" + b"\x00" * MAX_BYTES))


def png_claiming(width, height):
    def chunk(kind, data):
        return len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4)

    header = width.to_bytes(4) + height.to_bytes(4) + bytes([8, 0, 0, 0, 0])
    return ContentFile(
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 9999))
        + chunk(b"IEND", b"")
    )


@pytest.fixture
def undecoded(monkeypatch):
    """Decoding pixels, which takes time and memory, ends the test."""
    monkeypatch.setattr(ImageFile.ImageFile, "load", lambda image: pytest.fail("was decoded"))


@pytest.mark.parametrize("size", [(8000, 8000), (100_000, 100_000), (20_000, 10), (2**31 - 1, 1)])
def test_too_many_pixels_are_rejected_before_decoding(size, undecoded):
    with pytest.raises(ImageRefused, match="too many pixels|not a JPEG"):
        process_upload(png_claiming(*size))


def test_a_member_cannot_make_the_server_decode_forty_million_pixels(undecoded):
    bomb = as_file(make_raster((8000, 5000)), "WEBP", lossless=True)
    assert bomb.size < 5_000
    for process in (process_avatar, process_upload):
        with pytest.raises(ImageRefused, match="too many pixels"):
            process(bomb)


def test_avatars_can_have_four_megapixels_and_images_twenty_four(undecoded):
    with pytest.raises(ImageRefused, match="Scale it down to 4 megapixels"):
        process_avatar(png_claiming(2001, 2000))
    with pytest.raises(ImageRefused, match="Scale it down to 24 megapixels"):
        process_upload(png_claiming(6001, 4000))


def test_large_photographs_are_decoded_at_a_fraction_of_their_size():
    photograph = as_file(make_raster((7000, 5000)))
    assert process_upload(photograph).original.width == 3500
    assert process_avatar(photograph).size


def test_images_are_processed_one_at_a_time(monkeypatch):
    monkeypatch.setattr("blog.images.process.MAX_WAIT_SECONDS", 0.01)
    with LOCK, pytest.raises(ImageRefused, match="Other images are being processed"):
        process_avatar(as_file(make_raster()))
    assert process_avatar(as_file(make_raster())).size


def test_a_jpeg_with_a_thousand_scans_is_rejected_before_decoding(undecoded):
    jpeg = as_file(make_raster((4000, 4000)), progressive=True).read()
    scan = jpeg[jpeg.rfind(b"\xff\xda") : -2]
    with pytest.raises(ImageRefused, match="damaged"):
        process_upload(ContentFile(jpeg[:-2] + scan * 1000 + jpeg[-2:]))


def test_data_after_the_image_is_not_counted_as_scans():
    jpeg = as_file(make_raster(), progressive=True).read()
    assert process_upload(ContentFile(jpeg + b"\xff\xda" * 500)).original.width == 640


# --- malformed files ---


@pytest.mark.filterwarnings("ignore:Corrupt EXIF")
def test_broken_exif_data_is_ignored():
    broken = as_file(make_raster(), exif=b"Exif\0\0MM\0*\0\0\0\x08\xff\xff" + b"\x01\x12" * 40)
    assert process_upload(broken).original.width == 640
