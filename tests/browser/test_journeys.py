"""Journeys of readers, commenters and authors, with JavaScript and without."""

import re

import pytest
from playwright.sync_api import expect

from blog.models import Post
from comments.models import Comment
from tests.browser.steps import save_and_close
from tests.factories import PASSWORD, make_post, make_tag, make_user


@pytest.fixture
def article(transactional_db):
    return make_post(
        "The Kettle", body="Water boils.\n\n## Why 🎉\n\n## How\n\nSlowly.\n\n## When\n\nSoon.", tags=["tea"]
    )


@pytest.fixture
def moderator(transactional_db, make_page, log_in):
    def moderator(scripts):
        mona = make_user("mona@example.org", display_name="Mona", groups=["Moderator"], is_staff=True)
        page = make_page(scripts)
        log_in(page, mona)
        return page

    return moderator


def link_in(mail):
    return re.search(r"http://\S+", mail.body)[0]


def test_a_guest_comments_and_a_moderator_approves_it(make_page, scripts, article, moderator, mailoutbox, slow_hands):
    staff = moderator(scripts)
    guest, stranger = make_page(scripts), make_page(scripts)
    guest.goto("/")
    guest.get_by_role("link", name="The Kettle", exact=True).click()
    guest.get_by_label("Name").fill("Gustav")
    guest.locator("#comment_email").fill("gustav@example.org")
    guest.get_by_role("textbox", name="Comment").fill("Mine whistles.")
    guest.wait_for_timeout(slow_hands)
    guest.get_by_role("button", name="Send comment").click()
    guest.wait_for_url(re.compile(r"#comment-\d+"))
    expect(guest.get_by_text("Awaiting approval")).to_be_visible()
    guest.reload()
    expect(guest.get_by_text("Mine whistles.")).to_be_visible()
    stranger.goto("/articles/the-kettle/")
    expect(stranger.get_by_text("Mine whistles.")).to_have_count(0)
    assert "gustav@example.org" not in guest.content()
    assert "too-fast" not in str(Comment.objects.get().reasons)

    assert [mail.to for mail in mailoutbox] == [["mona@example.org"]]
    staff.goto("/admin/comments/comment/")
    staff.locator("input.action-select").check()
    staff.locator("select[name=action]").select_option(label="Approve selected comments")
    staff.get_by_role("button", name="Run").first.click()
    staff.wait_for_load_state()
    assert Comment.objects.get().status == Comment.Status.APPROVED

    stranger.reload()
    expect(stranger.get_by_text("Mine whistles.")).to_be_visible()
    stranger.goto("/")
    expect(stranger.get_by_role("link", name="1 comment on The Kettle")).to_be_visible()


def test_an_error_keeps_the_text_and_names_the_field(page, article):
    page.goto("/articles/the-kettle/")
    page.get_by_label("Name").fill("Gustav")
    page.locator("#comment_email").fill("no address")
    page.get_by_role("textbox", name="Comment").fill("Words worth keeping.")
    page.get_by_role("button", name="Send comment").click()
    page.get_by_role("alert").wait_for()
    field = page.locator("#comment_email")
    assert field.get_attribute("aria-invalid") == "true"
    described = field.get_attribute("aria-describedby").split()
    assert "comment_email_error" in described
    expect(page.locator("#comment_email_error")).to_be_visible()
    assert page.get_by_role("textbox", name="Comment").input_value() == "Words worth keeping."
    assert page.get_by_label("Name").input_value() == "Gustav"
    assert not Comment.objects.exists()


