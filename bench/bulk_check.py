"""Proves that the rows of ``bench.bulk_blog`` are what the product derives: from 20 articles and 20 comments."""

from typing import Any
from unittest.mock import Mock, patch

from django.db import connection, transaction

from bench.bulk_blog import BulkBlog
from blog.models import Post, Section
from blog.posts import save_post
from comments.commenters.author import CommentAuthor, SubmissionContext
from comments.models import Comment, Decision
from comments.models.comment import count_comments
from comments.submission.submit import submit_comment

CHECKED = 20
DERIVED = ["words", "reading_minutes", "render_fingerprint"]
WRITTEN = [
    "post_id",
    "author_id",
    "name",
    "email",
    "html",
    "render_fingerprint",
    "parent_id",
    "root_id",
    "depth",
    "likes_count",
]


def check_copies(blog: BulkBlog) -> None:
    """Raises an AssertionError. Changes nothing."""
    step = max(1, blog.count // CHECKED)
    with transaction.atomic(), patch("blog.posts.relate", Mock()):
        for sample in range(CHECKED):
            post = Post.objects.get(pk=blog.first_post + sample * step)
            before = derived_from(post)
            save_post(post, authors=post.ordered_authors, tags=list(post.tags.all()))
            check(f"article {post.pk}", before, derived_from(Post.objects.get(pk=post.pk)))
            comment = post.comments.filter(parent=None, author=None).first()
            count = post.comment_count
            count_comments(post.pk)
            check(f"comments of {post.pk}", count, Post.objects.values_list("comment_count", flat=True).get(pk=post.pk))
            check_comment(post, comment, f"192.0.{sample}.0/24")
        transaction.set_rollback(True)


def derived_from(post: Post) -> dict[str, Any]:
    fields = [field.attname for field in Section._meta.concrete_fields if not field.primary_key]
    entry = "SELECT title, byline, text FROM blog_search WHERE rowid = %s"
    if connection.vendor == "postgresql":
        entry = (
            "SELECT document::text, array_agg(word ORDER BY word) FROM blog_search "
            "JOIN blog_search_word USING (post_id) WHERE post_id = %s GROUP BY document"
        )
    with connection.cursor() as cursor:
        cursor.execute(entry, [post.pk])
        return {
            "sections": list(post.sections.values_list(*fields)),
            "entry": cursor.fetchall(),
            "post": [getattr(post, name) for name in DERIVED],
            "byline": list(post.authorships.values_list("author", "position")),
        }


def check_comment(post: Post, comment: Comment, network: str) -> None:
    post.status, post.comment_policy, post.expires_at = Post.Status.PUBLISHED, "publish", None
    post.published_at = post.published_at or comment.created_at
    author = CommentAuthor(guest_name=comment.name, guest_email=comment.email)
    sent = submit_comment(post, author, comment.body, SubmissionContext(network, seconds=60)).comment
    values = Comment.objects.values(*WRITTEN)
    check(f"comment {comment.pk}", values.get(pk=comment.pk), values.get(pk=sent.pk))
    log = [Decision.objects.filter(comment=each).count() for each in (comment, sent)]
    check(f"log of {comment.pk}", *log)


def check(name: str, copied: Any, derived: Any) -> None:
    assert copied == derived, f"{name}: {copied!r} was copied, but the product derives {derived!r}"
