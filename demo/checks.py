from collections.abc import Sequence

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register

from demo.users import logins


@register(Tags.security, Tags.database, deploy=True)
def a_public_site_has_no_demo_accounts(
    app_configs: Sequence[AppConfig] | None = None, databases: Sequence[str] | None = None, **kwargs: object
) -> list[CheckMessage]:
    """Warn about demo accounts, whose password is in the source. Runs with ``check --deploy --database default``."""
    if databases and not settings.SITE_IS_LOCAL and (found := logins()):
        return [
            Warning(
                f"The site is public and has {len(found) - 1} demo accounts with a known password.",
                hint="Delete them in the admin, or give them other passwords.",
                id="demo.W001",
            )
        ]
    return []
