from django.db import models


class PageVersion(models.Model):
    """How often something that cached pages show has changed. ``blog.cache.versions`` names the tags."""

    tag = models.CharField(max_length=64, primary_key=True)
    version = models.PositiveBigIntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.tag}={self.version}"
