"""The review of an article: who can take which step, who is told, and what readers see (nothing)."""

import pytest
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.core import mail

from blog.editorial import tasks
from blog.models import Draft, Post, ReviewStep
from tests.blog.article_forms import ADD, change_url, current_data, form_data
from tests.factories import make_post, make_user
from tests.html import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(alice):
    return make_post("Tea and rain", author=alice, status="draft")


@pytest.fixture
def submitted(draft, alice):
    draft.submit()
    ReviewStep.objects.create(post=draft, user=alice, kind="submitted", revision=draft.revisions.get())
    return draft


def review_url(post, resource=""):
    return f"/admin/blog/post/{post.pk}/review/" + (f"{resource}/" if resource else "")


def take(client, post, resource, note="", version=None):
    data = {"version": version or Post.objects.get(pk=post.pk).version, "note": note}
    return client.post(review_url(post, resource), data)


def status_of(post):
    return Post.objects.get(pk=post.pk).status


def recipients():
    return [message.to[0] for message in mail.outbox]


def test_an_article_goes_from_the_author_to_the_editor_and_back_and_is_published(
    signed_in, draft, alice, edith, client
):
    page = read(signed_in(alice).get(review_url(draft)))
    assert page.button("Submit for review")["formaction"] == review_url(draft, "submission")
    take(client, draft, "submission", "Is the end too long?")
    assert status_of(draft) == "review"
    assert (recipients(), mail.outbox[0].subject) == ([edith.email], "To review: “Tea and rain”")
    assert "Alice Author submitted" in mail.outbox[0].body
    assert "Is the end too long?" in mail.outbox[0].body
    assert f"{settings.SITE_URL}{review_url(draft)}" in mail.outbox[0].body

    page = read(signed_in(edith).get(review_url(draft)))
    assert "Is the end too long?" in page.text
    take(client, draft, "changes", "Yes: cut it.")
    assert status_of(draft) == "draft"
    assert (recipients()[1:], mail.outbox[1].subject) == ([alice.email], "Changes requested: “Tea and rain”")
    assert "Yes: cut it." in read(signed_in(alice).get(change_url(draft))).text

    take(client, draft, "submission")
    take(signed_in(edith), draft, "publication")
    assert status_of(draft) == "published"
    assert recipients()[2:] == [edith.email, alice.email]
    assert "It is published." in mail.outbox[3].body
    client.logout()
    assert client.get(draft.get_absolute_url()).status_code == 200


def test_every_step_is_in_the_history_of_the_article(signed_in, draft, alice, edith):
    take(signed_in(alice), draft, "submission")
    take(signed_in(edith), draft, "changes")
    notes = [entry.get_change_message() for entry in LogEntry.objects.order_by("pk")]
    assert notes == ["Review: Submitted for review.", "Review: Changes requested."]


def test_an_article_is_withdrawn_by_its_author_and_editors_are_told(signed_in, submitted, alice, edith):
    take(signed_in(alice), submitted, "withdrawal")
    assert status_of(submitted) == "draft"
    assert (recipients(), mail.outbox[0].subject) == ([edith.email], "Withdrawn from review: “Tea and rain”")


def test_a_future_date_makes_the_approved_article_a_scheduled_one(signed_in, submitted, edith):
    Post.objects.filter(pk=submitted.pk).update(published_at="2099-01-02T08:00Z")
    take(signed_in(edith), submitted, "publication")
    assert Post.objects.get(pk=submitted.pk).state_label == "Scheduled"
    assert "It will be published on Jan. 2, 2099" in mail.outbox[0].body


def test_the_button_of_the_form_saves_the_article_and_opens_the_review(signed_in, draft, alice):
    answer = signed_in(alice).post(change_url(draft), current_data(draft, body="New words.", _review="1"))
    assert (answer.status_code, answer["Location"]) == (302, review_url(draft))
    assert (Post.objects.get().body, status_of(draft)) == ("New words.", "draft")


def test_the_button_works_for_a_new_article(signed_in, alice):
    answer = signed_in(alice).post(ADD, form_data(_review="1"))
    assert answer["Location"] == review_url(Post.objects.get())


def test_a_status_that_is_chosen_in_the_form_is_a_step_too(signed_in, draft, alice, edith):
    signed_in(alice).post(change_url(draft), current_data(draft, status="review"))
    assert recipients() == [edith.email]
    signed_in(edith).post(change_url(draft), current_data(Post.objects.get(), status="draft"))
    assert list(draft.review_steps.values_list("kind", "user")) == [("submitted", alice.pk), ("changes", edith.pk)]


def test_publishing_with_an_action_of_the_list_answers_the_author(signed_in, submitted, alice, edith):
    signed_in(edith).post("/admin/blog/post/", {"action": "publish_now", "_selected_action": [submitted.pk]})
    assert recipients() == [alice.email]
    assert submitted.review_steps.last().kind == "published"


def test_saving_during_a_review_sends_nothing_and_editors_see_what_changed(signed_in, submitted, alice, edith):
    signed_in(alice).post(change_url(submitted), current_data(submitted, body="Shorter.", status="review"))
    assert (status_of(submitted), mail.outbox) == ("review", [])
    page = read(signed_in(edith).get(review_url(submitted)))
    link = page.link("What changed since it was submitted")["href"]
    assert "Shorter." in read(signed_in(edith).get(link)).text


