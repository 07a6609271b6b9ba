"""Image rows and their files, which are created and deleted together."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from contextlib import suppress

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from accounts.models import User
from blog.images.decode import Upload
from blog.images.process import Encoded, ProcessedImage, process_upload
from blog.models import Image

EXTENSIONS = {"jpeg": "jpg", "png": "png", "webp": "webp"}


def store_image(
    file: Upload,
    *,
    alt: str,
    credit: str = "",
    decorative: bool = False,
    needs_description: bool = False,
    uploaded_by: User | None,
) -> Image:
    """Process and store an upload. Raises ImageRefused; leaves no files behind if anything fails."""
    return store_processed(
        process_upload(file),
        alt=alt,
        credit=credit,
        decorative=decorative,
        needs_description=needs_description,
        uploaded_by=uploaded_by,
    )


def store_processed(
    processed: ProcessedImage,
    *,
    alt: str,
    credit: str = "",
    decorative: bool = False,
    needs_description: bool = False,
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
            needs_description=needs_description,
            uploaded_by=uploaded_by,
        )
    except BaseException:
        delete_files(stored)
        raise


def file_names(image: Image) -> list[str]:
    return [str(image.file.name), *(variant["path"] for variant in image.variants)]


def delete_files(names: Iterable[str]) -> None:
    for name in names:
        with suppress(OSError):
            default_storage.delete(name)
