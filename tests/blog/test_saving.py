import pytest
from django.db import IntegrityError, transaction

from blog.models import Image, PageVersion, Post, Redirect, Tag
from blog.posts import delete_posts, save_post
from blog.rendering import TooComplex
from tests.factories import make_comment, make_post, make_tag, make_user

pytestmark = pytest.mark.django_db

BODY = """Lead.

## First 🎉

## Second

Some words.

### Third

More words.
"""


def rows(post):
    return [(section.level, section.heading, section.anchor, section.words) for section in post.sections.all()]


def test_saving_splits_the_body_at_headings():
    assert rows(make_post(body=BODY)) == [
        (0, "", "", 1),
        (2, "First 🎉", "s-first", 1),
        (2, "Second", "s-second", 3),
        (3, "Third", "s-third", 3),
    ]


def test_anchors_are_kept_when_headings_are_reworded_and_moved():
    post = make_post(body="## Why batteries swell\n\n## What to do")
    post.body = "## A new start\n\n## What to do\n\n## Why batteries swell up"
    save_post(post)
    assert [anchor for _, _, anchor, _ in rows(post)] == ["s-a-new-start", "s-what-to-do", "s-why-batteries-swell"]


def test_an_empty_text_is_valid():
    post = make_post(body="")
    assert rows(post) == []
    assert (post.words, post.reading_minutes) == (0, 1)


def test_the_byline_keeps_its_order():
    people = [make_user(display_name=name) for name in ("Zoe", "Adam", "Mia")]
    post = make_post(authors=people)
    assert [author.display_name for author in post.ordered_authors] == ["Zoe", "Adam", "Mia"]


def test_a_changed_slug_redirects_in_one_hop(client):
    post = make_post("Old Name")
    for slug in ("newer-name", "newest-name"):
        post.slug = slug
        save_post(post)
    for former in ("old-name", "newer-name"):
        answer = client.get(f"/articles/{former}/")
        assert (answer.status_code, answer.url) == (301, "/articles/newest-name/")


def test_a_slug_that_is_used_again_is_not_redirected(client):
    post = make_post("Name")
    for slug in ("other", "name"):
        post.slug = slug
        save_post(post)
    assert client.get("/articles/name/").status_code == 200
    assert Redirect.objects.get().path == "/articles/other/"


def test_the_redirect_of_a_draft_is_not_revealed(client):
    post = make_post("Secret Plan", status=Post.Status.DRAFT)
    post.slug = "plan"
    save_post(post)
    assert client.get("/articles/secret-plan/").status_code == 404


def test_a_text_that_cannot_be_rendered_is_not_saved():
    post = make_post(body="Before.")
    post.body = "[" * 5_000
    with pytest.raises(TooComplex):
        save_post(post)
    post.refresh_from_db()
    assert post.body == "Before."


@pytest.mark.parametrize(
    "url",
    [
        "/media/images/0123456789abcdef.jpg",
        "https://media.example.org/images/0123456789abcdef.jpg",
        "/media/images/0123456789abcdef-480.webp",
    ],
)
def test_uploaded_images_get_their_size_and_variants(url):
    Image.objects.create(
        file="images/0123456789abcdef.jpg",
        alt="A",
        width=1600,
        height=900,
        variants=[{"format": "webp", "width": 480, "path": "images/0123456789abcdef-480.webp"}],
    )
    post = make_post(body=f"![A]({url})")
    html = post.sections.get().html
    assert 'srcset="/media/images/0123456789abcdef-480.webp 480w"' in html
    assert 'width="1600" height="900"' in html


def test_every_save_invalidates_cached_pages():
    post = make_post()
    before = PageVersion.objects.get(tag="posts").version
    save_post(post)
    assert PageVersion.objects.get(tag="posts").version > before


def test_deleting_a_post_deletes_everything_that_belongs_to_it(client):
    post = make_post("Gone for Good", body="unmistakable")
    make_comment(post)
    make_post("Other", body="unmistakable too")
    delete_posts(Post.objects.filter(pk=post.pk))
    assert client.get("/articles/gone-for-good/").status_code == 410
    assert "Gone for Good" not in client.get("/search/?q=unmistakable").content.decode()


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"cta_label": "Go"}, "calls_to_action_are_whole"),
        ({"cta_url": "/go/"}, "calls_to_action_are_whole"),
        ({"status": "published", "published_at": None}, "published_posts_have_a_date"),
    ],
)
def test_the_database_enforces_the_constraints(fields, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Post.objects.create(slug="x", **fields)


def test_tag_names_are_unique_in_any_case():
    make_tag("Radio")
    with pytest.raises(IntegrityError), transaction.atomic():
        Tag.objects.create(name="RADIO", slug="radio-2")
