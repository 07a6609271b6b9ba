"""An article goes from a contributor to an editor and back, with notes on the way, until readers see it."""

from playwright.sync_api import expect

from blog.models import Post
from tests.browser.axe import violations_in_both_schemes
from tests.browser.steps import click, fill, follow, heading, main, press
from tests.factories import make_post, make_user

PHONE = {"width": 360, "height": 740}


def make_people():
    edith = make_user("edith@example.org", display_name="Edith Editor", groups=["Editor"], is_staff=True)
    carla = make_user("carla@example.org", display_name="Carla", groups=["Contributor"], is_staff=True)
    return edith, carla


def test_an_article_is_submitted_sent_back_and_published(signed_in_page, make_page, scripts):
    edith, carla = make_people()
    post = make_post("The Kettle", author=carla, status="draft", body="Water boils.")
    writer = signed_in_page(carla, scripts=scripts, viewport=PHONE)
    editor = signed_in_page(edith, scripts=scripts, viewport=PHONE)
    writer.goto("/admin/")
    follow(writer, "The Kettle")
    press(writer, "Save and submit for review")
    heading(writer, "Review of “The Kettle”")
    if scripts:
        assert violations_in_both_schemes(writer) == []
    main(writer).get_by_label("Note").fill("Is it too short?")
    press(writer, "Submit for review")
    expect(writer.get_by_text("The editors get an e-mail.")).to_be_visible()

    editor.goto("/admin/")
    if scripts:
        assert violations_in_both_schemes(editor) == []
    follow(editor, "The Kettle")
    expect(editor.get_by_text("Is it too short?")).to_be_visible()
    main(editor).get_by_label("Note").fill("Add the steam.")
    press(editor, "Ask for changes")

    writer.goto("/admin/")
    expect(writer.get_by_text("Changes requested: Add the steam.")).to_be_visible()
    writer.goto(f"/admin/blog/post/{post.pk}/change/")
    expect(writer.get_by_text("Add the steam.")).to_be_visible()
    writer.locator("#id_body").fill("Water boils. Steam rises.")
    press(writer, "Save and submit for review")
    heading(writer, "Review of “The Kettle”")
    press(writer, "Submit for review")

    editor.goto(f"/admin/blog/post/{post.pk}/review/")
    press(editor, "Approve and publish")
    reader = make_page(scripts)
    reader.goto(Post.objects.get().get_absolute_url())
    expect(reader.get_by_text("Steam rises.")).to_be_visible()


def test_notes_on_a_paragraph_are_written_answered_and_resolved_next_to_the_text(signed_in_page):
    edith, carla = make_people()
    post = make_post("The Kettle", author=carla, status="review", body="Water boils.\n\nIt rises as steam.\n\nThe end.")
    page = signed_in_page(edith, viewport={"width": 1280, "height": 800})
    page.goto(f"/admin/blog/post/{post.pk}/change/")
    page.locator(".toolbar [data-opens=note]").wait_for()
    text, notes = page.locator("#id_body"), page.locator("[data-notes]")
    text.evaluate("area => { area.focus(); area.setSelectionRange(20, 20); }")
    page.keyboard.press("Control+Alt+m")
    dialog = page.get_by_role("dialog", name="Note for editors")
    expect(dialog.get_by_text("It rises as steam.")).to_be_visible()
    press_in(dialog, "Save the note")
    expect(dialog.get_by_role("alert")).to_have_text("Write a note first.")
    dialog.get_by_role("textbox").fill("As what else?")
    assert violations_in_both_schemes(page) == []
    press_in(dialog, "Save the note")
    expect(dialog).to_be_hidden()
    expect(notes.get_by_text("As what else?")).to_be_visible()
    assert violations_in_both_schemes(page) == []
    follow(page, "All notes")
    assert violations_in_both_schemes(page) == []

    phone = signed_in_page(carla, viewport=PHONE)
    phone.goto(f"/admin/blog/post/{post.pk}/change/")
    phone.locator(".toolbar [data-opens=note]").wait_for()
    phone.locator("#id_body").fill("The beginning.\n\nWater boils.\n\nIt rises as hot steam.\n\nThe end.")
    expect(phone.locator(".save-status")).to_contain_text("Draft saved")
    phone.reload()
    phone.locator("form[data-autosaved]").wait_for(state="attached")
    if not phone.locator("#panel").is_visible():
        phone.locator(".panel-toggle").click()
    notes = phone.locator("[data-notes]")
    press_in(notes, "Reply")
    dialog = phone.get_by_role("dialog", name="Note for editors")
    dialog.get_by_role("textbox").fill("As a cloud.")
    press_in(dialog, "Save the note")
    expect(notes.get_by_text("As a cloud.")).to_be_visible()
    press_in(notes, "Resolve")
    expect(notes.get_by_text("Resolved by Carla")).to_be_visible()
    expect(notes.get_by_role("button", name="Reopen")).to_be_focused()
    assert violations_in_both_schemes(phone) == []
    press_in(notes, "Show in the text")
    selected = phone.locator("#id_body").evaluate("area => area.value.slice(area.selectionStart, area.selectionEnd)")
    assert selected == "It rises as hot steam."


def test_a_note_is_kept_while_its_author_is_logged_out(signed_in_page):
    edith, carla = make_people()
    post = make_post("The Kettle", author=carla, status="review", body="Water boils.")
    page = signed_in_page(edith)
    page.goto(f"/admin/blog/post/{post.pk}/change/")
    page.locator(".toolbar [data-opens=note]").click()
    dialog = page.get_by_role("dialog", name="Note for editors")
    dialog.get_by_role("textbox").fill("Does it?")
    session = page.context.cookies()
    page.context.clear_cookies()
    press_in(dialog, "Save the note")
    expect(dialog.get_by_role("alert")).to_contain_text("Not saved: you are logged out.")
    page.context.add_cookies(session)
    press_in(dialog, "Save the note")
    expect(page.locator("[data-notes]").get_by_text("Does it?")).to_be_visible()


def press_in(part, name):
    click(part.get_by_role("button", name=name, exact=True))


def test_notes_are_written_and_answered_without_javascript(signed_in_page):
    edith, carla = make_people()
    post = make_post("The Kettle", author=carla, status="review", body="Water boils.\n\nIt rises.")
    page = signed_in_page(edith, scripts=False, viewport=PHONE)
    page.goto(f"/admin/blog/post/{post.pk}/notes/")
    follow(page, "Add a note to paragraph 2")
    fill(page, {"Note": "What does?"})
    press(page, "Save the note")
    expect(page.locator("#p1").get_by_text("What does?")).to_be_visible()
    page.locator("#p1").get_by_text("Reply", exact=True).first.click()
    fill(page, {"Reply": "The water?"})
    press(page, "Save the reply")
    expect(page.locator("#p1").get_by_text("The water?")).to_be_visible()
    press(page, "Resolve")
    expect(page.get_by_text("Resolved by Edith Editor")).to_be_visible()
