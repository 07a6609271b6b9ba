"""Contributors suggest changes of public articles. Editors publish them, or answer with a note."""

import pytest
from django.core import mail

from blog.models import Draft, Post, ReviewStep
from tests.blog.article_forms import change_url, current_data
from tests.factories import make_post, make_user
from tests.html import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def carla(db):
    return make_user("carla@example.org", display_name="Carla", groups=["Contributor"], is_staff=True)


@pytest.fixture
def post(carla):
    return make_post("Tea", author=carla, body="Old words.")


def review_url(post):
    return f"/admin/blog/post/{post.pk}/review/"


def suggest(client, post, **changes):
    return client.post(change_url(post), current_data(post, status="published", **changes), follow=True)


def test_suggested_changes_are_compared_and_published_by_an_editor(signed_in, post, carla, edith, client):
    client = signed_in(carla)
    buttons = {button["name"] for button in read(client.get(change_url(post))).all("[type=submit][name]")}
    assert "_suggest" in buttons
    assert not {"_save", "_continue", "_review"} & buttons
    assert "suggested to the editors" in read(suggest(client, post, body="New words.")).text
    assert Post.objects.get().body == "Old words."
    assert ([message.to[0] for message in mail.outbox]) == [edith.email]
    assert "Carla suggests changes of “Tea”." in mail.outbox[0].body

    client = signed_in(edith)
    page = read(client.get(review_url(post)))
    assert "New words." in read(client.get(page.link("Show the suggested changes")["href"])).text
    [form] = [form for form in page.all("form[action]") if "restore" in form["action"]]
    client.post(form["action"])
    form = read(client.get(change_url(post)))
    assert form.one("textarea[name=body]").value == "New words."
    client.post(
        change_url(post), current_data(post, status="published", body="New words.", published_at_0="2026-01-01")
    )
    assert Post.objects.get().body == "New words."
    assert [step.kind for step in post.review_steps.all()] == ["suggested", "published"]
    assert mail.outbox[1].to == [carla.email]
    assert read(client.get(review_url(post))).all(".review-buttons") == []
    assert Draft.objects.get(user=carla).base_version == Post.objects.get().version, "it isn't stale"


def test_a_draft_with_another_text_than_the_published_one_is_stale(signed_in, post, carla, edith):
    suggest(signed_in(carla), post, body="New words.")
    version = post.version
    data = current_data(post, status="published", body="Other words.", published_at_0="2026-01-01")
    signed_in(edith).post(change_url(post), data)
    assert post.review_steps.last().kind == "published"
    draft = Draft.objects.get(user=carla)
    assert (draft.fields["body"], draft.base_version) == (["New words."], version)


def test_an_editor_can_answer_a_suggestion_with_a_note(signed_in, post, carla, edith):
    suggest(signed_in(carla), post, body="New words.")
    signed_in(edith).post(f"{review_url(post)}changes/", {"version": post.version, "note": "Not yet."})
    assert (Post.objects.get().status, Post.objects.get().body) == ("published", "Old words.")
    assert "Not yet." in mail.outbox[1].body
    assert "Not yet." in read(signed_in(carla).get(change_url(post))).text


def test_the_same_changes_are_suggested_once_and_kept_as_a_revision(signed_in, post, carla):
    client = signed_in(carla)
    for _ in range(2):
        answer = suggest(client, post, body="New words.")
    assert "There are no changes to suggest." in read(answer).text
    assert ReviewStep.objects.get().revision.name == "Suggested changes"


def test_a_form_without_changes_suggests_nothing(signed_in, post, carla):
    suggest(signed_in(carla), post)
    assert not ReviewStep.objects.exists()


@pytest.mark.parametrize("button", ["_savedraft", "_discard_draft", "_compare", "_preview"])
def test_other_buttons_suggest_nothing(signed_in, post, carla, button):
    suggest(signed_in(carla), post, body="New words.", **{button: "1"})
    assert not ReviewStep.objects.exists()
    assert Post.objects.get().body == "Old words."


def test_a_scheduled_article_is_not_changed_either(signed_in, carla):
    post = make_post("Ahead", author=carla, age=-3)
    suggest(signed_in(carla), post, body="New words.", published_at_0="2020-01-01")
    stored = Post.objects.get()
    assert (stored.body, stored.published_at) == (post.body, post.published_at)
    assert Draft.objects.get().fields["body"] == ["New words."]
