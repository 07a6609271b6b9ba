"""Sorting, pagination, avatars, links to feeds and closing dates of threads."""

from datetime import timedelta
from urllib.parse import urljoin

import pytest
from django.test import Client, RequestFactory
from django.urls import resolve
from django.utils import timezone

from blog.article_page.metadata import PageMeta
from blog.models import BlogSettings
from comments.models import Comment, CommentSettings
from comments.templatetags.comments import thread_meta
from comments.threads.comment_view import AVATAR_COLOURS, avatar_colour, initials_of
from comments.threads.pagination import Cursor, Order
from tests.comments.posting import later
from tests.comments.reading import article_page, comment_ids
from tests.factories import make_comment, make_comments, make_post, moderate
from tests.html import read

pytestmark = pytest.mark.django_db


def link(html, rel):
    found = read(html).all(f"nav a[rel={rel}]")
    assert len(found) <= 1
    return found[0]["href"] if found else None


def walk(client, address, rel):
    """The comments of a page and of all that its links lead to, one list a page."""
    pages = []
    while address and len(pages) < 20:
        html = client.get(address).content.decode()
        pages.append(comment_ids(html))
        address = link(html, rel)
    return pages


def likes(comments):
    for number, comment in enumerate(comments):
        comment.likes_count = number % 7
    Comment.objects.bulk_update(comments, ["likes_count"])


@pytest.mark.parametrize("order", Order)
def test_every_comment_is_on_exactly_one_page_in_every_order(client, order):
    post = make_post()
    comments = make_comments(post, 65)
    likes(comments)
    keys = {
        Order.OLDEST: lambda comment: comment.pk,
        Order.NEWEST: lambda comment: -comment.pk,
        Order.BEST: lambda comment: (-comment.likes_count, comment.pk),
    }
    expected = [comment.pk for comment in sorted(comments, key=keys[order])]
    pages = walk(client, f"{post.get_absolute_url()}?order={order}", "next")
    assert [len(found) for found in pages] == [20, 20, 20, 5]
    assert sum(pages, []) == expected


@pytest.mark.parametrize("order", Order)
def test_previous_links_lead_to_the_same_pages_as_next_links(client, order):
    post = make_post()
    comments = make_comments(post, 65)
    likes(comments)
    forwards = walk(client, f"{post.get_absolute_url()}?order={order}", "next")
    html = client.get(f"{post.get_absolute_url()}?order={order}").content.decode()
    while following := link(html, "next"):
        html = client.get(following).content.decode()
    backwards = walk(client, link(html, "prev"), "prev")
    assert backwards == forwards[-2::-1]
    assert link(client.get(f"{post.get_absolute_url()}?order={order}").content.decode(), "prev") is None


def test_a_short_thread_has_no_pagination_and_a_single_comment_no_sort_links(client):
    post = make_post()
    make_comment(post)
    html = article_page(client, post)
    assert link(html, "next") is None
    assert "?order=newest" not in html
    make_comment(post)
    sorting = read(article_page(client, post)).landmark("navigation", "Order of the comments")
    assert sorting.link("Newest")["href"].endswith("?order=newest#comments")
    assert [chosen.name for chosen in sorting.all("[aria-current=true]")] == ["Oldest"]
    assert sorting.link("Oldest")["href"].endswith("#comments")


@pytest.mark.parametrize("after", ["x", "1", "-", "1-2-3-4", "9" * 30 + "-1", "1-²", "99999999999999999-1", "%00"])
def test_an_invalid_cursor_shows_the_first_page(client, after):
    post = make_post()
    comments = make_comments(post, 45)
    answer = client.get(f"{post.get_absolute_url()}?after={after}", follow=True)
    if answer.status_code == 400:
        assert after == "%00"
    else:
        assert comment_ids(answer.content.decode())[0] == comments[0].pk


@pytest.mark.parametrize("order", ["x", "", "BEST", "oldest&order=worst"])
def test_an_unknown_order_is_the_oldest_first(client, order):
    post = make_post()
    comments = make_comments(post, 3)
    assert comment_ids(article_page(client, post, f"?order={order}")) == [comment.pk for comment in comments]


def test_a_cursor_keeps_microseconds():
    comment = Comment(pk=7, created_at=timezone.now(), likes_count=3)
    assert Cursor.parse(str(Cursor.of(comment))) == Cursor(comment.created_at, 7, 3)


def test_placeholders_are_shown_on_every_page(client):
    post = make_post()
    comments = make_comments(post, 45)
    make_comment(post, parent=comments[22])
    for comment in (comments[21], comments[22]):
        moderate(comment, "removed")
    pages = walk(client, post.get_absolute_url(), "next")
    assert comments[22].pk in pages[1]
    assert comments[21].pk not in sum(pages, [])
    assert [len(found) for found in pages] == [20, 21, 4]  # the second holds a reply, too


def meta_for(path):
    request = RequestFactory().get(path)
    request.resolver_match = resolve(request.path)
    return thread_meta({"meta": PageMeta(title="T", path=request.path), "request": request, "site": BlogSettings()})


