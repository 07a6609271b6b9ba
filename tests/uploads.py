"""Images to upload."""

from io import BytesIO

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Raster  # noqa: TID251


def make_raster(size=(640, 360), colour=(200, 40, 30), mode="RGB"):
    return Raster.new(mode, size, colour)


def as_file(image, image_format="JPEG", **options):
    target = BytesIO()
    image.save(target, image_format, **options)
    return ContentFile(target.getvalue())


def make_upload(colour="red", kind="PNG", size=(600, 300)):
    data = as_file(make_raster(size, colour), kind).read()
    return SimpleUploadedFile("me.png", data, content_type="image/png")
