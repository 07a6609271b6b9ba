"""The style guide exists with DEBUG only, and shows every component."""

import re
from pathlib import Path

import pytest
from django.urls import include, path

from config.urls import handler404, urlpatterns  # noqa: F401
from demo.styleguide.colours import token_texts
from demo.styleguide.pages import ERRORS, SECTIONS
from tests.html import read

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
# Not visible: part of the head of a page.
UNSEEN = {"components/head_meta.html"}

urlpatterns = [path("styleguide/", include("demo.styleguide.urls")), *urlpatterns]


@pytest.fixture
def debugging(settings):
    settings.ROOT_URLCONF = __name__


def included_in(name, seen):
    """Collect all templates that a template includes, recursively."""
    text = (TEMPLATES / name).read_text()
    tags = [f"components/{tag}.html" for tag in re.findall(r"{% (byline|cover|post_card|search_hit) ", text)]
    if "components/post_card.html" in tags:
        tags.append("components/cover.html")
    for found in [*tags, *re.findall(r"""(?:include|component)\s+["']([\w/.-]+\.html)""", text)]:
        if found not in seen:
            seen.add(found)
            included_in(found, seen)
    return seen


def test_the_style_guide_does_not_exist_without_debug(client, db):
    assert client.get("/styleguide/").status_code == 404


def test_the_style_guide_needs_no_query(client, db, debugging, django_assert_num_queries):
    with django_assert_num_queries(1):  # of the page cache
        response = client.get("/styleguide/")
    assert response.status_code == 200
    assert not response.cookies


def test_the_style_guide_is_the_same_at_each_request(client, db, debugging):
    assert client.get("/styleguide/").content == client.get("/styleguide/").content


def test_ids_are_unique(client, db, debugging):
    ids = [element["id"] for element in read(client.get("/styleguide/")).all("[id]")]
    assert len(ids) > 50
    assert sorted(ids) == sorted(set(ids))


def test_every_section_has_an_anchor(client, db, debugging):
    ids = {element["id"] for element in read(client.get("/styleguide/")).all("[id]")}
    assert [name for name in SECTIONS if name not in ids] == []


@pytest.mark.parametrize("code", ERRORS)
def test_every_error_page_is_available(client, db, debugging, code):
    response = client.get(f"/styleguide/errors/{code}/")
    assert response.status_code == 200
    assert read(response).one("h1").text


def test_an_unknown_error_page_is_404(client, db, debugging):
    assert client.get("/styleguide/errors/418/").status_code == 404


def test_every_component_is_shown():
    shown = set()
    for name in SECTIONS:
        included_in(f"styleguide/sections/{name}.html", shown)
    every = {f"components/{path.name}" for path in (TEMPLATES / "components").glob("*.html")}
    # used by the form renderer
    assert every - shown - UNSEEN - {"components/field.html"} == set()


def test_every_colour_has_a_swatch():
    style = (TEMPLATES.parent / "static" / "styleguide" / "styleguide.css").read_text()
    assert [name for name in token_texts() if f".swatch-{name} " not in style] == []
