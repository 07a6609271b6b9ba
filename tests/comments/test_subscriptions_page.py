"""The page of a member's subscriptions, where they can end each one or all e-mails."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from blog.models import Authorship, Post
from comments.models import CommentSettings, Subscription
from comments.notifications.confirmation import stop_mail
from tests.comments.mails import follow
from tests.comments.reading import main_of
from tests.factories import make_post, make_user

pytestmark = pytest.mark.django_db
LIST = "/comments/subscriptions/"


def test_subscriptions_are_listed_with_the_address(signed_in, bob):
    post = make_post("The Kettle")
    follow(post, bob, "thread")
    follow(post, bob, "replies")
    page = main_of(signed_in(bob), LIST)
    assert "They are sent to bob@example.org." in page.text
    links = [(link.name, link["href"]) for link in page.all("a")]
    assert links.count(("The Kettle", post.get_absolute_url())) == 2
    assert "Every new comment" in page.text
    assert "When your comments are published or get replies" in page.text


def test_a_member_can_end_one_subscription(signed_in, bob):
    gone, kept = follow(make_post(), bob), follow(make_post(), bob)
    answer = signed_in(bob).post(f"/comments/subscriptions/{gone.pk}/leave/")
    assert answer.url == LIST
    assert list(Subscription.objects.all()) == [kept]


def test_a_member_can_stop_and_allow_all_emails(signed_in, bob):
    for _ in range(3):
        follow(make_post(), bob)
    client = signed_in(bob)
    client.post("/comments/subscriptions/stop/")
    assert not Subscription.objects.exists()
    assert "You have stopped all e-mails about comments to" in main_of(client, LIST).text
    client.post("/comments/subscriptions/allow/")
    page = main_of(client, LIST)
    assert "You are not following any articles." in page.text
    assert "They are sent to bob@example.org." in page.text


def test_nobody_can_end_the_subscriptions_of_others(signed_in, alice, bob):
    hers = follow(make_post(), alice)
    assert signed_in(bob).post(f"/comments/subscriptions/{hers.pk}/leave/").status_code == 404
    assert Subscription.objects.exists()


def test_anonymous_visitors_must_log_in(client):
    assert client.get(LIST).url == f"/accounts/login/?next={LIST}"


def test_an_account_without_a_verified_address_is_told_why_it_gets_no_emails(signed_in):
    assert "Confirm your e-mail address first" in main_of(signed_in(make_user(verified=False)), LIST).text


def test_the_page_shows_that_all_emails_were_stopped_through_a_link(signed_in, bob):
    stop_mail(bob.email)
    assert main_of(signed_in(bob), LIST).button("Allow e-mails again")


def test_the_title_of_an_unpublished_article_is_not_shown(signed_in, bob):
    post = make_post("Soon to be secret")
    follow(post, bob)
    post.withdraw()
    client = signed_in(bob)
    assert "Soon to be secret" not in client.get(LIST).text
    assert "Unsubscribe" in main_of(client, LIST).text


@pytest.mark.parametrize(("how", "said"), [("once", "Immediately"), ("digest", "Once a day"), ("never", "Never")])
def test_moderators_see_how_they_are_notified_and_where_to_change_it(signed_in, mona, how, said):
    CommentSettings(pk=1, mails=how).save()
    client = signed_in(mona)
    page = main_of(client, LIST)
    assert said in page.text
    assert "/admin/comments/commentsettings/" in page.hrefs
    assert client.get("/admin/comments/commentsettings/", follow=True).status_code == 200


def test_members_see_no_settings_for_moderators(signed_in, bob):
    assert "moderator" not in main_of(signed_in(bob), LIST).text


def store_posts(author, numbers):
    posts = Post.objects.bulk_create(
        Post(title=f"Post no. {number}.", slug=f"post-{number}", status="published", published_at=timezone.now())
        for number in numbers
    )
    Authorship.objects.bulk_create(Authorship(post=post, author=author, position=0) for post in posts)
    return posts


def test_the_queries_do_not_grow_with_the_followed_articles(bob):
    author, counts = make_user(), []
    for many in (25, 250):
        for post in store_posts(author, range(Subscription.objects.count(), many)):
            follow(post, bob)
        client = Client()
        client.force_login(bob)
        client.get(LIST)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(LIST).text.count("/leave/") == 25
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 10
    assert client.get(f"{LIST}?page=10").text.count("/leave/") == 25
