"""The button that publishes from the form of an article, and what its dialog says about the changes."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from blog.models import Post
from blog.posts import save_post
from tests.blog.article_forms import ADD, change_url, current_data, form_data
from tests.factories import make_post
from tests.html import read


@pytest.fixture
def draft(alice):
    return make_post("The Kettle", author=alice, status="draft")


def publish(client, post, **changes):
    client.post(change_url(post), current_data(post, _publish="1", **changes))
    return Post.objects.get(pk=post.pk)


def test_the_button_publishes_at_once(signed_in, edith, draft):
    post = publish(signed_in(edith), draft, body="Water boils.")
    assert post.is_published()
    assert timezone.now() - post.published_at < timedelta(minutes=1)
    assert post.body == "Water boils."


def test_a_time_with_an_offset_schedules_the_article(signed_in, edith, draft, settings):
    settings.TIME_ZONE = "Europe/Zurich"
    post = publish(signed_in(edith), draft, _publish_at="2041-07-01T09:30:00-04:00")
    assert post.published_at == datetime(2041, 7, 1, 13, 30, tzinfo=UTC)
    assert post.is_scheduled()


def test_users_who_may_not_publish_save_the_article_unpublished(signed_in, alice, draft):
    alice.groups.get().permissions.get(codename="publish_post").group_set.clear()
    post = publish(signed_in(alice), draft, body="Water boils.")
    assert (post.status, post.body) == ("draft", "Water boils.")


@pytest.mark.parametrize("time", ["tomorrow", "2041-13-01T00:00:00Z", "2041-07-01T09:30:00", "2041"])
def test_a_malformed_time_is_ignored(signed_in, edith, draft, time):
    assert publish(signed_in(edith), draft, _publish_at=time).is_published()


def test_now_replaces_the_date_of_the_form(signed_in, edith, draft):
    later = {"published_at_0": "2041-05-06", "published_at_1": "07:08:00"}
    assert publish(signed_in(edith), draft, **later).is_scheduled()
    assert publish(signed_in(edith), draft, _publish_at="now", base_version="2", **later).is_published()


def test_a_form_with_errors_publishes_nothing(signed_in, edith, draft):
    assert publish(signed_in(edith), draft, title="").status == "draft"


def test_a_new_article_is_published_with_the_button(signed_in, alice):
    page = signed_in(alice).post(ADD, form_data(_publish="1"), follow=True)
    assert Post.objects.get().is_published()
    assert "“New” is published." in page.text


# --- what has changed since readers last saw the article ---


def changes(client, post, **typed):
    text = {"title": post.title, "standfirst": post.standfirst, "body": post.body} | typed
    return client.post(f"/admin/blog/post/{post.pk}/changes/", text, content_type="application/json")


def test_the_words_that_changed_are_counted(signed_in, alice):
    post = make_post("The Kettle", author=alice, body="Water boils slowly.")
    page = read(changes(signed_in(alice), post, body="Hot water boils now."))
    assert [element.text for element in page.all("ins", "del")] == ["3 words added,", "2 words removed"]
    assert page.hrefs == [f"/admin/blog/post/{post.pk}/revisions/compare/?new=draft"]


def test_an_unchanged_article_has_no_changes(signed_in, alice):
    post = make_post("The Kettle", author=alice)
    assert "as readers last saw them" in changes(signed_in(alice), post, body=f"{post.body}\n").text


@pytest.mark.parametrize("state", [{"status": "draft"}, {"age": -3}])
def test_readers_have_not_seen_drafts_and_scheduled_articles(signed_in, alice, state):
    assert "Readers haven’t seen" in changes(signed_in(alice), make_post(author=alice, **state)).text


def test_a_withdrawn_article_is_compared_with_what_was_published(signed_in, alice):
    post = make_post(author=alice, body="One two.")
    post.withdraw()
    post.body = "One two three."
    save_post(post)
    page = read(changes(signed_in(alice), post))
    assert "1 word added," in page.text
    assert page.hrefs == [f"/admin/blog/post/{post.pk}/revisions/compare/?old=1&new=draft"]


def test_changes_of_other_peoples_articles_are_hidden(signed_in, client, alice):
    post = make_post()
    assert changes(signed_in(alice), post).status_code == 404
    client.logout()
    assert changes(client, post).status_code == 401


def test_malformed_requests_for_changes_are_rejected(signed_in, alice):
    client, url = signed_in(alice), f"/admin/blog/post/{make_post(author=alice).pk}/changes/"
    assert client.get(url).status_code == 405
    for body in ("", "[]", "1", '{"title": "x"}'):
        assert client.post(url, body, content_type="application/json").status_code == 400
