from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class ConfigConfig(AppConfig):
    name = "config"

    def ready(self) -> None:
        from config import checks  # noqa: F401  (registers the system checks)


class ColophonAdminConfig(admin_apps.AdminConfig):
    default = False
    default_site = "config.admin_site.ColophonAdminSite"
