"""What tests see of a page, and what they don't."""

import pytest

from tests.html import read

PAGE = """<!doctype html>
<html lang="en">
<head><title>Edit
  comment</title><meta name="description" content="A &amp; B"><meta property="og:type" content="article">
<script type="application/ld+json">{"@type": "Person", "name": "Bob"}</script></head>
<body>
<header><a href="/">Home</a></header>
<nav aria-label="Breadcrumb"><a href="/">Home</a><a href="/tags/" hidden>Tags</a></nav>
<main>
  <h1>Edit <em>com</em>ment</h1>
  <p role="alert">Not saved.</p><p role="alert" hidden>Offline.</p><p role="status">2&nbsp;drafts</p>
  <script>let words = "<p>Unseen</p>"</script>
  <a href="/a/"><img src="a.png" alt="A kettle"><span aria-hidden="true">→</span></a>
  <a href="/b/" id="b" aria-labelledby="b whose">Reply</a> <span id="whose">to Bob</span>
  <article class="card card-lead"><header>By Bob</header><p>One<p>Two</article>
  <form id="form">
    <input type="hidden" name="token" value="a&quot;b">
    <label for="email">E-mail <span>optional</span></label>
    <input id="email" value="bob@example.org" aria-describedby="help wrong">
    <p id="help">Not published.</p><ul id="wrong" class="errorlist field-error"><li>Too long.</li><li>Not valid.</li></ul>
    <label>Text <textarea name="text">
 &lt;b&gt;
two</textarea></label>
    <label><input type="checkbox" name="follow"> Follow</label>
    <label><input type="checkbox" name="mail" checked> Mail me</label>
    <label for="sort">Order</label><select id="sort"><option value="old">Oldest<option value="new" selected>Newest</select>
    <button>Save</button><input type="submit" value="Preview"><button aria-label="Close the editor">×</button>
  </form>
</main>
</body>
</html>"""


@pytest.fixture(scope="module")
def page():
    return read(PAGE)


def test_text_is_what_is_visible_with_spaces_between_blocks(page):
    assert page.one("h1").text == "Edit comment"
    assert page.one("article").text == "By Bob One Two"
    assert page.title == "Edit comment"
    assert "Unseen" not in page.text
    assert "Tags" not in page.text
    assert "Edit comment Not saved. 2\xa0drafts" in page.landmark("main").text


def test_links_and_buttons_are_found_by_their_accessible_names(page):
    assert page.link("A kettle")["href"] == "/a/"
    assert page.link("Reply to Bob")["href"] == "/b/"
    assert page.button("Preview").tag == "input"
    assert page.button("Close the editor").text == "×"
    assert page.landmark("main").links() == {"A kettle": "/a/", "Reply to Bob": "/b/"}
    assert page.landmark("navigation", "Breadcrumb").links() == {"Home": "/"}
    assert page.hrefs == ["/", "/", "/tags/", "/a/", "/b/"]
    assert page.landmark("banner").text == "Home"
    assert page.heading("Edit comment").tag == "h1"


@pytest.mark.parametrize("name", ["Tags", "Home", "Nothing"])
def test_a_name_must_be_visible_and_unique(page, name):
    with pytest.raises(AssertionError, match=f"'{name}' among .*'A kettle'"):
        page.link(name)


def test_fields_are_found_by_their_labels_and_have_values_and_errors(page):
    email = page.field("E-mail optional")
    assert (email.value, email.errors) == ("bob@example.org", ["Too long.", "Not valid."])
    assert email.description == "Not published. Too long. Not valid."
    assert page.field("Text").value == " <b>\ntwo"
    assert (page.field("Follow").value, page.field("Mail me").value) == (None, "on")
    assert (page.field("Order").value, page.field("Order").errors) == ("new", [])
    assert page.one("#form").hidden_fields == {"token": 'a"b'}


def test_only_visible_messages_are_announced(page):
    assert page.alert == "Not saved."
    assert page.status == "2\xa0drafts"


def test_metadata(page):
    assert (page.meta("description"), page.meta("og:type")) == ("A & B", "article")
    assert page.structured_data("Person")["name"] == "Bob"


@pytest.mark.parametrize(
    ("selector", "count"),
    [
        ("label", 5),
        (".card", 1),
        ("article.card.card-lead", 1),
        (".lead", 0),
        ("#form", 1),
        ("[hidden]", 2),
        ("a[href='/a/']", 1),
        ('a[href^="/"]', 5),
        ("main a", 2),
        ("body nav[aria-label=Breadcrumb] a[hidden]", 1),
        ("nav main", 0),
    ],
)
def test_selectors(page, selector, count):
    assert len(page.all(selector)) == count


def test_several_selectors_find_elements_in_document_order(page):
    assert [element.tag for element in page.all("main", "h1", "nav")] == ["nav", "main", "h1"]
