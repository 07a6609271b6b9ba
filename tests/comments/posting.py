"""Submitting a comment as a reader does: opens the article, waits as long as people do, posts its form."""

import re
from datetime import timedelta
from html import unescape
from unittest.mock import patch

from django.utils import timezone

GUEST = {"name": "Gustav Guest", "email": "gustav@example.org"}


def form_of(client, post, query=""):
    """The hidden fields of the form on the page."""
    return hidden_fields(client.get(post.get_absolute_url() + query).content.decode())


def hidden_fields(page):
    form = re.search(r'<form[^>]*id="comment-form".*?</form>', page, re.DOTALL)[0]
    fields = [tag for tag in re.findall(r"<input[^>]*>", form) if 'type="hidden"' in tag]
    return {re.search(r'name="([^"]*)"', tag)[1]: unescape(re.search(r'value="([^"]*)"', tag)[1]) for tag in fields}


def send(client, post, body="A fair point.", *, after=30, query="", headers=None, **fields):
    """Post the form of the page after ``after`` seconds. A member's form has no name and e-mail address."""
    data = form_of(client, post, query) | ({} if "sessionid" in client.cookies else GUEST) | {"body": body} | fields
    with later(after):
        return client.post(f"{post.get_absolute_url()}comments/", data, headers=headers or {})


def later(seconds=0, **more):
    moment = timezone.now() + timedelta(seconds=seconds, **more)
    return patch("django.utils.timezone.now", lambda: moment)
