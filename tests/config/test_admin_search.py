"""Search texts of any length work in all change lists of the admin."""

import pytest
from django.contrib import admin
from django.urls import reverse

from blog.models import Redirect, Tag
from tests.factories import make_tag, make_user

pytestmark = pytest.mark.django_db

WORDS = " ".join(str(number) for number in range(1_000))  # different words, since Django drops duplicates


@pytest.fixture
def root(client):
    client.force_login(make_user(is_staff=True, is_superuser=True))
    return client


def lists_with_search():
    return [model._meta for model, options in admin.site._registry.items() if options.search_fields]


@pytest.mark.parametrize("opts", lists_with_search(), ids=str)
def test_a_long_search_text_is_truncated(root, opts):
    response = root.get(reverse(f"admin:{opts.app_label}_{opts.model_name}_changelist"), {"q": WORDS})
    assert response.status_code == 200
    assert response.context["cl"].query == WORDS[:200]


def test_a_long_text_in_an_autocomplete_field_is_truncated(root):
    asked = {"app_label": "blog", "model_name": "redirect", "field_name": "tag", "term": WORDS}
    assert root.get("/admin/autocomplete/", asked).json()["results"] == []


def test_a_short_search_text_is_not_changed(root):
    make_tag("Radio")
    response = root.get("/admin/blog/tag/", {"q": "radio"})
    assert list(response.context["cl"].result_list) == list(Tag.objects.all())


def test_actions_work_on_the_results_of_a_long_search_text(root):
    row = Redirect.objects.create(path=f"/{'a' * 300}/")
    chosen = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
    root.post(f"/admin/blog/redirect/?q={'a' * 300}", chosen)
    assert not Redirect.objects.exists()
