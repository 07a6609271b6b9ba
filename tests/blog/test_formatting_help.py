"""The help with formatting shows every construct of the Markdown dialect."""

import re

import pytest
from django.urls import reverse

from blog.admin.formatting_help import read_examples
from tests.factories import make_user

URL = reverse("admin:blog_post_formatting")


def test_every_construct_has_an_example_with_its_result():
    results = "".join(example.result for example in read_examples())
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
    ids = [identity for example in read_examples() for identity in re.findall(r' id="([^"]*)"', example.result)]
    assert ids
    assert len(ids) == len(set(ids))


@pytest.mark.django_db
def test_the_article_form_links_to_the_help(client):
    client.force_login(make_user(is_staff=True, is_superuser=True))
    form = client.get(reverse("admin:blog_post_add")).text
    assert f'href="{URL}"' in form
    page = client.get(URL).text
    assert "Help with formatting" in page
    assert '<blockquote class="alert alert-note" role="note">' in page
    assert "&gt; [!NOTE]" in page


@pytest.mark.django_db
def test_the_help_is_for_authors(client):
    client.force_login(make_user(is_staff=True))
    assert client.get(URL).status_code == 403
