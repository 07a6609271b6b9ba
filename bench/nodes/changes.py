"""Random changes over HTTP, each on one of the two nodes. Import it after Django has been set up."""

from __future__ import annotations

from random import Random
from typing import Any

from django.db.models import Model, QuerySet

from bench.nodes.content import comment_fields, publish
from bench.nodes.site import NODE_A, NODE_B
from bench.nodes.visitors import Response, ask
from blog.models import Post, Tag
from comments.models import Comment
from tests.blog.article_forms import change_url, current_data
from tests.comments.deciding import button

TEXTS = ["Water boils in a kettle.", "Bicycles have chains.", "## Part\n\nKettles and bicycles.", "A [link](post:1)."]
NAMES = ["Olive", "Olivia", "O. Oil"]


class Changes:
    """``make()`` does one thing and returns what it was, with the node and the status of the response."""

    def __init__(self, random: Random, session: str) -> None:
        self.random, self.session, self.number = random, session, 0
        self.comments: list[tuple[str, str]] = []
        self.kinds = [self.write, self.edit, self.edit, self.move, self.delete, self.rename, self.rename_tag]
        self.kinds += [self.comment, self.comment, self.comment, self.decide, self.decide, self.decide, self.like]

    def make(self) -> str:
        self.number += 1
        self.node = self.random.choice([NODE_A, NODE_B])
        kind = self.random.choice(self.kinds)
        response = kind()
        done = f"{response.status}" if response else "nothing to change"
        return f"{kind.__name__} on {'A' if self.node == NODE_A else 'B'}: {done}"

    def one_of[M: Model](self, rows: QuerySet[M]) -> M | None:
        found = list(rows.order_by("pk"))
        return self.random.choice(found) if found else None

    def post(self, path: str, fields: dict[str, Any]) -> Response:
        return ask(self.node, path, fields, session=self.session)

    def save(self, article: Post, **changes: Any) -> Response:
        tags = {"tags": list(article.tags.values_list("pk", flat=True))}
        dates = {}
        if article.published_at:
            dates = {
                "published_at_0": f"{article.published_at:%Y-%m-%d}",
                "published_at_1": f"{article.published_at:%T}",
            }
        fields = current_data(article, status=article.status, **tags, **dates) | changes
        return self.post(change_url(article), fields)

    def write(self) -> Response:
        text = self.random.choice(TEXTS)
        return publish(self.node, self.session, f"Written {self.number}", body=text)

    def edit(self) -> Response | None:
        article = self.one_of(Post.objects.all())
        return article and self.save(article, title=f"Edited {self.number}", body=self.random.choice(TEXTS))

    def move(self) -> Response | None:
        article = self.one_of(Post.objects.all())
        return article and self.save(article, status=self.random.choice(["published", "draft", "unlisted", "archived"]))

    def delete(self) -> Response | None:
        article = self.one_of(Post.objects.all()) if Post.objects.count() > 4 else None
        return article and self.post(f"/admin/blog/post/{article.pk}/delete/", {"post": "yes"})

    def rename(self) -> Response:
        return self.post("/accounts/profile/", {"display_name": self.random.choice(NAMES), "bio": "", "links": ""})

    def rename_tag(self) -> Response | None:
        tag = self.one_of(Tag.objects.all())
        name = f"Tag {self.number}"
        return tag and self.post(f"/admin/blog/tag/{tag.pk}/change/", {"name": name, "slug": tag.slug})

    def comment(self) -> Response | None:
        article = self.one_of(Post.objects.published())
        if article is None:
            return None
        fields = comment_fields(article.get_absolute_url(), f"Comment {self.number}.", f"Guest{self.number}")
        source = f"127.20.{self.number % 250}.1"
        return ask(self.node, f"{article.get_absolute_url()}comments/", fields, source=source)

    def decide(self) -> Response | None:
        comment = self.one_of(Comment.objects.all())
        action = self.random.choice(["approve", "approve", "spam", "remove"])
        return comment and self.post(button(comment), {action: ""})

    def like(self) -> Response | None:
        comment = self.one_of(Comment.objects.approved())
        return comment and ask(self.node, f"/comments/{comment.pk}/like/", {}, source=f"127.30.{self.number % 250}.1")
