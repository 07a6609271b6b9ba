"""System checks for settings that are valid one by one, but not together."""

from collections.abc import Sequence

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register


@register(Tags.security)
def a_secure_site_knows_its_proxy(
    app_configs: Sequence[AppConfig] | None = None, **kwargs: object
) -> list[CheckMessage]:
    """The web server speaks plain HTTP, so without a trusted proxy every request would be redirected to HTTPS."""
    if settings.SITE_IS_SECURE and not settings.TRUSTED_PROXY_COUNT:
        return [
            Warning(
                f"SITE_URL={settings.SITE_URL!r} is https, but TRUSTED_PROXY_COUNT is 0.",
                hint="Set TRUSTED_PROXY_COUNT to the number of proxies in front of the blog, usually 1.",
                id="config.W001",
            )
        ]
    return []
