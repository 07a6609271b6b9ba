from django.db import models
from django.db.models import CharField, Expression, F, OuterRef, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat


class PageVersion(models.Model):
    """How often what a cached page was made from has changed: «site», «comments» or «post:ID»."""

    tag = models.CharField(max_length=64, primary_key=True)
    version = models.PositiveBigIntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.tag}={self.version}"


def raise_versions(*tags: str) -> None:
    """Make every stored page that carries one of the tags stale. Call it inside the change's transaction.

    One query, and the rows are locked until the commit, always in the order of their tags.
    """
    PageVersion.objects.bulk_create([PageVersion(tag=tag) for tag in sorted(set(tags))], ignore_conflicts=True)
    PageVersion.objects.filter(tag__in=tags).update(version=F("version") + 1)


def version_of(tag: Expression) -> Coalesce:
    """For an annotation: the version in the same moment as the row that it stands beside; 0 for what never changed."""
    return Coalesce(Subquery(PageVersion.objects.filter(tag=tag).values("version")), 0)


SITE = Value("site")
OUTER_POST = Concat(Value("post:"), Cast(OuterRef("pk"), CharField()))
