"""What the blog contains, and what its staff do, over HTTP on one of the nodes."""

from __future__ import annotations

import json
import os
import re
from typing import Any

from bench.nodes.site import NODE_A, Site
from bench.nodes.visitors import Response, ask

ARTICLES = 6
BOUNDARY = "----nodes"
QUEUE = "/admin/comments/comment/"


def prepare_content(site: Site) -> str:
    """Make articles and an editor. Returns the editor's session: sessions are in the database, for both nodes."""
    os.environ.update(site.environment("b"))
    import django

    django.setup()
    from django.db import connections
    from django.test import Client

    from tests.factories import make_post, make_user

    editor = make_user("owner@example.org", display_name="Olive", is_staff=True, is_superuser=True)
    for number in range(ARTICLES):
        make_post(f"Article {number}", author=editor, tags=["tea"], age=number + 1)
    client = Client()
    client.force_login(editor, backend="allauth.account.auth_backends.AuthenticationBackend")
    connections.close_all()
    return client.cookies["sessionid"].value


def comment_fields(path: str, text: str, name: str = "Gustav") -> dict[str, str]:
    """A comment in the form of the article at ``path``. Comments sent within seconds are held as spam."""
    from tests.comments.posting import hidden_fields

    fields: dict[str, str] = hidden_fields(ask(NODE_A, path).text)
    return fields | {"name": name, "email": f"{name.lower()}@example.org", "body": text}


def publish(port: int, session: str, title: str, **changes: Any) -> Response:
    from tests.blog.article_forms import ADD, form_data

    slug = title.lower().replace(" ", "-")
    return ask(port, ADD, form_data(title=title, slug=slug, status="published", **changes), session=session)


def approve_everything(port: int, session: str) -> Response:
    """Tick all boxes of the first page of the queue, and approve."""
    versions = dict(re.findall(r'name="(version-\d+)"\s+value="([^"]*)"', ask(port, QUEUE, session=session).text))
    ticked = [name.removeprefix("version-") for name in versions]
    fields = {"action": "approve_selected", "_selected_action": ticked, "index": 0} | versions
    return ask(port, QUEUE, fields, session=session)


def upload(port: int, session: str) -> dict[str, Any]:
    from tests.uploads import make_upload

    def part(name: str, content: bytes, more: str = "") -> bytes:
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n'
        return head.encode() + content + b"\r\n"

    file = part("file", make_upload().read(), '; filename="kettle.png"\r\nContent-Type: image/png')
    body = part("alt", b"A kettle") + file + f"--{BOUNDARY}--\r\n".encode()
    kind = f"multipart/form-data; boundary={BOUNDARY}"
    response = ask(port, "/admin/blog/image/upload/", body=body, kind=kind, session=session)
    found: dict[str, Any] = json.loads(response.text)
    return found
