"""One place for all mails about comments: what a member gets, and how to get no more."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comments.models import CommentSettings, Subscription
from comments.notifications.confirmation import stop_mail
from tests.comments.mails import follow
from tests.factories import make_post, make_user

pytestmark = pytest.mark.django_db
LIST = "/comments/subscriptions/"


def main_of(client, address=LIST):
    return " ".join(client.get(address).text.partition("<main")[2].split())


def test_what_is_followed_is_listed_with_the_address_the_mails_go_to(signed_in, bob):
    post = make_post("The Kettle")
    follow(post, bob, "thread")
    follow(post, bob, "replies")
    page = main_of(signed_in(bob))
    assert "They go to bob@example.org." in page
    assert page.count(f'<a href="{post.get_absolute_url()}">The Kettle</a>') == 2
    assert "Every new comment" in page
    assert "When your comments are published or answered" in page


def test_one_is_ended_and_the_others_go_on(signed_in, bob):
    gone, kept = follow(make_post(), bob), follow(make_post(), bob)
    answer = signed_in(bob).post(f"/comments/subscriptions/{gone.pk}/leave/")
    assert answer.url == LIST
    assert list(Subscription.objects.all()) == [kept]


def test_all_are_ended_and_mails_are_allowed_again(signed_in, bob):
    for _ in range(3):
        follow(make_post(), bob)
    client = signed_in(bob)
    client.post("/comments/subscriptions/stop/")
    assert not Subscription.objects.exists()
    assert "gets no mail about comments at all" in main_of(client)
    client.post("/comments/subscriptions/allow/")
    page = main_of(client)
    assert "You follow no article." in page
    assert "They go to bob@example.org." in page


def test_nobody_ends_the_mails_of_others(signed_in, alice, bob):
    hers = follow(make_post(), alice)
    assert signed_in(bob).post(f"/comments/subscriptions/{hers.pk}/leave/").status_code == 404
    assert Subscription.objects.exists()


def test_strangers_are_asked_to_log_in(client):
    assert client.get(LIST).url == f"/accounts/login/?next={LIST}"


def test_an_account_without_a_proven_address_is_told_why_no_mail_comes(signed_in):
    assert "Confirm your e-mail address first" in main_of(signed_in(make_user(verified=False)))


def test_who_stopped_all_mail_by_a_link_sees_it_here(signed_in, bob):
    stop_mail(bob.email)
    assert "Allow mails again" in main_of(signed_in(bob))


def test_the_title_of_an_article_taken_down_is_told_to_nobody(signed_in, bob):
    post = make_post("Soon to be secret")
    follow(post, bob)
    post.withdraw()
    page = main_of(signed_in(bob))
    assert "Soon to be secret" not in page
    assert "End these mails" in page


@pytest.mark.parametrize(("how", "said"), [("once", "Immediately"), ("digest", "Once a day"), ("never", "Never")])
def test_moderators_see_how_comments_that_wait_are_told_and_where_that_is_changed(signed_in, mona, how, said):
    CommentSettings(pk=1, mails=how).save()
    client = signed_in(mona)
    page = main_of(client)
    assert said in page
    assert 'href="/admin/comments/commentsettings/"' in page
    assert client.get("/admin/comments/commentsettings/", follow=True).status_code == 200


def test_members_see_nothing_of_it(signed_in, bob):
    assert "moderator" not in main_of(signed_in(bob))


def test_the_queries_do_not_grow_with_the_followed_articles(bob):
    author, counts = make_user(), []
    for many in (25, 250):
        for number in range(Subscription.objects.count(), many):
            follow(make_post(f"Post no. {number}.", author=author, slug=f"post-{number}"), bob)
        client = Client()
        client.force_login(bob)
        client.get(LIST)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(LIST).text.count("/leave/") == 25
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 10
    assert client.get(f"{LIST}?page=10").text.count("/leave/") == 25
