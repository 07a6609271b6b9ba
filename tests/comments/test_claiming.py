"""Whoever registers and proves an address gets what was written and asked for under it; nobody else does."""

import pytest
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.signals import email_confirmed
from django.core import mail
from django.urls import reverse

from blog.models import PageVersion
from comments.commenters.claiming import claim
from comments.models import Comment, Subscription
from comments.notifications.confirmation import request_confirmation_if_needed
from tests.comments.mails import approved, confirmed, follow, link, recipients
from tests.factories import make_comment, make_post, make_user

pytestmark = pytest.mark.django_db

GUSTAV = "gustav@example.org"


def test_registering_with_the_address_adopts_once_it_is_confirmed(client):
    comment = make_comment(make_post(), email="Gustav@Example.org")
    newcomer = make_user(GUSTAV, verified=False)
    key = EmailConfirmationHMAC(EmailAddress.objects.get(user=newcomer)).key
    path = reverse("account_confirm_email", args=[key])
    client.get(path)
    comment.refresh_from_db()
    assert comment.author is None
    client.post(path)
    comment.refresh_from_db()
    assert comment.author == newcomer


def test_an_unverified_address_adopts_nothing():
    comment = make_comment(make_post(), email=GUSTAV)
    user = make_user(GUSTAV, verified=False)
    address = EmailAddress.objects.get(user=user)
    email_confirmed.send(sender=EmailAddress, request=None, email_address=address)
    comment.refresh_from_db()
    assert comment.author is None


def test_only_exactly_this_address_is_adopted(bob):
    post = make_post()
    for other in ("gustav@example.com", "xgustav@example.org", "gustav+a@example.org", "gusta_@example.org", ""):
        make_comment(post, email=other)
    mine = make_comment(post, email="GUSTAV@EXAMPLE.ORG")
    assert claim(bob, GUSTAV) == 1
    assert list(Comment.objects.filter(author=bob)) == [mine]


def test_a_wildcard_in_an_address_is_no_wildcard(bob):
    make_comment(make_post(), email=GUSTAV)
    assert claim(bob, "gusta_@example.org") == 0
    assert claim(bob, "%@example.org") == 0


def test_comments_of_members_and_what_was_taken_out_stay_as_they_are(bob, alice):
    post = make_post()
    hers = make_comment(post, author=alice, email=GUSTAV)
    spam, removed = (make_comment(post, email=GUSTAV, status=status) for status in ("spam", "removed"))
    assert claim(bob, GUSTAV) == 0
    assert set(Comment.objects.filter(author=bob)) == set()
    assert {hers.author, spam.author, removed.author} == {alice, None}


def test_an_adopted_comment_shows_the_account_and_makes_stored_pages_stale(client, bob):
    post = make_post()
    make_comment(post, email=GUSTAV, name="Gustav Guest")
    assert "Gustav Guest" in client.get(post.get_absolute_url()).content.decode()
    version = PageVersion.objects.get(tag=f"comments:{post.pk}").version
    claim(bob, GUSTAV)
    assert PageVersion.objects.get(tag=f"comments:{post.pk}").version > version
    page = client.get(post.get_absolute_url()).content.decode()
    assert "Bob Reader" in page
    assert "Gustav Guest" not in page


def test_nothing_to_adopt_leaves_stored_pages_alone(bob):
    make_post()
    before = dict(PageVersion.objects.values_list("tag", "version"))
    claim(bob, GUSTAV)
    assert dict(PageVersion.objects.values_list("tag", "version")) == before


def test_adopting_twice_changes_nothing_more(bob):
    make_comment(make_post(), email=GUSTAV)
    assert [claim(bob, GUSTAV), claim(bob, GUSTAV)] == [1, 0]


def test_subscriptions_move_and_are_not_doubled(bob):
    post, other = make_post(), make_post()
    address = confirmed(GUSTAV)
    follow(post, address)
    follow(other, address, "replies")
    follow(post, bob)
    claim(bob, GUSTAV)
    assert set(Subscription.objects.values_list("user", "post", "kind")) == {
        (bob.pk, post.pk, "thread"),
        (bob.pk, other.pk, "replies"),
    }


def test_a_subscription_that_waited_for_confirmation_works_by_the_accounts(bob):
    post = make_post()
    follow(post, request_confirmation_if_needed("bob@example.org"))
    mail.outbox.clear()
    claim(bob, "bob@example.org")
    approved(post)
    assert recipients() == ["bob@example.org"]


def test_replies_to_adopted_comments_are_told(bob):
    post = make_post()
    follow(post, confirmed("bob@example.org"), "replies")
    parent = make_comment(post, email="bob@example.org")
    claim(bob, "bob@example.org")
    parent.refresh_from_db()
    approved(post, parent=parent)
    assert recipients() == ["bob@example.org"]


def test_links_in_the_mails_to_the_guest_still_unsubscribe(client, bob):
    post = make_post()
    follow(post, confirmed("bob@example.org"))
    approved(post)
    path = link(mail.outbox[0], "/unsubscribe/")
    claim(bob, "bob@example.org")
    client.post(path)
    assert not Subscription.objects.exists()


def test_a_second_address_of_an_account_adopts_too(bob):
    comment = make_comment(make_post(), email="second@example.org")
    address = EmailAddress.objects.create(user=bob, email="second@example.org", verified=True)
    email_confirmed.send(sender=EmailAddress, request=None, email_address=address)
    comment.refresh_from_db()
    assert comment.author == bob


def test_what_waits_under_a_known_address_is_not_adopted(bob):
    """Anybody can type it. Under the account's name, with its record, moderators would take it for the owner's."""
    post = make_post()
    before = make_comment(post, email=GUSTAV, status="held")
    confirmed(GUSTAV, before)
    public = make_comment(post, email=GUSTAV)
    impostors = make_comment(post, "I am not Gustav.", email=GUSTAV, status="held")
    assert claim(bob, GUSTAV) == 2
    assert set(Comment.objects.filter(author=bob)) == {before, public}
    impostors.refresh_from_db()
    assert (impostors.author, impostors.email) == (None, GUSTAV)
