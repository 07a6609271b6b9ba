from __future__ import annotations

import unicodedata
from typing import Any

from django.db import models
from django.utils.text import slugify

MAX_GENERATED_LENGTH = 75  # with a number behind it, it fits the columns of all models


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


def unused_slug(model: type[models.Model], text: str, otherwise: str) -> str:
    """The slug of the text, or ``otherwise`` if it has none, with a number if another row has it. One query."""
    base = slugify(text, allow_unicode=True)[:MAX_GENERATED_LENGTH].strip("-") or otherwise
    taken = set(model._default_manager.filter(slug__startswith=base).values_list("slug", flat=True))
    slug, number = base, 1
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug
