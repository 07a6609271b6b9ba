from django.db import models


class PageVersion(models.Model):
    """The version of a cache tag. ``blog.cache.versions`` lists the tags."""

    tag = models.CharField(max_length=64, primary_key=True)
    version = models.PositiveBigIntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.tag}={self.version}"
