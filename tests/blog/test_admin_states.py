"""The states of articles in the admin: labels, permissions and history."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.utils import timezone

from blog.models import Post
from tests.blog.article_forms import ADD, change_url, current_data, errors, form_data
from tests.factories import make_post
from tests.html import read

pytestmark = pytest.mark.django_db

LIST = "/admin/blog/post/"
DAY = timedelta(days=1)


@pytest.fixture
def co_author(signed_in, alice):
    """Alice, who may write but not publish."""
    alice.groups.get().permissions.get(codename="publish_post").group_set.clear()
    return signed_in(alice)


def sent(answer):
    """The data that a browser submits for an unchanged form."""
    rendered = answer.context["adminform"].form
    data = {}
    for name, field in rendered.fields.items():
        for key, value in shown(rendered[name], field):
            data[key] = value
    return data


def shown(bound, field):
    choices = [str(key) for key, _label in getattr(field.widget, "choices", [])]
    value = bound.value()
    if bound.name == "status":
        yield bound.html_name, value if value in choices else choices[0]
    elif bound.name.endswith("_at"):
        parts = field.widget.decompress(value)
        yield from ((f"{bound.html_name}_{place}", part or "") for place, part in enumerate(parts))
    elif isinstance(value, bool):
        yield from [(bound.html_name, "on")] if value else []
    elif bound.name not in {"tags", "cover", "series"}:
        yield bound.html_name, "" if value is None else value


@pytest.mark.parametrize("status", [Post.Status.PUBLISHED, Post.Status.UNLISTED])
def test_a_public_article_stays_as_it_is_when_a_co_author_who_may_not_publish_saves_it(co_author, alice, status):
    post = make_post("Public", author=alice, status=status)
    page = co_author.get(change_url(post))
    inline = {key: value for key, value in current_data(post).items() if key.startswith("authorships")}
    assert co_author.post(change_url(post), sent(page) | inline | {"body": "Corrected."}).status_code == 302
    stored = Post.objects.get()
    assert (stored.status, stored.body, stored.version) == (status, post.body, post.version)


def test_co_authors_who_may_not_publish_cannot_unpublish_or_publish(co_author, alice):
    post = make_post("Public", author=alice)
    co_author.post(change_url(post), current_data(post, status="draft"))
    for action in ("withdraw", "archive"):
        co_author.post(LIST, {"action": action, "_selected_action": [post.pk]})
    assert Post.objects.get().status == Post.Status.PUBLISHED
    draft = make_post("Draft", author=alice, status="draft")
    assert "status" in errors(co_author.post(change_url(draft), current_data(draft, status="published")))
    assert "status" in errors(co_author.post(ADD, form_data(status="unlisted")))


def test_co_authors_who_may_not_publish_cannot_change_the_date_of_a_scheduled_article(co_author, alice):
    post = make_post("Ahead", author=alice, age=-3, expires_at=timezone.now() + 9 * DAY)
    dates = {"published_at_0": "2020-01-01", "published_at_1": "08:00", "expires_at_0": "", "expires_at_1": ""}
    assert co_author.post(change_url(post), current_data(post, status="published") | dates).status_code == 302
    after = Post.objects.get(pk=post.pk)
    assert (after.published_at, after.expires_at) == (post.published_at, post.expires_at)


@pytest.mark.parametrize(
    ("fields", "label"),
    [
        ({"age": -1}, "Scheduled"),
        ({"age": -1, "status": "unlisted"}, "Scheduled"),
        ({"age": 3, "expires_at": timezone.now() - DAY}, "Expired"),
        ({"status": "draft"}, "Draft"),
        ({"status": "archived"}, "Archived"),
    ],
)
def test_the_list_and_the_preview_show_the_same_state(signed_in, edith, fields, label):
    post = make_post("Called", **fields)
    client = signed_in(edith)
    assert [state.text for state in read(client.get(LIST)).all("td.field-state")] == [label]
    assert f"readers can’t see this article ({label})" in client.get(post.get_absolute_url()).content.decode()


def test_readable_articles_are_called_published_or_unlisted(signed_in, edith):
    make_post("One", expires_at=timezone.now() + DAY)
    make_post("Two", status=Post.Status.UNLISTED)
    states = [state.text for state in read(signed_in(edith).get(LIST)).all("td.field-state")]
    assert sorted(states) == ["Published", "Unlisted"]


@pytest.mark.parametrize(
    ("action", "note"),
    [("publish_now", "Status: Published."), ("withdraw", "Status: Draft."), ("archive", "Status: Archived.")],
)
def test_bulk_actions_are_logged_in_the_history_of_each_article(signed_in, edith, action, note):
    posts = [make_post(age=-3), make_post()]
    client = signed_in(edith)
    client.post(LIST, {"action": action, "_selected_action": [post.pk for post in posts]})
    for post in posts:
        assert note in client.get(f"{LIST}{post.pk}/history/").content.decode()
    assert set(LogEntry.objects.values_list("user", flat=True)) == {edith.pk}


def test_publish_now_makes_an_expired_article_public_again(signed_in, edith, client):
    post = make_post("Over", age=9, expires_at=timezone.now() - DAY)
    signed_in(edith).post(LIST, {"action": "publish_now", "_selected_action": [post.pk]})
    client.logout()
    assert client.get(post.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("address", ["mailto:shop@example.org", "mailto:shop@example.org?subject=A%20box", "/about/"])
def test_a_call_to_action_can_be_a_mailto_link(signed_in, edith, client, address):
    signed_in(edith).post(ADD, form_data(status="published", cta_label="Write to us", cta_url=address))
    client.logout()
    page = read(client.get(Post.objects.get().get_absolute_url()))
    assert page.link("Write to us")["href"] == address


@pytest.mark.parametrize(
    "address",
    ["mailto:", "mailto:nobody", "mailto:a@b.org,javascript:alert(1)", "javascript:alert(1)", "mailto://a@b.org"],
)
def test_a_call_to_action_cannot_have_other_schemes(signed_in, edith, address):
    assert "cta_url" in errors(signed_in(edith).post(ADD, form_data(cta_label="Go", cta_url=address)))


def test_a_date_without_a_time_means_midnight(signed_in, edith, settings):
    settings.TIME_ZONE = "Europe/Berlin"
    data = form_data(
        status="published", published_at_0="2026-02-03", expires_at_0="2032-02-03", revised_at_0="2026-02-04"
    )
    assert signed_in(edith).post(ADD, data).status_code == 302
    post = Post.objects.get()
    times = [timezone.localtime(at).isoformat() for at in (post.published_at, post.expires_at, post.revised_at)]
    assert times == ["2026-02-03T00:00:00+01:00", "2032-02-03T00:00:00+01:00", "2026-02-04T00:00:00+01:00"]


def test_a_time_without_a_date_is_an_error(signed_in, edith):
    assert "published_at" in errors(signed_in(edith).post(ADD, form_data(published_at_1="08:00")))


@pytest.mark.parametrize("language", ["", "en", "de-CH", "zh-Hant", "gsw", "pt-BR", "sr-Latn-RS"])
def test_language_codes_are_accepted(signed_in, edith, language):
    assert signed_in(edith).post(ADD, form_data(language=language)).status_code == 302
    assert Post.objects.get().language == language


@pytest.mark.parametrize("language", ["klingonish", "english", "jp", "en_GB", "e", "de-", "日本"])
def test_invalid_language_codes_are_explained(signed_in, edith, language):
    answer = signed_in(edith).post(ADD, form_data(language=language))
    assert "is not a language code. Use one such as en, de-CH or ja." in errors(answer)["language"][0]


@pytest.mark.parametrize(("dates", "told"), [({"age": -3}, ["Now: Scheduled."]), ({"age": 3}, [])])
def test_the_form_says_whether_a_public_article_is_scheduled(signed_in, alice, dates, told):
    post = make_post(author=alice, **dates)
    page = read(signed_in(alice).get(change_url(post)))
    assert [note.text for note in page.all(".field-status .help")] == told