def test_a_new_member_registers_verifies_and_resets_the_password(page, article, mailoutbox, slow_hands):
    page.goto("/articles/the-kettle/")
    page.get_by_text("Log in").first.click()
    page.get_by_role("link", name="Create account").click()
    form = page.locator("main form")
    form.get_by_label("E-mail").fill("new@example.org")
    form.get_by_label("Display name").fill("Newt")
    form.get_by_label("Password", exact=True).fill("a long enough secret")
    page.wait_for_timeout(slow_hands)
    page.locator("main").get_by_role("button", name="Create account").click()
    page.wait_for_url("**/confirm-email/")

    page.goto(link_in(mailoutbox[-1]))
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_load_state()
    if page.get_by_role("button", name="Log out").count() or page.locator(".user-menu").count():
        page.locator(".user-menu summary").click()
        page.get_by_role("button", name="Log out").click()
        page.wait_for_url("**/")

    page.goto("/articles/the-kettle/")
    page.get_by_text("Log in").first.click()
    page.get_by_role("link", name="Forgot your password?").click()
    page.locator("main form").get_by_label("E-mail").fill("new@example.org")
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/password/reset/done/")
    page.goto(link_in(mailoutbox[-1]))
    for field in page.locator("main input[type=password]").all():
        field.fill("another long secret")
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/reset/key/done/")

    page.goto("/articles/the-kettle/")
    page.get_by_text("Log in").first.click()
    popover = page.locator(".login-popover")
    popover.get_by_label("E-mail").fill("NEW@example.org")
    popover.get_by_label("Password").fill("another long secret")
    popover.get_by_role("button", name="Log in").click()
    page.wait_for_url("**/articles/the-kettle/")
    expect(page.get_by_text("You are commenting as Newt.")).to_be_visible()


def test_an_author_writes_previews_schedules_and_publishes_an_article(make_page, scripts, log_in, transactional_db):
    ann = make_user("ann@example.org", display_name="Ann", groups=["Author"], is_staff=True)
    other = make_post("Not hers", status=Post.Status.DRAFT)
    make_tag("tea")
    page, stranger = make_page(scripts), make_page(scripts)
    log_in(page, ann)
    page.goto("/admin/blog/post/add/")
    page.get_by_label("Title:").fill("My Article")
    page.keyboard.press("Tab")
    page.locator("#id_slug").fill("my-article")
    page.get_by_label("Text:").fill("Lead.\n\n## Part one\n\nWords.")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/change/")

    page.goto("/articles/my-article/")
    expect(page.get_by_text("Preview: readers can’t see this article")).to_be_visible()
    expect(page.get_by_role("heading", name="Part one")).to_be_visible()
    assert stranger.goto("/articles/my-article/").status == 404

    post = Post.objects.get(slug="my-article")
    for date, is_public in [("2099-01-01", False), ("2026-01-01", True)]:
        page.goto(f"/admin/blog/post/{post.pk}/change/")
        page.get_by_label("Status:").select_option("published")
        page.locator("#id_published_at_0").fill(date)
        page.locator("#id_published_at_1").fill("08:00:00")
        save_and_close(page)
        page.wait_for_url("**/admin/blog/post/")
        assert stranger.goto("/articles/my-article/").status == (200 if is_public else 404)
    expect(stranger.get_by_role("link", name="Ann").first).to_be_visible()

    page.goto(f"/admin/blog/post/{other.pk}/change/")
    assert page.url.endswith("/admin/")
    assert page.goto("/articles/not-hers/").status == 404


def test_a_reader_finds_an_article_and_a_section(page, article):
    page.goto("/")
    page.get_by_role("link", name="Search").first.click()
    page.get_by_label("Search terms").fill("slowly")
    page.locator("main").get_by_role("button", name="Search").click()
    page.get_by_role("link", name="§ How").click()
    page.wait_for_url("**/articles/the-kettle/#s-how")
    assert page.get_by_role("heading", level=1).inner_text() == "The Kettle"


def test_the_login_page_works_without_the_popover(page, article, log_in, transactional_db):
    log_in(page, make_user("bob@example.org", display_name="Bob"))
    page.goto("/accounts/")
    expect(page.get_by_text("bob@example.org").first).to_be_visible()


def test_a_wrong_password_keeps_the_email_address_and_the_next_url(page, article):
    make_user("bob@example.org")
    page.goto("/articles/the-kettle/")
    page.get_by_text("Log in").first.click()
    popover = page.locator(".login-popover")
    popover.get_by_label("E-mail").fill("bob@example.org")
    popover.get_by_label("Password").fill("wrong")
    popover.get_by_role("button", name="Log in").click()
    form = page.locator("main form")
    assert form.get_by_label("E-mail").input_value() == "bob@example.org"
    form.get_by_label("Password", exact=True).fill(PASSWORD)
    form.get_by_role("button", name="Log in").click()
    page.wait_for_url("**/articles/the-kettle/")
