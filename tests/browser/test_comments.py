"""Writing, liking and reporting comments, with and without JavaScript."""

import re

from playwright.sync_api import expect

from blog.models import BlogSettings, CommentPolicy
from comments.models import Comment, CommentSettings
from tests.browser.axe import violations_in_both_schemes
from tests.browser.commenting import TYPED, comment_field, open_comment_form, send_comment, write_comment
from tests.factories import PASSWORD, make_comment, make_post


def test_a_preview_shows_the_rendered_text_and_keeps_the_form(page, article):
    form = write_comment(page)
    form.get_by_role("button", name="Preview").click()
    preview = page.locator("#comment-preview")
    preview.get_by_text("Not sent yet.").wait_for()
    assert preview.locator("strong").inner_text() == "every"
    assert comment_field(page).input_value() == TYPED
    assert form.get_by_label("Name").input_value() == "Gustav Guest"
    comment_field(page).fill("[" * 400)
    form.get_by_role("button", name="Preview").click()
    preview.get_by_text("too many brackets").wait_for()
    comment_field(page).fill("Better so.")
    send_comment(page)
    page.wait_for_url(re.compile(r"#comment-\d+"))
    expect(page.get_by_text("Better so.")).to_be_visible()
    assert comment_field(page).input_value() == ""
    assert Comment.objects.count() == 1


def test_the_focus_moves_to_the_preview_and_to_the_sent_comment(page, article):
    form = write_comment(page)
    form.get_by_role("button", name="Preview").press("Enter")
    page.get_by_text("Not sent yet.").wait_for()
    expect(page.locator("#comment-preview")).to_be_focused()
    send_comment(page)
    page.wait_for_url(re.compile(r"#comment-\d+"))
    sent = page.locator(f"#comment-{Comment.objects.get().pk}")
    expect(sent).to_be_focused()
    expect(sent).to_have_accessible_description(re.compile("Awaiting approval"))
    expect(sent.get_by_role("status")).to_contain_text("Awaiting approval")


def test_an_empty_report_moves_the_focus_to_its_error(page, article):
    comment = make_comment(article, "Said before.")
    page.goto(f"/comments/{comment.pk}/report/")
    page.get_by_role("button", name="Send report").click()
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page).to_have_title(re.compile("^Error: "))


def test_an_error_keeps_the_text(page, article):
    form = write_comment(page)
    form.get_by_label("E-mail address", exact=True).fill("nonsense")
    send_comment(page)
    page.get_by_text("Your text is still here").wait_for()
    assert comment_field(page).input_value() == TYPED
    assert form.get_by_label("Name").input_value() == "Gustav Guest"


def test_the_text_survives_a_login(page, article, bob):
    form = write_comment(page)
    form.get_by_label("E-mail me about new comments").check()
    form.get_by_role("button", name="Log in and keep my text").click()
    page.wait_for_url("**/accounts/login/**")
    login = page.locator("main form")
    login.get_by_label("E-mail").fill(bob.email)
    login.get_by_label("Password", exact=True).fill(PASSWORD)
    login.get_by_role("button", name="Log in").click()
    page.wait_for_url("**/articles/the-kettle/**")
    expect(page.get_by_text("You are commenting as Bob Reader.")).to_be_visible()
    assert comment_field(page).input_value() == TYPED
    expect(page.get_by_label("E-mail me about new comments")).to_be_checked()
    expect(page.get_by_label("E-mail me when my comment is approved")).not_to_be_checked()
    send_comment(page)
    page.wait_for_url(re.compile(r"#comment-\d+"))
    assert Comment.objects.get().author == bob
    assert open_comment_form(page).get_by_role("textbox", name="Comment").input_value() == ""


