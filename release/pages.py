"""Read the public pages of the blog in DATA_DIR, every article among them; fails unless each of them is a 200."""

from __future__ import annotations

import os
import sys

import django


def unreadable_pages() -> list[str]:
    from django.test import Client

    from blog.models import Post

    client = Client(headers={"Host": "localhost"})
    paths = ["/", "/archive/", "/tags/", "/feed/", "/comments/feed/", "/sitemap.xml", "/accounts/login/"]
    paths += [post.get_absolute_url() for post in Post.objects.published()]
    statuses = {path: client.get(path).status_code for path in paths}
    return [f"{path}: {status}" for path, status in statuses.items() if status != 200]


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    sys.exit("\n".join(unreadable_pages()) or 0)
