from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from blog.models import BlogSettings


def current_site(request: HttpRequest) -> dict[str, Any]:
    """Views that have already loaded the settings pass them as ``site``, which saves the query."""
    return {"site": SimpleLazyObject(BlogSettings.current), "site_url": settings.SITE_URL}
