"""Related articles don't depend on the order of changes."""

from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from blog.models import Post, PostTerm, RelatedPost, Tag
from blog.posts import delete_posts, save_post
from blog.related import lists
from blog.related.lists import rebuild_all, update_related
from blog.taxonomy import delete_tags
from tests import factories
from tests.factories import make_tag, make_user

pytestmark = pytest.mark.django_db
make_post = partial(factories.make_post, related=True)

WORDS = ["kettle", "boiling", "bicycle", "derailleur", "thermostat", "teapot", "sprocket", "gravel"]
TEXTS = st.lists(st.sampled_from(WORDS), max_size=5).map(" ".join)
TAGS = st.sets(st.sampled_from(["tea", "wheels", "repair"]), max_size=2)
OLD = st.integers(0, 9)
STEPS = st.one_of(
    st.tuples(st.just("write"), TEXTS, TAGS),
    st.tuples(st.just("edit"), OLD, TEXTS, TAGS),
    st.tuples(st.just("delete"), OLD),
    st.tuples(st.just("withdraw"), OLD),
    st.tuples(st.just("delete tag"), st.sampled_from(["tea", "wheels", "repair"])),
)


@pytest.fixture(autouse=True)
def _small(monkeypatch):
    """Very short lists and small neighbourhoods."""
    monkeypatch.setattr(lists, "MAX_STORED", 2)
    monkeypatch.setattr(lists, "NEIGHBOURHOOD", 4)


def stored():
    return sorted(RelatedPost.objects.values_list("post", "related", "score"))


def do(author, step, *values):
    if step == "write":
        make_post(author=author, body=values[0], tags=values[1])
        return
    if step == "delete tag":
        delete_tags(Tag.objects.filter(name=values[0]))
        return
    posts = list(Post.objects.order_by("pk"))
    if not posts:
        return
    post = posts[values[0] % len(posts)]
    if step == "edit":
        post.body = values[1]
        save_post(post, tags=[make_tag(name) for name in sorted(values[2])])
    elif step == "delete":
        delete_posts(Post.objects.filter(pk=post.pk))
    else:
        post.withdraw()


@settings(max_examples=40, deadline=None, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEPS, max_size=12), data=st.data())
def test_incremental_updates_equal_a_complete_rebuild(steps, data):
    Post.objects.all().delete()
    author = make_user()
    for step in steps:
        do(author, *step)
    grown = stored()
    rebuild_all()
    assert stored() == grown
    RelatedPost.objects.all().delete()
    if data.draw(st.booleans()):
        PostTerm.objects.all().delete()
    for pk in data.draw(st.permutations(list(Post.objects.values_list("pk", flat=True)))):
        update_related(pk)
    assert stored() == grown


def test_every_article_with_something_in_common_has_related_articles(monkeypatch):
    """Updating all of them removed most of their lists."""
    monkeypatch.undo()
    posts = [make_post(f"Kettle {number}", body="The kettle boils water.", tags=["tea"]) for number in range(40)]
    for post in posts:
        update_related(post.pk)
    assert set(RelatedPost.objects.values_list("post", flat=True)) == {post.pk for post in posts}


def test_a_deleted_article_is_replaced_in_the_lists_of_others():
    first = make_post("First", body="kettle boiling teapot")
    make_post("Second", body="kettle boiling teapot")
    for title in ("Third", "Fourth"):
        make_post(title, body="kettle boiling teapot thermostat")
    [gone, _] = RelatedPost.objects.filter(post=first).values_list("related", flat=True)
    delete_posts(Post.objects.filter(pk=gone))
    assert RelatedPost.objects.filter(post=first).count() == 2