def test_an_expired_session_keeps_the_text(page, article, bob, log_in):
    log_in(page, bob)
    write_comment(page, name="")
    page.context.clear_cookies()
    send_comment(page)
    page.get_by_text("Your text is still here").wait_for()
    assert comment_field(page).input_value() == TYPED
    page.locator("#comment-form").get_by_label("Name").fill("Bob")
    page.locator("#comment-form").get_by_label("E-mail address", exact=True).fill("bob@example.org")
    send_comment(page)
    page.wait_for_url(re.compile(r"#comment-\d+"))
    assert Comment.objects.count() == 1


def test_a_comment_on_a_closed_thread_is_shown_for_copying(page, article):
    write_comment(page)
    article.comments_open = False
    article.save()
    send_comment(page)
    page.get_by_role("heading", name="Comments are closed").wait_for()
    assert page.get_by_label("Your comment").input_value() == TYPED


def test_a_guest_edits_and_deletes_their_comment(page, article):
    write_comment(page)
    send_comment(page)
    page.wait_for_url(re.compile(r"#comment-\d+"))
    page.get_by_role("link", name="Edit", exact=True).click()
    page.get_by_role("textbox", name="Comment").fill("Now I know why.")
    page.get_by_role("button", name="Save changes").click()
    page.wait_for_url(re.compile(r"#comment-\d+"))
    expect(page.get_by_text("Now I know why.")).to_be_visible()
    expect(page.get_by_text("edited", exact=True)).to_be_visible()
    page.get_by_role("link", name="What happens next?").click()
    expect(page.get_by_text("Your comment is awaiting approval.")).to_be_visible()
    page.get_by_role("link", name="Delete", exact=True).click()
    page.get_by_role("button", name="Delete comment").click()
    expect(page.get_by_role("status")).to_contain_text("You deleted this comment.")
    page.get_by_role("link", name="The Kettle").click()
    expect(page.get_by_text("Now I know why.")).to_have_count(0)
    assert Comment.objects.get().status == Comment.Status.REMOVED


def test_an_anonymous_reader_likes_and_unlikes_a_comment(page, make_page, scripts, article):
    comment = make_comment(article)
    page.goto("/articles/the-kettle/")
    like = page.locator(f"#comment-{comment.pk}").get_by_role("button", name="Like")
    like.click()
    page.wait_for_url(f"**/#comment-{comment.pk}")
    assert like.get_attribute("aria-pressed") == "true"
    assert like.locator(".comment-likes").inner_text() == "1"
    stranger = make_page(scripts)
    stranger.goto("/articles/the-kettle/")
    assert stranger.locator(".comment-likes").inner_text() == "1"
    like.click()
    expect(page.locator(".comment-likes")).to_have_count(0)
    assert like.get_attribute("aria-pressed") is None


def test_an_anonymous_reader_reports_a_comment(page, article):
    CommentSettings(pk=1, reports_to_hide=1).save()
    comment = make_comment(article, "You fool.")
    page.goto("/articles/the-kettle/")
    page.get_by_role("link", name="Report").click()
    page.get_by_label("Insults or threats").check()
    page.get_by_label("Details").fill("It is about me.")
    page.get_by_role("button", name="Send report").click()
    page.get_by_text("Your report was sent to the moderators.").wait_for()
    page.goto("/articles/the-kettle/")
    expect(page.get_by_text("You fool.")).to_have_count(0)
    comment.refresh_from_db()
    assert comment.status == Comment.Status.HELD


def test_sorting_pagination_and_permalinks(page, article):
    comments = [make_comment(article, f"Number {number}.") for number in range(25)]
    page.goto("/articles/the-kettle/")
    expect(page.get_by_role("heading", name="25 comments")).to_be_visible()
    expect(page.locator(".comment")).to_have_count(20)
    page.get_by_role("link", name="More comments").click()
    page.get_by_text("Number 24.").wait_for()
    expect(page.locator(".comment")).to_have_count(5)
    page.get_by_role("link", name="Previous comments").click()
    page.get_by_text("Number 0.").wait_for()
    page.get_by_role("link", name="Newest", exact=True).click()
    page.wait_for_url("**/?order=newest#comments")
    assert page.locator(".comment-body").first.inner_text() == "Number 24."
    page.goto(f"/comments/{comments[22].pk}/")
    expect(page.locator(f"#comment-{comments[22].pk}")).to_be_visible()


