"""Writing in the admin: focus, restored forms and unsaved changes."""

from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from blog.models import Post
from tests.browser.steps import log_in_here, publish_changes, save_and_close
from tests.factories import make_post

ADD = "/admin/blog/post/add/"


def leaves(page, address):
    """Whether the page can be left without confirmation. The dialog is dismissed."""
    questions = []

    def stay(dialog):
        questions.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.evaluate("address => setTimeout(() => location.assign(address))", address)
    page.wait_for_timeout(500)
    page.remove_listener("dialog", stay)
    assert set(questions) <= {"beforeunload"}
    return not questions


def test_the_title_of_a_new_article_has_the_focus(signed_in_page, scripts, editor):
    page = signed_in_page(editor, scripts=scripts)
    page.goto(ADD)
    page.wait_for_load_state("networkidle")
    expect(page.locator("#id_title")).to_be_focused()


def test_a_form_is_restored_after_an_expired_session(signed_in_page, scripts, editor):
    page = signed_in_page(editor, scripts=scripts)
    page.goto(ADD)
    page.locator("#id_title").fill("Half an evening")
    page.locator("#id_slug").fill("half-an-evening")
    page.locator("#id_body").fill("Words.\n\n" * 40)
    Session.objects.all().delete()
    save_and_close(page)
    log_in_here(page, editor)
    page.wait_for_url(f"**{ADD}")
    assert page.locator("#id_title").input_value() == "Half an evening"
    assert page.locator("#id_body").input_value() == "Words.\n\n" * 40
    save_and_close(page)
    page.wait_for_url("**/admin/blog/post/")
    assert Post.objects.get().title == "Half an evening"


def test_leaving_with_unsaved_changes_needs_confirmation(signed_in_page, editor):
    post = make_post("The Kettle")
    page = signed_in_page(editor)
    address = f"/admin/blog/post/{post.pk}/change/"
    page.goto(address)
    page.locator("#id_title").click()
    page.keyboard.type("My ")
    assert not leaves(page, "/admin/")
    publish_changes(page)
    page.locator("#id_title").click()
    assert leaves(page, "/admin/")


def test_a_rejected_form_counts_as_unsaved(signed_in_page, editor):
    page = signed_in_page(editor)
    page.goto(ADD)
    page.locator("#id_body").fill("Words.")
    save_and_close(page)
    page.get_by_text("Please correct the errors below.").wait_for()
    page.locator("#id_title").click()
    assert not leaves(page, "/admin/")
