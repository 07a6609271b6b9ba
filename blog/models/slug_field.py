from __future__ import annotations

import unicodedata
from typing import Any

from django.db import models


class UnicodeSlugField(models.SlugField[Any, Any]):
    """A Unicode slug in normal form C.

    The same letters can be typed as different code points: macOS and some keyboards decompose them. Migrations see a
    plain SlugField.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"allow_unicode": True})

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.SlugField", args, kwargs

    def to_python(self, value: Any) -> Any:
        """Called for form input, lookups and before saving."""
        text = super().to_python(value)
        return unicodedata.normalize("NFC", text) if isinstance(text, str) else text

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        slug = self.to_python(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, slug)
        return slug
