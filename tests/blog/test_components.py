"""Components that are remembered in the process depend on nothing but their values."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone, translation

from blog.models import Post
from blog.templatetags.components import byline, component, post_card, render_component
from tests.factories import make_post, make_tag, make_user

COLOPHON = "components/colophon.html"


def test_a_component_is_rendered_once_for_the_same_values():
    before = render_component.cache_info().misses
    first, again = (component(COLOPHON, name="Tea & time", description="", footer_text="") for _ in range(2))
    assert first == again
    assert "Tea &amp; time" in first
    assert render_component.cache_info().misses == before + 1


def test_languages_and_time_zones_are_told_apart():
    noon = datetime(2026, 3, 1, 23, 0, tzinfo=UTC)
    values = {"authors": (), "published_at": noon, "minutes": 3, "revised_at": None}
    seen = set()
    for language, zone in [("en", "UTC"), ("de", "UTC"), ("en", "Asia/Tokyo")]:
        with translation.override(language), timezone.override(zone):
            seen.add(component("components/byline.html", **values))
    assert len(seen) == 3


def test_text_is_escaped_even_if_it_equals_html_that_was_rendered_before():
    values = {"name": "", "description": "", "footer_text": ""}
    html = component(COLOPHON, **values)
    assert html in component(COLOPHON, **values | {"name": html})
    assert html not in component(COLOPHON, **values | {"name": str.__str__(html)})


def test_objects_are_rejected():
    """Two objects of a model are equal if their primary keys are, so the first would be shown for ever."""
    with pytest.raises(TypeError, match="plain"):
        component(COLOPHON, name=Post(pk=1), description="", footer_text="")


@pytest.mark.django_db
def test_a_card_shows_what_the_article_is_now():
    author = make_user(display_name="Alice")
    post = make_post("Kettle", author=author, tags=["tea"], standfirst="It boils.")

    def shown():
        return post_card(Post.objects.for_listing().get(pk=post.pk), "h2")

    assert all(words in shown() for words in ("Kettle", "It boils.", "Alice", "tea", "1 minute"))
    author.display_name = "Alix"
    author.save(update_fields=["display_name"])
    post.tags.set([make_tag("water")])
    Post.objects.filter(pk=post.pk).update(title="Pump", standfirst="It turns.", comment_count=3, reading_minutes=7)
    assert all(words in shown() for words in ("Pump", "It turns.", "Alix", "water", "3 comments", "7 minute"))
    assert "Alice" not in shown()


@pytest.mark.django_db
def test_the_date_of_an_update_is_only_shown_on_request_and_without_a_correction():
    moment = datetime(2026, 3, 1, tzinfo=UTC)
    post = make_post("Kettle", revised_at=moment)
    assert "Updated" in byline(post, revised=True)
    assert "Updated" not in byline(post)
    post.correction = "Water boils at 100 °C."
    assert "Updated" not in byline(post, revised=True)
