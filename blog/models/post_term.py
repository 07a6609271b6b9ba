from django.db import models


class PostTerm(models.Model):
    """A word or tag by which articles are compared, and its weight (see blog/related/)."""

    post = models.ForeignKey("blog.Post", on_delete=models.CASCADE, related_name="terms")
    term = models.CharField(max_length=64)
    weight = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "term"], name="a_term_once_a_post")]
        indexes = [models.Index(fields=["term", "post", "weight"], name="posts_of_a_term")]

    def __str__(self) -> str:
        return f"{self.term}={self.weight}"
