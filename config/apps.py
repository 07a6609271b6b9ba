from django.apps import AppConfig, apps
from django.contrib.admin import apps as admin_apps
from django.db.models.signals import post_migrate


class ConfigConfig(AppConfig):
    name = "config"

    def ready(self) -> None:
        from config import checks  # noqa: F401  (registers the system checks)
        from config.sqlite_statistics import write_after_migrations

        post_migrate.connect(write_after_migrations, sender=apps.get_app_config("comments"))


class ColophonAdminConfig(admin_apps.AdminConfig):
    default = False
    default_site = "config.admin_site.ColophonAdminSite"
