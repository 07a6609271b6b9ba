"""Process a folder of malformed and hostile image files: python -m bench.images_corpus FOLDER"""

import os
import sys
import time
import warnings
from collections import Counter
from pathlib import Path

import django
from django.core.files.base import ContentFile

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from blog.images import ImageRefused, process_upload  # noqa: E402

warnings.filterwarnings("ignore", category=UserWarning)


def main(folder: str) -> None:
    outcomes: Counter[str] = Counter()
    slowest = (0.0, "")
    for path in sorted(path for path in Path(folder).rglob("*") if path.is_file()):
        started = time.monotonic()
        try:
            process_upload(ContentFile(path.read_bytes()))
            outcomes["taken"] += 1
        except ImageRefused:
            outcomes["refused"] += 1
        slowest = max(slowest, (time.monotonic() - started, path.name))
    print(f"{dict(outcomes)}, none crashed; the slowest took {slowest[0]:.2f} s ({slowest[1]})")


if __name__ == "__main__":
    main(sys.argv[1])