def test_comments_of_members_are_published_immediately_if_the_policy_says_so(signed_in_page, scripts, article, bob):
    site = BlogSettings.current()
    site.comment_policy = CommentPolicy.PUBLISH
    site.save()
    page = signed_in_page(bob, scripts=scripts)
    write_comment(page, name="")
    send_comment(page)
    page.wait_for_url(re.compile(r"#comment-\d+"))
    expect(page.get_by_text("Awaiting approval")).to_have_count(0)
    expect(page.get_by_role("heading", name="1 comment")).to_be_visible()


def test_a_closed_tab_keeps_the_draft_with_javascript(make_page, article):
    page = make_page()
    write_comment(page)
    tab = page.context.new_page()
    page.close()
    tab.goto("/articles/the-kettle/")
    assert comment_field(tab).input_value() == TYPED
    expect(tab.get_by_text("Draft restored.")).to_be_visible()
    tab.get_by_role("button", name="Discard").click()
    assert comment_field(tab).input_value() == ""
    tab.reload()
    assert comment_field(tab).input_value() == ""


def test_a_draft_belongs_to_one_article_and_is_deleted_when_sent(make_page, article):
    make_post("The Radio")
    page = make_page()
    write_comment(page)
    page.goto("/articles/the-radio/")
    assert comment_field(page).input_value() == ""
    page.goto("/articles/the-kettle/")
    assert comment_field(page).input_value() == TYPED
    page.locator("#comment-form").get_by_label("Name").fill("Gustav")
    page.locator("#comment-form").get_by_label("E-mail address", exact=True).fill("gustav@example.org")
    send_comment(page)
    page.wait_for_url(re.compile(r"#comment-\d+"))
    assert comment_field(page).input_value() == ""
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('comment:'))") == []


def test_a_preview_with_javascript_does_not_load_a_page(make_page, article):
    page = make_page()
    form = write_comment(page)
    form.get_by_role("button", name="Preview").click()
    page.get_by_text("Not sent yet.").wait_for()
    assert page.url.endswith("/articles/the-kettle/")


def test_pages_about_a_comment_are_accessible(make_page, article):
    """What axe finds in light and dark."""
    other = make_comment(article, "Said before.")
    page = make_page()
    found = {}

    def look(name):
        found[name] = violations_in_both_schemes(page)

    write_comment(page).get_by_role("button", name="Preview").click()
    page.get_by_text("Not sent yet.").wait_for()
    look("preview")
    send_comment(page)
    page.wait_for_url(re.compile(r"#comment-\d+"))
    look("own comment")
    page.get_by_role("link", name="What happens next?").click()
    look("status")
    page.get_by_role("link", name="Edit", exact=True).click()
    look("edit")
    own = Comment.objects.latest("pk").pk
    for path in (f"/comments/{own}/delete/", f"/comments/{other.pk}/report/"):
        page.goto(path)
        look(path)
    page.get_by_role("button", name="Send report").click()
    page.get_by_role("alert").get_by_text("Choose a reason.").wait_for()
    look("report with an error")
    assert found == dict.fromkeys(found, [])


def test_the_login_in_the_header_keeps_the_text_with_javascript(make_page, article, bob):
    page = make_page()
    write_comment(page).get_by_label("E-mail me about new comments").check()
    page.locator(".login-popover summary").click()
    panel = page.locator(".login-popover-panel")
    panel.get_by_label("E-mail address").fill(bob.email)
    panel.locator("input[name=password]").fill(PASSWORD)
    panel.get_by_role("button", name="Log in", exact=True).click()
    page.get_by_text("You are commenting as Bob Reader.").wait_for()
    assert comment_field(page).input_value() == TYPED
    expect(page.get_by_label("E-mail me about new comments")).to_be_checked()
