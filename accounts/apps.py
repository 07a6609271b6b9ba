from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        from accounts.allauth import signals  # noqa: F401  (connects receivers)
        from accounts.personal_data import account_data  # noqa: F401  (registers its provider)
