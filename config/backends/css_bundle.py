"""Combines the files under static/css into one style sheet: one request per page, without a build step.

Every file wraps its rules in a cascade layer, so the order of the files does not matter. Only layers.css, which
declares the order of the layers, comes first.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

NAME = "css/site.css"


class CssBundleFinder(BaseFinder):
    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        if path != NAME:
            return []
        return [str(build_css_bundle())] if find_all else str(build_css_bundle())

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterable[tuple[str, FileSystemStorage]]:
        build_css_bundle()
        yield NAME, FileSystemStorage(location=str(bundle_folder()))


def bundle_folder() -> Path:
    return Path(settings.DATA_DIR) / "built"


def build_css_bundle() -> Path:
    """Return the path of the bundle, which is rewritten only if a source file has changed."""
    sources = Path(settings.BASE_DIR) / "static" / "css"
    first = sources / "layers.css"
    parts = [first, *sorted(path for path in sources.rglob("*.css") if path != first)]
    text = "\n".join(path.read_text(encoding="utf-8") for path in parts)
    target = bundle_folder() / NAME
    if not target.exists() or target.read_text(encoding="utf-8") != text:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return target
