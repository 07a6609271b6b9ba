"""The link from an article to its form in the admin, which only those see who may edit it."""

import pytest
from django.test import Client

from blog.models import Post
from tests.factories import make_post, make_user
from tests.html import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(alice):
    return make_post("The Kettle", author=alice)


def links(client, post):
    return {name: url for name, url in read(client.get(post.get_absolute_url())).links().items() if name == "Edit"}


def test_authors_and_editors_edit_an_article_from_its_page(signed_in, alice, edith, post):
    for person in (alice, edith):
        client = signed_in(person)
        [url] = links(client, post).values()
        assert client.get(url).status_code == 200


def test_the_page_of_an_article_that_readers_cannot_see_has_it_too(signed_in, alice):
    assert links(signed_in(alice), make_post(author=alice, status=Post.Status.ARCHIVED))


def test_readers_and_other_authors_do_not_see_it(client, signed_in, bob, mona, post):
    assert not links(client, post)
    former = make_user(groups=["Author"])  # not staff any more
    post.authorships.create(author=former, position=1)
    for person in (bob, mona, former, make_user(groups=["Author"], is_staff=True)):
        assert not links(signed_in(person), post)


def test_pages_that_were_rendered_for_an_author_are_not_given_to_others(signed_in, alice, bob, post):
    readers = [Client(), Client()]
    readers[1].force_login(bob)
    before = [links(reader, post) for reader in readers]
    assert links(signed_in(alice), post)
    assert before == [links(reader, post) for reader in readers] == [{}, {}]


def test_it_costs_readers_no_query_and_staff_three_at_most(signed_in, bob, alice, post, django_assert_max_num_queries):
    for person, count in ((bob, 7), (alice, 7 + 3)):
        client = signed_in(person)
        for _ in range(2):
            client.get(post.get_absolute_url())
        with django_assert_max_num_queries(count):
            client.get(post.get_absolute_url())
