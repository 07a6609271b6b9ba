"""Plain functions that make things, with defaults that do not matter to the test."""

from contextlib import nullcontext
from datetime import timedelta
from itertools import count
from unittest.mock import Mock, patch

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.utils import timezone

from accounts.models import User
from blog.models import Post, Tag
from blog.posts import save_post
from blog.rendering import COMMENT, FINGERPRINT, render
from comments.models import Comment, Decision
from comments.models.comment import MAX_DEPTH, count_comments
from comments.moderation.decide import decide

PASSWORD = "correct horse battery"
numbers = count(1)
NOT_RELATED = Mock()


def make_user(email="", *, display_name="", groups=(), verified=True, **fields):
    email = email or f"person{next(numbers)}@example.org"
    user = User.objects.create_user(email, PASSWORD, display_name=display_name, **fields)
    if groups:
        user.groups.set(Group.objects.filter(name__in=groups))
    EmailAddress.objects.create(user=user, email=user.email, verified=verified, primary=True)
    return user


def make_tag(name):
    return Tag.objects.get_or_create(slug=name.lower().replace(" ", "-"), defaults={"name": name})[0]


def make_post(
    title="", *, author=None, authors=(), tags=(), status=Post.Status.PUBLISHED, age=1, related=False, **fields
):
    """A post published ``age`` days ago; negative ages are in the future. Related articles are only found on request."""
    title = title or f"Post {next(numbers)}"
    fields.setdefault("slug", title.lower().replace(" ", "-"))
    fields.setdefault("body", "Some words about it.")
    if status != Post.Status.DRAFT:
        fields.setdefault("published_at", timezone.now() - timedelta(days=age))
    post = Post(title=title, status=status, **fields)
    people = list(authors) or [author or make_user()]
    with nullcontext() if related else patch("blog.posts.relate", NOT_RELATED):
        save_post(post, authors=people, tags=[make_tag(tag) if isinstance(tag, str) else tag for tag in tags])
    return post


def make_comment(post, body="A fair point.", *, status=Comment.Status.APPROVED, parent=None, author=None, **fields):
    """A row without the history of a comment on a real site, which is fast and can have any status.

    It wasn't screened: it has no spam score, reasons, network or entry in its log, and no e-mail was sent about it.
    Even if it is approved or spam, nobody decided that and the spam filter learned nothing. Tests that depend on any
    of this submit a comment (tests/comments/posting.py) or have it moderated by ``moderate``.
    """
    fields.setdefault("name", author.display_name if author else "Gustav Guest")
    fields.setdefault("email", "" if author else "gustav@example.org")
    comment = Comment.objects.create(
        post=post,
        author=author,
        body=body,
        html=render(body, COMMENT),
        render_fingerprint=FINGERPRINT,
        status=status,
        parent=parent,
        root=(parent.root or parent) if parent else None,
        depth=min(parent.depth + 1, MAX_DEPTH) if parent else 0,
        **fields,
    )
    count_comments(post.pk)
    return comment


def moderate(comment, status, by=None, *, via=Decision.Via.QUEUE, why=""):
    """A decision that is logged, learned and mailed as on a real site. Sets the new status of ``comment``, too."""
    decide(Comment.objects.filter(pk=comment.pk), Comment.Status(status), by=by, via=via, why=why)
    comment.refresh_from_db(fields=["status", "decided_at", "decided_by"])


def make_comments(post, count, **fields):
    """Stored at once, each a minute after the one before."""
    start = timezone.now() - timedelta(days=20)
    comments = Comment.objects.bulk_create(
        Comment(
            post=post,
            name=f"Reader {number}",
            body="Words",
            html="<p>Words</p>",
            status=Comment.Status.APPROVED,
            created_at=start + timedelta(minutes=number),
            **fields,
        )
        for number in range(count)
    )
    count_comments(post.pk)
    return comments