@pytest.mark.parametrize(
    ("asked", "canonical"),
    [
        ("", ""),
        ("?order=oldest", ""),
        ("?order=nonsense&utm_source=x", ""),
        ("?reply=5", ""),
        ("?after=nonsense", ""),
        ("?order=newest", "?order=newest"),
        ("?after=0005-3&order=best&x=y", "?order=best&after=5-3"),
        ("?replies=9-5-3", "?replies=9-5-3"),
    ],
)
def test_each_page_of_a_thread_has_its_own_canonical_url(asked, canonical, settings):
    settings.SITE_URL = "https://blog.example"
    assert meta_for(f"/articles/a/{asked}").canonical == f"https://blog.example/articles/a/{canonical}"


def test_the_head_of_an_article_links_to_the_feed_of_its_comments(settings):
    settings.SITE_URL = "https://blog.example"
    assert meta_for("/articles/a/").feed_url == "https://blog.example/articles/a/comments/feed/"


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Gustav Guest", "GG"),
        ("bob", "B"),
        ("Ana María de la O", "AO"),
        ("– ! –", "¶"),
        ("山田 太郎", "山太"),
        ("ß x", "ßX"),
    ],
)
def test_an_avatar_shows_the_initials_of_the_name(name, letters):
    assert initials_of(name) == letters


def test_avatars_of_the_same_person_have_the_same_colour(bob):
    assert avatar_colour(Comment(name="Gustav")) == avatar_colour(Comment(name="Gustav"))
    assert len({avatar_colour(Comment(name=f"Reader {number}")) for number in range(100)}) == AVATAR_COLOURS
    assert avatar_colour(Comment(author=bob, name="Bob")) == avatar_colour(Comment(author=bob, name="x"))


def test_avatars_are_no_images(client):
    post = make_post()
    make_comment(post, name="<b> x")
    comments = read(article_page(client, post)).one("#comments")
    avatar = comments.one("article header [aria-hidden]")
    assert avatar.text == "BX"
    assert avatar["aria-hidden"] == "true"
    assert any(f"comment-avatar-{number}" in avatar["class"].split() for number in range(6))
    assert comments.all("img") == []


@pytest.mark.parametrize(("count", "heading"), [(0, "No comments yet"), (1, "1 comment"), (2, "2 comments")])
def test_the_heading_counts_public_comments(client, count, heading):
    post = make_post()
    make_comment(post, status="held")
    for _ in range(count):
        make_comment(post)
    assert read(article_page(client, post)).one("#comments").heading(heading).tag == "h2"


def test_the_page_says_when_comments_close_automatically(client):
    CommentSettings(pk=1, close_after_days=30).save()
    post = make_post(age=10)
    html = article_page(client, post)
    day = (post.published_at + timedelta(days=30)).strftime("%B %-d, %Y").replace("May", "May")
    assert "Comments close on" in html
    assert day.split(",")[0].split()[1] in html
    with later(days=25):
        html = article_page(Client(), make_post(age=40, title="Long closed"))
        assert "Comments have been closed since" in html
        assert "Leave a comment" not in html


def test_a_cached_page_expires_when_its_comments_close(rf):
    from blog.views.article import article_page

    CommentSettings(pk=1, close_after_days=30).save()
    post = make_post(age=10)
    request = rf.get(post.get_absolute_url())
    response = article_page(request, post.__class__.objects.for_reading().get(pk=post.pk))
    assert response.until == post.published_at + timedelta(days=30)


def test_no_date_is_shown_if_comments_were_closed_manually(client):
    CommentSettings(pk=1, close_after_days=30).save()
    closed = read(article_page(client, make_post(comments_open=False))).one("#comment-form")
    assert closed.text == "Comments are closed."


def test_the_thread_is_a_nested_list_and_replies_name_their_parent(client):
    post = make_post()
    root = make_comment(post, name="Ida")
    make_comment(post, parent=root)
    threads = read(article_page(client, post)).all("#comments ol")
    assert [len(thread.all("li")) for thread in threads] == [2, 1]
    [reply] = threads[0].all("li ol li")
    assert reply.link("In reply to Ida")


@pytest.mark.parametrize("query", ["", "?order=newest"])
def test_the_reply_link_of_a_comment_opens_the_form_at_the_same_place_of_the_thread(client, query):
    """It is short on the page of the article, and complete where the form is shown again with its errors."""
    comment = make_comment(make_post(slug="käse"), name="Ida")
    article = comment.post.get_absolute_url()
    path = f"{article}{query or '?'}{'&' if query else ''}reply={comment.pk}#comment-form"
    link = reply_link(client.get(article + query))
    assert link.startswith("?")
    assert urljoin(article + query, link) == path
    assert "You are replying to Ida." in read(client.get(path)).one("#comment-form").text
    refused = reply_link(client.post(f"{article}comments/", {"body": ""}))
    assert refused == f"{article}?reply={comment.pk}#comment-form"


def reply_link(page):
    return read(page).one(".comment-actions a[rel=nofollow]")["href"]
