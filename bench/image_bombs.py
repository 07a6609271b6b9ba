"""Peak memory of processing small image files with many pixels: python -m bench.image_bombs

Each case runs in a separate process. Prints the MB above an idle process, and the result of the upload.
"""

import multiprocessing
import os
import resource
import sys
from collections.abc import Callable
from io import BytesIO

from PIL import Image as Raster  # noqa: TID251
from PIL import ImageCms  # noqa: TID251

CASES: dict[str, tuple[str, str, tuple[int, int], dict[str, object]]] = {
    "WebP, lossless, 40 MP": ("RGB", "WEBP", (8000, 5000), {"lossless": True}),
    "WebP, transparent, 24 MP": ("RGBA", "WEBP", (6000, 4000), {"lossless": True}),
    "WebP, transparent, 4 MP": ("RGBA", "WEBP", (2000, 2000), {"lossless": True}),
    "PNG, 40 MP": ("RGB", "PNG", (8000, 5000), {}),
    "PNG, 24 MP": ("RGB", "PNG", (6000, 4000), {}),
    "PNG, transparent, 24 MP": ("RGBA", "PNG", (6000, 4000), {}),
    "PNG, 16 bit, 24 MP": ("I;16", "PNG", (6000, 4000), {}),
    "GIF, 24 MP": ("P", "GIF", (6000, 4000), {}),
    "AVIF, 24 MP": ("RGB", "AVIF", (6000, 4000), {"speed": 10}),
    "JPEG, 24 MP": ("RGB", "JPEG", (6000, 4000), {}),
    "JPEG, 48 MP": ("RGB", "JPEG", (8000, 6000), {}),
    "JPEG, progressive, 48 MP": ("RGB", "JPEG", (8000, 6000), {"progressive": True}),
    "JPEG, CMYK with a profile, 24 MP": ("CMYK", "JPEG", (6000, 4000), {}),
}


def made(mode: str, kind: str, size: tuple[int, int], options: dict[str, object]) -> bytes:
    target = BytesIO()
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes() if mode == "RGB" else None
    Raster.new(mode, size).save(target, kind, icc_profile=profile, **options)
    return target.getvalue()


def in_a_process(work: Callable[..., str | bytes], *arguments: object) -> tuple[str | bytes, int]:
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(measured, (work, arguments))


def measured(work: Callable[..., str | bytes], arguments: tuple[object, ...]) -> tuple[str | bytes, int]:
    result = work(*arguments)
    return result, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def process(purpose: str, data: bytes) -> str:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    from django.core.files.base import ContentFile

    from blog.images import ImageRefused, process_avatar, process_upload

    try:
        if purpose != "idle":
            (process_avatar if purpose == "avatar" else process_upload)(ContentFile(data))
    except ImageRefused as refusal:
        return str(refusal.message)
    return "taken"


def main() -> None:
    idle = in_a_process(process, "idle", b"")[1]
    for name, case in CASES.items():
        data, _memory = in_a_process(made, *case)
        row = [f"{name:34}", f"{len(data):>9,} bytes"]
        for purpose in ("avatar", "article"):
            outcome, memory = in_a_process(process, purpose, data)
            row.append(f"{purpose}: {memory - idle:>4} MB, {str(outcome)[:44]:44}")
        print(*row, sep="  ")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
