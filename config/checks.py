"""System checks: settings that work, each by itself, and together make a site that cannot be used."""

from collections.abc import Sequence

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register

from config import demo


@register(Tags.security)
def a_secure_site_knows_its_proxy(
    app_configs: Sequence[AppConfig] | None = None, **kwargs: object
) -> list[CheckMessage]:
    """The web server speaks plain HTTP: without a proxy to trust, every request would be redirected."""
    if settings.SITE_IS_SECURE and not settings.TRUSTED_PROXY_COUNT:
        return [
            Warning(
                f"SITE_URL={settings.SITE_URL!r} is https, but TRUSTED_PROXY_COUNT is 0.",
                hint="Set TRUSTED_PROXY_COUNT to the number of proxies in front of the blog, usually 1.",
                id="config.W001",
            )
        ]
    return []


@register(Tags.security, Tags.database, deploy=True)
def a_public_site_has_no_demo_accounts(
    app_configs: Sequence[AppConfig] | None = None, databases: Sequence[str] | None = None, **kwargs: object
) -> list[CheckMessage]:
    """Their password is printed in the source. Asked with ``check --deploy --database default``."""
    if databases and not settings.SITE_IS_LOCAL and (logins := demo.logins()):
        return [
            Warning(
                f"The site is public and has {len(logins) - 1} demo accounts with a known password.",
                hint="Delete them in the admin, or give them other passwords.",
                id="config.W002",
            )
        ]
    return []
