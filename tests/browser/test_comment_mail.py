"""Comments and the e-mails about them, with and without JavaScript: following, confirming, deciding, claiming."""

import re

from allauth.account.models import EmailAddress
from django.core import mail
from playwright.sync_api import expect

from comments.models import Comment, Decision, Subscription
from comments.moderation.decide import decide
from tests.browser.commenting import send_comment, write_comment
from tests.comments.mails import link
from tests.factories import PASSWORD, make_comment, make_user


def sent(part):
    """Where the link of the newest mail leads that holds ``part``."""
    return link(mail.outbox[-1], part)


def test_a_reply_starts_at_its_parent(page, article):
    first = make_comment(article, "Why boil it twice?", name="Rita")
    page.goto("/articles/the-kettle/")
    page.get_by_role("link", name="Reply").first.click()
    page.locator("#comment-form").get_by_label("Name").fill("Gustav Guest")
    page.locator("#comment-form").get_by_label("E-mail address", exact=True).fill("gustav@example.org")
    page.locator("#comment-form").get_by_role("textbox", name="Comment").fill("For the taste.")
    send_comment(page)
    page.get_by_text("For the taste.").wait_for()
    assert Comment.objects.get(body="For the taste.").parent == first


def test_a_guest_subscribes_confirms_their_address_and_unsubscribes(page, article):
    form = write_comment(page)
    form.get_by_label("E-mail me about new comments").check()
    send_comment(page)
    page.wait_for_url(re.compile(r"#comment-\d+"))
    page.goto(sent("/confirm/"))
    page.get_by_role("main").get_by_role("button").first.click()
    page.get_by_text("confirmed").first.wait_for()
    decide(
        Comment.objects.filter(pk=make_comment(article, "Something new.", status="held", email="").pk),
        Comment.Status.APPROVED,
        by=None,
        via=Decision.Via.QUEUE,
    )
    assert mail.outbox[-1].to == ["gustav@example.org"]
    assert "Something new." in mail.outbox[-1].body
    page.goto(mail.outbox[-1].extra_headers["List-Unsubscribe"].strip("<>"))
    page.get_by_role("main").get_by_role("button").first.click()
    page.get_by_role("heading", name="You are unsubscribed").wait_for()
    assert not Subscription.objects.exists()


def test_a_moderator_approves_by_e_mail(page, article, transactional_db):
    make_user("mona@example.org", display_name="Mona", groups=["Moderator"], is_staff=True)
    write_comment(page)
    send_comment(page)
    page.wait_for_url(re.compile(r"#comment-\d+"))
    [moderation] = [message for message in mail.outbox if message.to == ["mona@example.org"]]
    page.goto(link(moderation, "/approve/confirm/"))
    assert Comment.objects.get().status == Comment.Status.HELD
    page.get_by_role("main").get_by_role("button").first.click()
    page.wait_for_load_state()
    page.goto("/articles/the-kettle/")
    page.get_by_text("I never know why").first.wait_for()
    assert Comment.objects.get().status == Comment.Status.APPROVED


def test_members_claim_guest_comments_by_verifying_the_address(page, article):
    comment = make_comment(article, "Mine.", email="Rita@example.org", name="Rita")
    rita = make_user("rita@example.org", display_name="Rita Reader", verified=False)
    EmailAddress.objects.get(user=rita).send_confirmation()
    page.goto(sent("/accounts/confirm-email/"))
    page.get_by_role("main").get_by_role("button").first.click()
    page.wait_for_load_state()
    page.goto("/articles/the-kettle/")
    page.get_by_text("Rita Reader").first.wait_for()
    comment.refresh_from_db()
    assert comment.author == rita


def test_a_guest_who_signs_up_claims_their_comments(page, make_page, scripts, article):
    """From the guest's form over the confirmed address and the sign-up form to the page of the own comments."""
    form = write_comment(page)
    form.get_by_label("E-mail me when my comment is approved").check()
    send_comment(page)
    page.wait_for_url(re.compile(r"#comment-\d+"))
    page.goto(sent("/comments/address/confirm/"))
    page.get_by_role("main").get_by_role("button").first.click()
    page.get_by_text("confirmed").first.wait_for()
    comment = Comment.objects.get()
    decide(Comment.objects.filter(pk=comment.pk), Comment.Status.APPROVED, by=None, via=Decision.Via.QUEUE)

    newcomer = make_page(scripts)  # days later, on another device
    newcomer.goto("/accounts/signup/")
    signup = newcomer.locator("main form")
    signup.get_by_label("Name").fill("Gustav Grown")
    signup.get_by_label("E-mail").fill("gustav@example.org")
    signup.get_by_label("Password", exact=True).fill(PASSWORD)
    signup.get_by_role("button", name="Create account").click()
    newcomer.wait_for_url("**/accounts/confirm-email/")
    comment.refresh_from_db()
    assert comment.author is None  # nothing is proven yet
    newcomer.goto(sent("/accounts/confirm-email/"))
    newcomer.get_by_role("main").get_by_role("button").first.click()
    newcomer.wait_for_load_state()
    newcomer.goto("/accounts/comments/")
    if "/login/" in newcomer.url:
        login = newcomer.locator("main form")
        login.get_by_label("E-mail").fill("gustav@example.org")
        login.get_by_label("Password", exact=True).fill(PASSWORD)
        login.get_by_role("button", name="Log in").click()
        newcomer.wait_for_url("**/accounts/comments/")
    expect(newcomer.get_by_text("I keep").first).to_be_visible()
    expect(newcomer.get_by_text("The Kettle").first).to_be_visible()
    comment.refresh_from_db()
    assert (comment.author.display_name, comment.email) == ("Gustav Grown", "")
    page.goto("/articles/the-kettle/")
    expect(page.locator(f"#comment-{comment.pk}").get_by_text("Gustav Grown").first).to_be_visible()
    expect(page.get_by_text("Gustav Guest")).to_have_count(0)
    page.goto(f"/comments/{comment.pk}/edit/")  # the cookie of the guest opens nothing any more
    expect(page.get_by_role("button", name="Save changes")).to_have_count(0)


def test_a_reader_logs_in_follows_the_discussion_and_unfollows_it(page, article):
    bob = make_user("bob@example.org", display_name="Bob Reader")
    page.goto("/articles/the-kettle/")
    page.get_by_role("link", name="Follow the discussion by e-mail").click()
    login = page.locator("main form")
    login.get_by_label("E-mail").fill(bob.email)
    login.get_by_label("Password", exact=True).fill(PASSWORD)
    login.get_by_role("button", name="Log in").click()
    page.get_by_role("button", name="Follow by e-mail").click()
    page.get_by_text("You are following this discussion.").wait_for()
    assert Subscription.objects.get().user == bob
    page.get_by_role("button", name="Unfollow").click()
    page.get_by_text("Get each new comment by e-mail.").wait_for()
    assert not Subscription.objects.exists()
    page.get_by_role("link", name="The Kettle").click()
    page.wait_for_url("**/articles/the-kettle/#comments")
