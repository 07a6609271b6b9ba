"""The compressed size of what a reader has to load, without images.

The limit is 60 KB in total: 14 KB of CSS and 8 KB of JavaScript, which leaves 38 KB for the HTML of an article.
"""

from pathlib import Path

import brotli
import pytest
from django.conf import settings

from config.backends.css_bundle import build_css_bundle
from config.middleware.compression import CODINGS
from demo.manuscripts import read_manuscripts
from tests.factories import make_comment, make_post, make_user

KB = 1_000
STYLES = 14 * KB
SCRIPTS = 8 * KB
WHOLE = 60 * KB
THREAD = 60 * KB  # uncompressed


def packed(path):
    """The size as compressed by collectstatic, with the highest level."""
    return len(brotli.compress(path.read_bytes()))


def html_size(client, address):
    response = client.get(address, headers={"Accept-Encoding": "br"})
    assert response.status_code == 200
    assert response.headers["Content-Encoding"] == "br"
    assert len(brotli.decompress(response.content)) > len(response.content)
    return len(response.content)


def test_the_style_sheet_is_light():
    assert packed(build_css_bundle()) <= STYLES


def test_all_scripts_together_are_light():
    scripts = sorted(Path(settings.BASE_DIR, "static", "js").rglob("*.js"))
    assert scripts
    assert sum(map(packed, scripts)) <= SCRIPTS


@pytest.mark.django_db
def test_a_very_long_article_with_comments_is_light(client):
    """An article as long as all demo articles together, with twenty-five long replies."""
    manuscripts = [manuscript.article for manuscript in read_manuscripts()]
    assert len(manuscripts) > 10
    body = "\n\n".join(f"## {article.title}\n\n{article.body}" for article in manuscripts)
    post = make_post("Everything at once", slug="everything", body=body, tags=[f"tag {number}" for number in range(9)])
    for article in manuscripts:
        make_post(article.title, slug=article.slug, standfirst=article.standfirst, tags=["tag 1"])
    for number in range(25):
        make_comment(post, body=f"{number}. " + manuscripts[number % len(manuscripts)].body[:600])
    assert html_size(client, post.get_absolute_url()) <= WHOLE - STYLES - SCRIPTS


@pytest.mark.django_db
def test_the_html_of_an_article_with_fifty_comments_is_short(client):
    """Comments have little markup: 20 threads with 30 replies, half of them by members.

    The keys, which are in the markup 15 times, are set, since PostgreSQL counts them through all tests.
    """
    post = make_post("A rather long title for it", slug="a-rather-long-address-for-it", body="Words of it. " * 300)
    member = make_user(display_name="Gertrude Member")
    roots = [make_comment(post, "A fair point. " * 6, name=f"Gustav Guest {n}", pk=n + 1) for n in range(20)]
    for number in range(30):
        author = member if number % 2 else None
        make_comment(post, "I agree with it. " * 6, author=author, parent=roots[number % 20], pk=number + 21)
    html = client.get(post.get_absolute_url(), headers={"Accept-Encoding": "identity"}).content
    assert html.count(b"<article") == 51
    assert len(html) <= THREAD


@pytest.mark.django_db
def test_the_other_pages_are_lighter(client):
    for number in range(30):
        make_post(
            f"A title of some length {number}", slug=f"a-{number}", standfirst="Words of it. " * 15, tags=["radio"]
        )
    for path in ("/", "/tags/radio/", "/search/?q=words", "/accounts/login/"):
        assert len(CODINGS["br"](client.get(path).content)) <= 14 * KB, path
