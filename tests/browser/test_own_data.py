"""Exporting personal data, deleting the account, and cancelling the deletion."""

import json
import zipfile
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import User
from accounts.personal_data.deletion import delete_due_accounts
from comments.models import Comment
from tests.browser.steps import LOGIN, follow, heading, is_in, link_in, log_in_here, main, press, prove
from tests.factories import make_comment


@pytest.fixture
def page(signed_in_page, scripts, bob, article):
    make_comment(article, "Mine whistles.", author=bob)
    page = signed_in_page(bob, scripts=scripts)
    page.goto("/accounts/")
    follow(page, "Your data")
    return page


def ask_to_leave(page, choice):
    follow(page, "Delete the account")
    prove(page)
    heading(page, "Delete the account?")
    main(page).get_by_label(choice).check()
    press(page, "Delete the account")


def test_the_export_is_downloaded_with_the_link_in_the_email(page, make_page, scripts, bob, mailoutbox):
    press(page, "Prepare my data")
    prove(page)
    [told] = mailoutbox
    assert told.to == [bob.email]
    with page.expect_download() as download:
        follow(page, "Download your data")
    with zipfile.ZipFile(download.value.path()) as packed:
        [name] = [name for name in packed.namelist() if name.endswith(".json")]
        data = json.loads(packed.read(name))
    assert "Mine whistles." in json.dumps(data)
    reader = make_page(scripts)
    reader.goto(link_in(told))
    with reader.expect_download():
        log_in_here(reader, bob)


def test_logging_in_again_cancels_the_deletion(page, make_page, scripts, bob, mailoutbox):
    ask_to_leave(page, "Keep them, without your name")
    heading(page, "Account deletion scheduled")
    assert mailoutbox[-1].to == [bob.email]
    assert not is_in(page)
    page.goto(LOGIN)
    log_in_here(page, bob)
    page.get_by_text("Your account will not be deleted").wait_for()
    delete_due_accounts(timezone.now() + timedelta(days=8))
    assert User.objects.filter(pk=bob.pk).exists()


@pytest.mark.parametrize(
    ("choice", "stands"), [("Keep them, without your name", True), ("Delete them; replies by others stay", False)]
)
def test_after_a_week_the_account_is_deleted_and_its_comments_are_kept_or_deleted(page, bob, choice, stands):
    ask_to_leave(page, choice)
    heading(page, "Account deletion scheduled")
    delete_due_accounts(timezone.now() + timedelta(days=8))
    page.goto("/articles/the-kettle/")
    expect(page.get_by_text("Mine whistles.")).to_be_visible(visible=stands)
    expect(page.get_by_text("Bob Reader")).to_have_count(0)
    assert not User.objects.filter(email=bob.email).exists()
    assert not Comment.objects.exclude(author=None).exists()
    page.goto(LOGIN)
    log_in_here(page, bob)
    main(page).locator(".field-error").wait_for()
