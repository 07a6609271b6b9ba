from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("People")

    def ready(self) -> None:
        from allauth.usersessions.models import UserSession

        from accounts import signals, visits  # noqa: F401  (listen to what allauth tells)
        from accounts.personal_data import left_over, own_part  # noqa: F401  (register)

        UserSession.purge = visits.purge_without_traces
