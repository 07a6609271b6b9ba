from functools import partial

import pytest
from django.utils import timezone

from blog.article_page.navigation import load_navigation
from blog.models import Post, RelatedPost
from blog.related import update_related
from tests import factories

pytestmark = pytest.mark.django_db
make_post = partial(factories.make_post, related=True)

KETTLES = "The kettle boils water, the element heats it, and a thermostat ends the boiling."
BICYCLES = "A chain, a sprocket and a derailleur move the bicycle over gravel and cobbles."


def titles(post):
    return [other.title for other in load_navigation(post, 5).related]


def test_the_nearest_text_comes_first():
    make_post("Wheels", body=BICYCLES)
    make_post("Tea", body=KETTLES + " Tea follows.")
    assert titles(make_post("Kettle", body=KETTLES))[0] == "Tea"


def test_a_rare_shared_tag_counts_more_than_one_that_all_have():
    for number in range(5):
        make_post(f"Common {number}", tags=["everything"], body=f"word{number}")
    make_post("Rare", tags=["everything", "horology"], body="unlike")
    assert titles(make_post("Clock", tags=["everything", "horology"], body="different"))[0] == "Rare"


def test_neighbours_know_of_a_new_post():
    old = make_post("Old kettle", body=KETTLES)
    make_post("New kettle", body=KETTLES)
    assert titles(old) == ["New kettle"]


def test_never_itself_and_never_what_readers_cannot_see():
    post = make_post("Seen", body=KETTLES)
    make_post("Draft", body=KETTLES, status=Post.Status.DRAFT)
    make_post("Unlisted", body=KETTLES, status=Post.Status.UNLISTED)
    make_post("Scheduled", body=KETTLES, age=-3)
    make_post("Expired", body=KETTLES, expires_at=timezone.now())
    update_related(post.pk)
    assert titles(post) == []


def test_a_scheduled_post_has_its_place_when_it_appears():
    post = make_post("Seen", body=KETTLES)
    later = make_post("Later", body=KETTLES, age=-1)
    later.publish(at=timezone.now())
    assert titles(post) == ["Later"]


def test_the_sidebar_disappears_when_there_is_nothing(client):
    make_post("Alone")
    assert b"Related articles" not in client.get("/articles/alone/").content


def test_the_cards_name_their_article(client):
    make_post("Tea", body=KETTLES)
    make_post("Kettle", body=KETTLES)
    html = client.get("/articles/kettle/").content.decode()
    assert 'Read more<span class="visually-hidden">: Tea</span>' in html


@pytest.mark.parametrize("number", [30, 60])
def test_relating_costs_the_same_for_any_number_of_posts(number, django_assert_num_queries):
    post = make_post("First", body=KETTLES, tags=["a"])
    for other in range(number):
        make_post(f"Kettle {other}", body=KETTLES, tags=["a"])
    Post.objects.filter(pk=post.pk).update(title="The first kettle")
    with django_assert_num_queries(17):
        update_related(post.pk)
    assert RelatedPost.objects.filter(post=post).count() == 24
