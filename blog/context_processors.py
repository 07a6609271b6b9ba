from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from blog.models import BlogSettings


def site_of(request: HttpRequest) -> BlogSettings:
    """The site's row, asked for once a request."""
    if not hasattr(request, "site_row"):
        request.site_row = BlogSettings.current()  # type: ignore[attr-defined]
    row: BlogSettings = request.site_row  # type: ignore[attr-defined]
    return row


def site(request: HttpRequest) -> dict[str, Any]:
    return {"site": SimpleLazyObject(lambda: site_of(request)), "site_url": settings.SITE_URL}
