"""Private pages of members: sessions, comments, bookmarks and e-mails."""

import pytest
from playwright.sync_api import expect

from blog.models import Bookmark
from comments.models import Comment, Subscription
from tests.browser.steps import follow, heading, is_in, log_in_here, main, press, prove
from tests.factories import make_comment, make_post


@pytest.fixture
def page(signed_in_page, scripts, bob):
    """Bob's browser."""
    page = signed_in_page(bob, scripts=scripts)
    page.goto("/accounts/")
    return page


def test_other_sessions_can_be_ended_one_by_one_or_all_at_once(page, signed_in_page, scripts, bob):
    others = [signed_in_page(bob, scripts=scripts) for _ in range(3)]
    assert all(is_in(other) for other in others)
    follow(page, "Where you are logged in")
    expect(page.get_by_text("This browser")).to_have_count(1)
    main(page).get_by_role("button", name="Log out Chrome").first.click()
    prove(page)
    page.get_by_role("status").wait_for()
    assert sum(is_in(other) for other in others) == 2
    press(page, "Log out everywhere else")
    page.get_by_text("You are logged out everywhere else.").wait_for()
    assert not any(is_in(other) for other in others)
    assert is_in(page)
    page.goto("/accounts/sessions/")
    expect(main(page).get_by_role("listitem")).to_have_count(1)


def test_own_comments_are_listed_with_their_status(page, article, bob):
    states = {
        Comment.Status.APPROVED: "Published",
        Comment.Status.HELD: "Awaiting approval",
        Comment.Status.REMOVED: "Removed by moderators",
        Comment.Status.SPAM: "It was marked as spam.",
    }
    for status in states:
        make_comment(article, f"This one is {status}.", author=bob, status=status)
    make_comment(article, "Somebody else's.")
    follow(page, "Your comments")
    for status, words in states.items():
        entry = main(page).get_by_role("listitem").filter(has_text=f"This one is {status}.")
        expect(entry.get_by_text(words)).to_be_visible()
    expect(main(page).get_by_role("listitem")).to_have_count(len(states))
    follow(page, "View in discussion")
    page.wait_for_url("**/articles/the-kettle/#comment-*")
    page.go_back()
    follow(page, "What happens next?")
    heading(page, "Your comment")


def test_an_article_can_be_saved_for_later_and_removed(page, article, bob):
    follow(page, "Bookmarks")
    page.get_by_text("You have no bookmarks yet.").wait_for()
    page.goto("/articles/the-kettle/")
    press(page, "Save for later")
    page.get_by_text("The article was added to your bookmarks.").wait_for()
    expect(page.get_by_role("button", name="Remove bookmark")).to_be_visible()
    page.goto("/accounts/bookmarks/")
    follow(page, "The Kettle")
    heading(page, "The Kettle")
    page.goto("/accounts/bookmarks/")
    press(page, "Remove The Kettle")
    page.get_by_text("You have no bookmarks yet.").wait_for()
    assert not Bookmark.objects.exists()


def test_emails_about_comments_can_be_stopped_and_allowed_again(page, article, bob):
    other = make_post("The Tea")
    for post in (article, other):
        Subscription.objects.create(post=post, user=bob, kind="thread")
    follow(page, "E-mails about comments")
    expect(page.get_by_text(bob.email).first).to_be_visible()
    main(page).get_by_role("listitem").filter(has_text="The Tea").get_by_role("button").click()
    page.get_by_role("status").wait_for()
    assert Subscription.objects.get().post == article
    press(page, "Stop all e-mails about comments")
    page.get_by_text("You have stopped all e-mails about comments to").wait_for()
    assert not Subscription.objects.exists()
    press(page, "Allow e-mails again")
    page.get_by_text("You have stopped all e-mails about comments to").wait_for(state="detached")


def test_anonymous_visitors_are_asked_to_log_in_and_return_to_the_page(make_page, scripts, bob):
    page = make_page(scripts)
    page.goto("/accounts/bookmarks/")
    log_in_here(page, bob)
    heading(page, "Bookmarks")
