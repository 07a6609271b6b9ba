from functools import partial

import pytest
from django.utils import timezone

from blog.article_page.navigation import load_navigation
from blog.models import Post, RelatedPost
from blog.related.lists import update_related
from tests import factories
from tests.html import read

pytestmark = pytest.mark.django_db
make_post = partial(factories.make_post, related=True)

KETTLES = "The kettle boils water, the element heats it, and a thermostat ends the boiling."
BICYCLES = "A chain, a sprocket and a derailleur move the bicycle over gravel and cobbles."


def titles(post):
    return [other.title for other in load_navigation(post, 5).related]


def test_the_most_similar_text_is_first():
    make_post("Wheels", body=BICYCLES)
    make_post("Tea", body=KETTLES + " Tea follows.")
    assert titles(make_post("Kettle", body=KETTLES))[0] == "Tea"


def test_a_rare_tag_in_common_counts_more_than_a_frequent_one():
    for number in range(5):
        make_post(f"Common {number}", tags=["everything"], body=f"word{number}")
    make_post("Rare", tags=["everything", "horology"], body="unlike")
    assert titles(make_post("Clock", tags=["everything", "horology"], body="different"))[0] == "Rare"


def test_a_new_post_is_added_to_the_lists_of_others():
    old = make_post("Old kettle", body=KETTLES)
    make_post("New kettle", body=KETTLES)
    assert titles(old) == ["New kettle"]


def test_an_article_is_never_related_to_itself_or_to_unpublished_ones():
    post = make_post("Seen", body=KETTLES)
    make_post("Draft", body=KETTLES, status=Post.Status.DRAFT)
    make_post("Unlisted", body=KETTLES, status=Post.Status.UNLISTED)
    make_post("Scheduled", body=KETTLES, age=-3)
    make_post("Expired", body=KETTLES, expires_at=timezone.now())
    update_related(post.pk)
    assert titles(post) == []


def test_a_scheduled_post_is_listed_when_it_is_published():
    post = make_post("Seen", body=KETTLES)
    later = make_post("Later", body=KETTLES, age=-1)
    later.publish(at=timezone.now())
    assert titles(post) == ["Later"]


def test_without_related_articles_there_is_no_sidebar(client):
    make_post("Alone")
    assert b"Related articles" not in client.get("/articles/alone/").content


def test_the_cards_name_their_article(client):
    make_post("Tea", body=KETTLES)
    make_post("Kettle", body=KETTLES)
    assert read(client.get("/articles/kettle/")).link("Read more: Tea")["href"] == "/articles/tea/"


@pytest.mark.parametrize("number", [30, 60])
def test_relating_needs_a_constant_number_of_queries(number, django_assert_num_queries):
    post = make_post("First", body=KETTLES, tags=["a"])
    for other in range(number):
        make_post(f"Kettle {other}", body=KETTLES, tags=["a"])
    Post.objects.filter(pk=post.pk).update(title="The first kettle")
    with django_assert_num_queries(17):
        update_related(post.pk)
    assert RelatedPost.objects.filter(post=post).count() == 24