def test_unsaved_changes_are_pointed_out(signed_in, draft, alice):
    Draft.objects.create(post=draft, user=alice, fields={"body": ["More"]}, base_version=draft.version)
    assert "You have changes of this article that are not saved." in read(signed_in(alice).get(review_url(draft))).text


@pytest.mark.parametrize("resource", ["publication", "changes"])
def test_an_answer_to_another_version_than_the_one_that_was_read_changes_nothing(signed_in, submitted, edith, resource):
    version = submitted.version
    Post.objects.filter(pk=submitted.pk).update(version=version + 1)
    answer = take(signed_in(edith), submitted, resource, "Fine.", version=version)
    assert answer.status_code == 409
    page = read(answer)
    assert "someone saved the article since you opened this page" in page.text
    assert page.field("Note optional").value == "Fine."
    assert (status_of(submitted), mail.outbox) == ("review", [])
    assert page.one("input[name=version]")["value"] == str(version + 1)


def test_a_repeated_task_sends_no_second_mail(signed_in, draft, alice, edith):
    take(signed_in(alice), draft, "submission")
    tasks.notify_of_review.enqueue(ReviewStep.objects.get().pk)
    assert recipients() == [edith.email]


def test_the_step_that_is_not_possible_any_more_is_explained(signed_in, draft, edith):
    answer = take(signed_in(edith), draft, "changes")
    assert "this step isn’t possible any more" in read(edith_page(signed_in, edith, answer)).text
    assert not ReviewStep.objects.exists()


def edith_page(signed_in, edith, answer):
    return signed_in(edith).get(answer["Location"])


# Buttons by who looks: the author may publish own articles, co-authors without that permission may not.
@pytest.mark.parametrize(
    ("state", "who", "buttons"),
    [
        ("draft", "author", ["Submit for review"]),
        ("draft", "editor", ["Submit for review"]),
        ("review", "author", ["Approve and publish", "Withdraw from review"]),
        ("review", "writer", ["Withdraw from review"]),
        ("review", "editor", ["Approve and publish", "Ask for changes"]),
        ("published", "editor", []),
        ("unlisted", "editor", []),
        ("archived", "author", ["Submit for review"]),
    ],
)
def test_the_buttons_are_the_steps_that_are_possible(signed_in, alice, edith, state, who, buttons):
    writer = make_user(is_staff=True)
    writer.user_permissions.set(alice.groups.get().permissions.exclude(codename="publish_post"))
    people = {"author": alice, "writer": writer, "editor": edith}
    post = make_post(authors=[alice, writer], status=state)
    if state == "review":
        ReviewStep.objects.create(post=post, user=people[who] if who != "editor" else alice, kind="submitted")
    page = read(signed_in(people[who]).get(review_url(post)))
    assert [button.text for button in page.all(".review-buttons button")] == buttons


def test_a_writer_cannot_publish_by_sending_the_request(signed_in, alice, submitted):
    alice.groups.get().permissions.remove(*alice.groups.get().permissions.filter(codename="publish_post"))
    take(signed_in(alice), submitted, "publication")
    assert status_of(submitted) == "review"


@pytest.mark.parametrize("resource", ["", "submission", "publication"])
def test_articles_of_others_are_not_found(signed_in, draft, resource, mona):
    other = make_user(groups=["Author"], is_staff=True)
    for person in (other, mona):
        assert take(signed_in(person), draft, resource).status_code == 404
    assert status_of(draft) == "draft"


def test_strangers_have_to_log_in(client, draft):
    assert take(client, draft, "submission").status_code == 302
    assert status_of(draft) == "draft"


def test_readers_see_nothing_of_an_article_in_review(client, submitted):
    assert client.get(submitted.get_absolute_url()).status_code == 404
    for url in ("/", "/feed.xml", "/sitemap.xml", "/search/?q=Tea", f"/authors/{submitted.ordered_authors[0].slug}/"):
        assert "Tea and rain" not in client.get(url, follow=True).content.decode()


def test_locked_and_unconfirmed_accounts_get_no_mail(signed_in, draft, alice):
    make_user("locked@example.org", groups=["Editor"], is_staff=True, is_active=False)
    make_user("unconfirmed@example.org", groups=["Editor"], is_staff=True, verified=False)
    make_user("no-staff@example.org", groups=["Editor"])
    take(signed_in(alice), draft, "submission")
    assert recipients() == []


@pytest.mark.parametrize(
    "data", [{}, {"version": "x"}, {"version": "1", "note": "x" * 2001}, {"version": "99999999999999999999"}]
)
def test_malformed_requests_change_nothing(signed_in, draft, alice, data):
    assert signed_in(alice).post(review_url(draft, "submission"), data).status_code in (409, 422)
    assert status_of(draft) == "draft"


def test_unknown_steps_are_not_found_and_get_leads_to_the_page(signed_in, draft, alice):
    assert take(signed_in(alice), draft, "party").status_code == 404
    assert signed_in(alice).get(review_url(draft, "submission"))["Location"] == review_url(draft)


def test_nobodys_draft_becomes_stale_by_an_answer(signed_in, submitted, alice, edith):
    fields = {"body": ["More words."], "status": ["review"], "base_version": [str(submitted.version)]}
    Draft.objects.create(post=submitted, user=alice, fields=fields, base_version=submitted.version)
    take(signed_in(edith), submitted, "changes")
    draft, post = Draft.objects.get(), Post.objects.get()
    assert (draft.base_version, draft.fields["status"]) == (post.version, ["draft"])
    assert draft.fields["body"] == ["More words."]
