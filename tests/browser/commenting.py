"""Writing and sending a comment on the article “The Kettle”, as a guest or a member."""

TYPED = "I keep **every** box, and I never know why."


def open_comment_form(page, query=""):
    page.goto(f"/articles/the-kettle/{query}")
    return page.locator("#comment-form")


def write_comment(page, text=TYPED, *, name="Gustav Guest"):
    form = open_comment_form(page)
    if name:
        form.get_by_label("Name").fill(name)
        form.get_by_label("E-mail address", exact=True).fill("gustav@example.org")
    comment_field(page).fill(text)
    return form


def comment_field(page):
    return page.locator("#comment-form").get_by_role("textbox", name="Comment")


def send_comment(page):
    page.get_by_role("button", name="Send comment").click()
