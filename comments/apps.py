from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommentsConfig(AppConfig):
    name = "comments"
    verbose_name = _("Comments")

    def ready(self) -> None:
        from blog.cache.parameters import KNOWN
        from comments import personal_data  # noqa: F401  (registers)
        from comments.commenters import claiming  # noqa: F401  (listens for confirmed addresses)
        from comments.threads.urls import NORMALIZERS

        KNOWN.update(NORMALIZERS)
