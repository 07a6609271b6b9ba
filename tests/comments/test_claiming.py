"""Members who verify an address claim the guest comments and subscriptions under it; nobody else does."""

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


def test_a_new_account_claims_comments_when_its_address_is_verified(client):
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


def test_an_unverified_address_claims_nothing():
    comment = make_comment(make_post(), email=GUSTAV)
    user = make_user(GUSTAV, verified=False)
    address = EmailAddress.objects.get(user=user)
    email_confirmed.send(sender=EmailAddress, request=None, email_address=address)
    comment.refresh_from_db()
    assert comment.author is None


def test_only_comments_of_exactly_this_address_are_claimed(bob):
    post = make_post()
    for other in ("gustav@example.com", "xgustav@example.org", "gustav+a@example.org", "gusta_@example.org", ""):
        make_comment(post, email=other)
    mine = make_comment(post, email="GUSTAV@EXAMPLE.ORG")
    assert claim(bob, GUSTAV) == 1
    assert list(Comment.objects.filter(author=bob)) == [mine]


def test_wildcards_in_an_address_are_literal(bob):
    make_comment(make_post(), email=GUSTAV)
    assert claim(bob, "gusta_@example.org") == 0
    assert claim(bob, "%@example.org") == 0


def test_comments_of_members_and_rejected_comments_are_not_claimed(bob, alice):
    post = make_post()
    hers = make_comment(post, author=alice, email=GUSTAV)
    spam, removed = (make_comment(post, email=GUSTAV, status=status) for status in ("spam", "removed"))
    assert claim(bob, GUSTAV) == 0
    assert set(Comment.objects.filter(author=bob)) == set()
    assert {hers.author, spam.author, removed.author} == {alice, None}


def test_a_claimed_comment_shows_the_account_and_invalidates_cached_pages(client, bob):
    post = make_post()
    make_comment(post, email=GUSTAV, name="Gustav Guest")
    assert "Gustav Guest" in client.get(post.get_absolute_url()).content.decode()
    version = PageVersion.objects.get(tag=f"comments:{post.pk}").version
    claim(bob, GUSTAV)
    assert PageVersion.objects.get(tag=f"comments:{post.pk}").version > version
    page = client.get(post.get_absolute_url()).content.decode()
    assert "Bob Reader" in page
    assert "Gustav Guest" not in page


def test_claiming_nothing_invalidates_no_pages(bob):
    make_post()
    before = dict(PageVersion.objects.values_list("tag", "version"))
    claim(bob, GUSTAV)
    assert dict(PageVersion.objects.values_list("tag", "version")) == before


def test_claiming_is_idempotent(bob):
    make_comment(make_post(), email=GUSTAV)
    assert [claim(bob, GUSTAV), claim(bob, GUSTAV)] == [1, 0]


def test_subscriptions_move_to_the_account_without_duplicates(bob):
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


def test_a_subscription_that_waited_for_confirmation_works_after_claiming(bob):
    post = make_post()
    follow(post, request_confirmation_if_needed("bob@example.org"))
    mail.outbox.clear()
    claim(bob, "bob@example.org")
    approved(post)
    assert recipients() == ["bob@example.org"]


def test_replies_to_claimed_comments_are_emailed(bob):
    post = make_post()
    follow(post, confirmed("bob@example.org"), "replies")
    parent = make_comment(post, email="bob@example.org")
    claim(bob, "bob@example.org")
    parent.refresh_from_db()
    approved(post, parent=parent)
    assert recipients() == ["bob@example.org"]


def test_links_in_emails_to_the_guest_still_unsubscribe(client, bob):
    post = make_post()
    follow(post, confirmed("bob@example.org"))
    approved(post)
    path = link(mail.outbox[0], "/unsubscribe/")
    claim(bob, "bob@example.org")
    client.post(path)
    assert not Subscription.objects.exists()


def test_a_second_verified_address_claims_comments_too(bob):
    comment = make_comment(make_post(), email="second@example.org")
    address = EmailAddress.objects.create(user=bob, email="second@example.org", verified=True)
    email_confirmed.send(sender=EmailAddress, request=None, email_address=address)
    comment.refresh_from_db()
    assert comment.author == bob


def test_unconfirmed_pending_comments_under_a_confirmed_address_are_not_claimed(bob):
    """Anyone can type the address. Under the account's name, moderators would think that its owner wrote them."""
    post = make_post()
    before = make_comment(post, email=GUSTAV, status="held")
    confirmed(GUSTAV, before)
    public = make_comment(post, email=GUSTAV)
    impostors = make_comment(post, "I am not Gustav.", email=GUSTAV, status="held")
    assert claim(bob, GUSTAV) == 2
    assert set(Comment.objects.filter(author=bob)) == {before, public}
    impostors.refresh_from_db()
    assert (impostors.author, impostors.email) == (None, GUSTAV)
