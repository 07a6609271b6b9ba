"""Malformed keys in requests to the admin are explained or ignored, and double clicks add one object."""

import pytest

from blog.models import Post, Redirect, Tag
from tests.blog.article_forms import ADD, change_url, current_data, errors, form_data
from tests.factories import make_post, make_tag, make_user
from tests.html import read

pytestmark = pytest.mark.django_db

ODD = ["x", "İ", "²", "1.5", "-", "9" * 30]


@pytest.fixture
def root(signed_in):
    return signed_in(make_user("root@example.org", is_staff=True, is_superuser=True))


@pytest.mark.parametrize("key", ODD)
@pytest.mark.parametrize("model", ["post", "tag", "series", "redirect", "image"])
def test_malformed_keys_in_a_selection_select_nothing(root, model, key):
    data = {"action": "delete_selected", "_selected_action": key}
    answer = root.post(f"/admin/blog/{model}/", data, follow=True)
    assert answer.status_code == 200
    assert b"Items must be selected" in answer.content


def test_valid_keys_next_to_malformed_ones_are_selected(root):
    post = make_post()
    root.post("/admin/blog/post/", {"action": "withdraw", "_selected_action": ["x", post.pk]})
    assert Post.objects.get().status == Post.Status.DRAFT


@pytest.mark.parametrize("value", ODD)
@pytest.mark.parametrize("name", ["tags", "cover", "series", "published_at", "comments_open", "series_position"])
def test_an_add_page_ignores_malformed_initial_values(root, name, value):
    assert root.get(ADD, {name: value}).status_code == 200


def test_an_add_page_accepts_initial_tags(root):
    tag = make_tag("radio")
    form = read(root.get(ADD, {"tags": f"x,{tag.pk}", "title": "Ready"})).one("#post_form")
    [chosen] = form.all("select[name=tags] option[selected]")
    assert (chosen.text, chosen.value) == ("radio", str(tag.pk))
    assert form.one("[name=title]").value == "Ready"


@pytest.mark.parametrize("value", ODD)
@pytest.mark.parametrize("name", ["tags", "cover", "series"])
def test_a_malformed_key_in_an_article_is_an_error_of_its_field(root, name, value):
    post = make_post("Stored")
    assert name in errors(root.post(ADD, form_data(**{name: value})))
    assert name in errors(root.post(change_url(post), current_data(post, **{name: value})))


@pytest.mark.parametrize("value", ODD)
@pytest.mark.parametrize("name", ["post", "tag"])
def test_a_malformed_key_in_a_redirect_is_an_error_of_its_field(root, name, value):
    answer = root.post("/admin/blog/redirect/add/", {"path": "/old/", name: value})
    assert name in errors(answer)
    assert not Redirect.objects.exists()
    assert root.get("/admin/blog/redirect/add/", {name: value}).status_code == 200


@pytest.mark.parametrize("value", ODD)
@pytest.mark.parametrize("name", ["tags", "tags__id__exact", "authors__id__exact", "published_at__year", "p"])
def test_a_malformed_filter_redirects_to_the_list(root, name, value):
    make_post()
    assert root.get("/admin/blog/post/", {name: value}, follow=True).status_code == 200


def test_long_numbers_can_be_searched_for(root):
    make_post(f"Call {'9' * 30}", slug="call")
    assert b"1 article" in root.get("/admin/blog/post/", {"q": "9" * 30}).content


# --- a double click on Save ---


def test_a_double_click_on_save_adds_one_article(signed_in, alice):
    client = signed_in(alice)
    data = form_data(status="published", body="Words.\r\n", tags=[make_tag("radio").pk], _continue="1")
    first, second = client.post(ADD, data), client.post(ADD, data)
    assert (first.status_code, second.status_code) == (302, 302)
    assert first.url == second.url == change_url(Post.objects.get())
    assert b"was added successfully" in client.get(second.url).content


@pytest.mark.parametrize(
    ("model", "data"), [("tag", {"name": "Radio", "slug": "radio"}), ("series", {"title": "S", "slug": "s"})]
)
def test_a_double_click_on_save_adds_one_tag_or_series(signed_in, edith, model, data):
    client = signed_in(edith)
    answers = [client.post(f"/admin/blog/{model}/add/", data) for _ in range(2)]
    assert [answer.url for answer in answers] == [f"/admin/blog/{model}/"] * 2


def test_a_double_click_on_save_adds_one_redirect(signed_in, edith):
    client, post = signed_in(edith), make_post()
    answers = [client.post("/admin/blog/redirect/add/", {"path": "/old/", "post": post.pk}) for _ in range(2)]
    assert [answer.url for answer in answers] == ["/admin/blog/redirect/"] * 2


def test_a_different_article_with_the_same_slug_is_rejected_and_kept_in_the_form(signed_in, alice):
    client = signed_in(alice)
    client.post(ADD, form_data(body="The first."))
    answer = client.post(ADD, form_data(body="The second."))
    assert "slug" in errors(answer)
    assert b"The second." in answer.content


def test_the_same_tag_from_another_user_is_rejected(signed_in, edith, alice):
    make_tag("radio")
    answer = signed_in(edith).post("/admin/blog/tag/add/", {"name": "radio", "slug": "radio"})
    assert "slug" in errors(answer)
    assert Tag.objects.count() == 1
