"""The help for authors begins with the way of an article, and shows every construct of the Markdown dialect."""

import re

import pytest
from django.contrib.staticfiles.finders import find
from django.urls import reverse

from blog.admin.formatting_help import read_examples, read_page
from tests.factories import make_user
from tests.html import read

URL, EDITOR_URL = reverse("admin:blog_post_formatting"), reverse("admin:blog_post_editor_help")


def test_every_construct_has_an_example_with_its_result():
    results = "".join(example.result for example in read_examples(read_page("writing")[1]))
    tags = set(re.findall(r"<(\w+)", results))
    assert tags >= {
        "a", "abbr", "blockquote", "br", "caption", "code", "dd", "del", "details", "dl", "em", "figcaption", "h2", "h3", "hr",
        "img", "input", "kbd", "label", "li", "mark", "ol", "p", "pre", "strong", "sub", "sup", "table", "ul",
    }  # fmt: skip
    for shown in (
        "footnote-backref",
        *(f"alert-{kind}" for kind in ("note", "tip", "important", "warning", "caution")),
    ):
        assert f'class="{shown}"' in results or f"{shown}" in results


def test_ids_of_the_examples_differ():
    ids = [
        identity
        for example in read_examples(read_page("writing")[1])
        for identity in re.findall(r' id="([^"]*)"', example.result)
    ]
    assert ids
    assert len(ids) == len(set(ids))


@pytest.mark.django_db
def test_the_menu_of_the_article_form_and_its_list_of_shortcuts_link_to_the_help(client, edith):
    client.force_login(edith)
    form = read(client.get(reverse("admin:blog_post_add")))
    for part in (".more-menu", ".shortcuts"):
        assert [link.text for link in form.one(part).all(f'a[href="{URL}"]')] == ["Help"]
    response = client.get(URL)
    assert read(response).one("h1").text == "Help"
    assert '<blockquote class="alert alert-note" role="note">' in response.text
    assert "&gt; [!NOTE]" in response.text


@pytest.mark.django_db
def test_the_help_begins_with_a_picture_of_the_editor_and_leads_to_the_manual_of_the_editor(client, edith):
    client.force_login(edith)
    main = read(client.get(URL)).one(".formatting")
    assert main.all("h2")[0].text == "Writing an article"
    picture = main.all("img")[0]
    assert picture["alt"].startswith("The editor:")
    assert find(picture["src"].removeprefix("/static/"))
    manual = read(client.get(main.one(f'a[href="{EDITOR_URL}"]')["href"])).one(".formatting")
    assert "Saving" in [heading.text for heading in manual.all("h2")]
    links = [link["href"] for link in main.all("a") + manual.all("a")]
    assert links.count(URL) == 2
    assert [link for link in links if ".md" in link] == []


@pytest.mark.django_db
@pytest.mark.parametrize("url", [URL, EDITOR_URL])
def test_the_help_is_for_authors(client, url):
    client.force_login(make_user(is_staff=True))
    assert client.get(url).status_code == 403
