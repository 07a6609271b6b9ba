"""Rendered comments are stored, and found again only while they are what would be rendered."""

from datetime import UTC, datetime, timedelta
from unittest.mock import patch

import pytest
from django.core.cache import caches
from django.core.cache.backends.dummy import DummyCache
from django.test import Client
from django.utils import timezone, translation

from blog.cache.versions import invalidate
from blog.models import Post
from comments.models import CommentSettings, Like
from comments.threads import fragments
from comments.threads.comment_view import CommentView
from comments.threads.fragments import Fragments
from comments.threads.skeletons import render_comment
from comments.threads.urls import START, ThreadPosition
from tests.comments.posting import send
from tests.factories import make_comment, make_post, moderate
from tests.html import read
from tests.page_cache import forget_pages

POST = Post(pk=7, slug="kettle")
VIEW = CommentView(
    id="5",
    name="Ida",
    initials="I",
    colour="2",
    profile="",
    badge="",
    created_at=datetime(2026, 11, 28, 9, 30, tzinfo=UTC),
    is_edited=False,
    parent_id="4",
    parent_name="Gustav",
    html="<p>Mine is blue.</p>",
    likes=0,
    is_liked=False,
    reply_url="?reply=",
    comments_url="/comments/",
)
CHANGES = {
    "id": "6",
    "name": "<b>",
    "initials": "J",
    "colour": "3",
    "profile": "/authors/ida/",
    "badge": "staff",
    "created_at": VIEW.created_at + timedelta(minutes=1),
    "is_edited": True,
    "parent_id": "3",
    "parent_name": "",
    "html": "<p>Mine is red.</p>",
    "likes": 1,
    "is_liked": True,
    "reply_url": "",
    "comments_url": "/blog/comments/",
}


@pytest.fixture(autouse=True)
def empty_cache():
    forget_pages()


def render(view):
    return render_comment(view)


def stored(view, position=START):
    found = Fragments(POST, position)
    html = found.get(view, lambda: render(view))
    found.save()
    return html


def test_a_comment_is_rendered_once():
    assert stored(VIEW) == render(VIEW)
    assert Fragments(POST, START).get(VIEW, None) == render(VIEW)


@pytest.mark.parametrize("field", CommentView._fields)
def test_whatever_changes_in_a_comment_is_shown(field):
    stored(VIEW)
    changed = VIEW._replace(**{field: CHANGES[field]})
    assert render(changed) != render(VIEW)
    assert stored(changed) == render(changed)


def test_another_language_and_time_zone_have_their_own_comments():
    stored(VIEW)
    with translation.override("de"):
        assert stored(VIEW) == render(VIEW)
        assert "Antworten" in stored(VIEW)
    with timezone.override("Asia/Tokyo"):
        assert "6:30 p.m." in stored(VIEW)
    assert "9:30 a.m." in stored(VIEW)


def test_parts_that_are_not_shown_any_more_are_dropped():
    for likes in range(5):
        stored(VIEW._replace(likes=likes))
    assert len(Fragments(POST, START).stored) == 1


def test_made_up_urls_fill_a_few_entries_of_the_cache():
    keys = {Fragments(POST, ThreadPosition(replies=(number, None))).key for number in range(100)}
    assert len(keys) == fragments.SLOTS
    assert Fragments(POST, START).key not in keys


@pytest.fixture
def kettle(db, alice, bob, mona):
    """A thread in which everything occurs: members, badges, replies, likes, an edited and two hidden comments."""
    post = make_post("Kettle", author=alice)
    first = make_comment(post, "How hot?", author=bob, likes_count=2)
    make_comment(post, "Very.", author=alice, parent=first)
    make_comment(post, "Very, very.", author=mona, parent=first, edited_at=timezone.now())
    removed = make_comment(post, "Rude.", name="Rudolf")
    gone = make_comment(post, "An answer.", parent=removed)
    make_comment(post, "Another.", parent=gone)
    for comment in (removed, gone):
        moderate(comment, "removed")
    make_comment(post, "Waiting.", author=bob, status="held")
    Like.objects.create(comment=first, reader=f"user:{mona.pk}")
    return post


def thread_of(client, post, query=""):
    """The thread without the tokens of its forms, which differ with each request."""
    page = read(client.get(post.get_absolute_url() + query))
    parts = [
        (part.tag, part.attributes, [text for text in part.children if isinstance(text, str)])
        for part in page.one("#comments").descendants
    ]
    return [part for part in parts if part[1].get("name") not in {"csrfmiddlewaretoken", "started"}]


def without_cache(client, post, query=""):
    with patch("blog.cache.pages.caches", {"pages": DummyCache("", {})}):
        return thread_of(client, post, query)


@pytest.mark.parametrize("query", ["", "?order=newest", "?order=best"])
def test_everyone_sees_what_would_be_rendered_for_them(kettle, alice, bob, mona, query):
    """Whoever looked first."""
    guest = Client()
    send(guest, kettle, "A guest's words.")
    members = [Client() for _ in range(3)]
    for client, person in zip(members, (alice, bob, mona), strict=True):
        client.force_login(person)
    clients = [guest, *members]
    expected = [without_cache(client, kettle, query) for client in clients]
    for order in (clients, clients[::-1]):
        caches["pages"].clear()
        for client in order:
            assert thread_of(client, kettle, query) == expected[clients.index(client)]


def test_closed_comments_have_no_links_to_reply(client, kettle):
    assert "Reply" in client.get(kettle.get_absolute_url()).text
    CommentSettings(pk=1, close_after_days=1).save()
    invalidate("site")
    page = client.get(kettle.get_absolute_url()).text
    assert "Reply" not in page
    assert "Send comment" not in page


def test_one_comment_is_rendered_after_a_change(client, kettle):
    client.get(kettle.get_absolute_url())
    make_comment(kettle, "New.")
    with patch.object(fragments, "store", wraps=fragments.store) as store:
        client.get(kettle.get_absolute_url())
    [(_key, parts)] = [call.args for call in store.call_args_list]
    before = {html for html in parts.values() if "New." not in html}
    assert len(before) == len(parts) - 1


def test_a_visitor_with_a_token_gets_it_in_the_form(client, kettle):
    """Its cookie remains after a logout. Browsers that don't report the origin need the token then."""
    assert "csrfmiddlewaretoken" not in client.get(kettle.get_absolute_url()).text
    invalidate(f"comments:{kettle.pk}")
    client.cookies["csrftoken"] = "a" * 32
    form = read(client.get(kettle.get_absolute_url())).one("#comment-form")
    assert "csrfmiddlewaretoken" in form.hidden_fields
