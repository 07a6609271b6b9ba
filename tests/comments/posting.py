"""Submitting a comment as a reader does: opens the article, waits as long as people do, posts its form."""

from datetime import timedelta
from unittest.mock import patch

from django.utils import timezone

from comments.models import Comment
from tests.factories import make_post
from tests.html import read

GUEST = {"name": "Gustav Guest", "email": "gustav@example.org"}


def form_of(client, post, query=""):
    """The hidden fields of the form on the page."""
    return hidden_fields(client.get(post.get_absolute_url() + query))


def hidden_fields(page):
    return read(page).one("form#comment-form").hidden_fields


def send(client, post, body="A fair point.", *, after=30, query="", headers=None, **fields):
    """Post the form of the page after ``after`` seconds. A member's form has no name and e-mail address."""
    data = form_of(client, post, query) | ({} if "sessionid" in client.cookies else GUEST) | {"body": body} | fields
    with later(after):
        return client.post(f"{post.get_absolute_url()}comments/", data, headers=headers or {})


def later(seconds=0, **more):
    moment = timezone.now() + timedelta(seconds=seconds, **more)
    return patch("django.utils.timezone.now", lambda: moment)


def submitted(client, post=None, body="First words"):
    """A comment that a guest has just submitted."""
    post = post or make_post()
    assert send(client, post, body).status_code == 303
    return Comment.objects.latest("pk")


def edit(client, comment, body, version=1):
    return client.post(f"/comments/{comment.pk}/edit/", {"body": body, "text_version": version})
