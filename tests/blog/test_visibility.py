"""Who may read a post, in the query and in its in-memory counterpart."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from blog.models import Post
from tests.factories import make_post

pytestmark = pytest.mark.django_db

NOW = timezone.now()
MOMENTS = [None, NOW - timedelta(days=1), NOW, NOW + timedelta(seconds=1)]


@pytest.mark.parametrize("status", Post.Status.values)
@pytest.mark.parametrize("published_at", MOMENTS)
@pytest.mark.parametrize("expires_at", MOMENTS)
def test_query_and_property_agree(status, published_at, expires_at):
    if status in Post.READABLE and published_at is None:
        with pytest.raises(IntegrityError, match="published_posts_have_a_date"), transaction.atomic():
            Post.objects.create(slug="x", status=status)
        return
    post = Post.objects.create(slug="x", status=status, published_at=published_at, expires_at=expires_at)
    assert Post.objects.published(NOW).exists() == post.is_published(NOW)
    assert Post.objects.readable(NOW).exists() == post.is_readable(NOW)


def test_scheduled_and_expired_posts_are_not_public():
    make_post("Out")
    make_post("Scheduled", age=-1)
    make_post("Expired", expires_at=timezone.now() - timedelta(hours=1))
    for status in (Post.Status.DRAFT, Post.Status.REVIEW, Post.Status.UNLISTED, Post.Status.ARCHIVED):
        make_post(f"Post {status}", status=status)
    assert [post.title for post in Post.objects.published()] == ["Out"]
    assert {post.title for post in Post.objects.readable()} == {"Out", "Post unlisted"}


def test_a_scheduled_post_is_published_at_its_date():
    post = make_post(age=-1)
    later = timezone.now() + timedelta(days=1, seconds=1)
    assert not Post.objects.published().exists()
    assert Post.objects.published(later).get() == post


def test_authors_can_see_their_own_drafts_and_editors_all(alice, bob, mona, edith):
    own = make_post("Own", author=alice, status=Post.Status.DRAFT)
    other = make_post("Other", status=Post.Status.DRAFT)
    assert set(Post.objects.editable_by(alice)) == {own}
    assert set(Post.objects.editable_by(edith)) == {own, other}
    assert set(Post.objects.editable_by(bob)) == set()
    assert set(Post.objects.editable_by(mona)) == set()
    assert set(Post.objects.editable_by(None)) == set()


def test_locked_users_can_edit_nothing(alice):
    make_post(author=alice)
    alice.is_active = False
    assert not Post.objects.editable_by(alice).exists()


def test_posts_can_be_published_scheduled_and_withdrawn():
    post = make_post(status=Post.Status.DRAFT)
    post.publish()
    assert post.is_published()
    post.publish(at=timezone.now() + timedelta(days=1))
    assert post.is_scheduled()
    assert not post.is_published()
    post.withdraw()
    assert not post.is_readable()
