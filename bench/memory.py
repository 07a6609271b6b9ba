"""Memory of the default installation in use: python -m bench.memory

Serves the demo from a temporary folder, asks for every kind of page, and prints the PSS of each process: pages that
processes share are divided between them, so that the sum is what the blog takes. Needs Linux.
"""

import argparse
import json
import re
from itertools import cycle, islice
from pathlib import Path
from urllib.parse import urlsplit

from bench.processes import command, proportional_memory, tree
from bench.served_demo import Browser, served_demo
from bench.site_pages import every_kind_of_page, fetch
from tests.html import read

REQUESTS = 200
ADMIN_PAGES = (
    "/admin/",
    "/admin/blog/post/",
    "/admin/blog/post/add/",
    "/admin/blog/image/",
    "/admin/comments/comment/",
    "/admin/accounts/user/",
    "/accounts/2fa/",
)
PHOTO = Path(__file__).resolve().parent.parent / "docs" / "screenshot.webp"
CODE = "A list:\n\n- one\n- two\n\n```python\nprint('code')\n```\n"


def read_pages(site: str) -> None:
    """Alternates between the codings that browsers and scripts accept."""
    pages = list(every_kind_of_page(site).values())
    codings = cycle(("br", "gzip", "identity"))
    for address, coding in zip(islice(cycle(pages), REQUESTS), codings, strict=False):
        fetch(address, coding)


def write_comment(site: str) -> None:
    article = fetch(f"{site}/sitemap-articles.xml").text
    path = urlsplit(re.findall(r"<loc>([^<]+)</loc>", article)[0]).path
    guest = Browser(site)
    fields = read(guest.open(path)).one("form#comment-form").hidden_fields
    guest.post(
        f"{path}comments/", fields | {"name": "Gustav", "email": "gustav@example.org", "body": "A *fair* point."}
    )


def write_article(site: str) -> None:
    """What an author does: log in, open the admin, preview an article, upload an image."""
    author = Browser(site)
    author.log_in()
    for path in ADMIN_PAGES:
        author.open(path)
    token = read(author.open("/admin/blog/post/add/")).all("[name=csrfmiddlewaretoken]")[0]["value"]
    typed = json.dumps({"title": "Typed", "standfirst": "", "body": CODE * 20, "language": "en"}).encode()
    author.open("/admin/blog/post/add/preview/", typed, X_CSRFToken=token, Content_Type="application/json")
    lines = [b"--line", b'Content-Disposition: form-data; name="file"; filename="photo.webp"', b"", PHOTO.read_bytes()]
    form = b"\r\n".join([*lines, b"--line--", b""])
    author.open("/admin/blog/image/upload/", form, X_CSRFToken=token, Content_Type="multipart/form-data; boundary=line")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--port", type=int, default=8378)
    given = options.parse_args()
    with served_demo(given.port) as served:
        read_pages(served.site)
        write_comment(served.site)
        write_article(served.site)
        read_pages(served.site)
        sizes = {pid: proportional_memory(pid) for pid in tree(served.pid)}
        for pid, size in sizes.items():
            print(f"{size / 1e6:7.1f} MB  {command(pid)[-70:]}")
        print(f"{sum(sizes.values()) / 1e6:7.1f} MB  together")


if __name__ == "__main__":
    main()
