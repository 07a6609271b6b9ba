"""The first page of the admin shows what is waiting for whoever opens it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from blog.models import Draft, EditorNote, Post, ReviewStep
from tests.factories import make_comment, make_post, make_user
from tests.html import read

pytestmark = pytest.mark.django_db
INDEX = "/admin/"


def sections(answer):
    """The titles of the articles by the heading of their section."""
    parts = read(answer).all(".start-section")
    return {part.one("h2").text: [link.text for link in part.all("li a")] for part in parts}


def test_editors_see_what_is_to_be_reviewed_the_longest_waiting_first(signed_in, alice, edith):
    second, first = make_post("Second", author=alice, status="review"), make_post("First", status="review")
    Post.objects.filter(pk=first.pk).update(updated_at=timezone.now() - timedelta(days=2))
    answer = signed_in(edith).get(INDEX)
    assert sections(answer) == {"To review": ["First", "Second"]}
    assert read(answer).links()["Second"] == f"/admin/blog/post/{second.pk}/review/"
    assert "Alice Author" in read(answer).one(".start-section").text


def test_authors_see_the_answers_to_their_articles_until_the_next_step(signed_in, alice, edith):
    post = make_post("Tea", author=alice, status="draft")
    ReviewStep.objects.create(post=post, user=edith, kind="changes", note="Cut the end.")
    page = read(signed_in(alice).get(INDEX))
    assert "Changes requested: Cut the end." in page.text
    assert sections(signed_in(alice).get(INDEX)) == {"Answers to your articles": ["Tea"], "Your drafts": ["Tea"]}
    ReviewStep.objects.create(post=post, user=alice, kind="submitted")
    post.submit()
    assert sections(signed_in(alice).get(INDEX)) == {"Waiting for an answer": ["Tea"]}


def test_approvals_are_shown_for_two_weeks(signed_in, alice, edith):
    step = ReviewStep.objects.create(post=make_post("Tea", author=alice), user=edith, kind="published")
    assert "Approved and published" in read(signed_in(alice).get(INDEX)).text
    ReviewStep.objects.filter(pk=step.pk).update(at=timezone.now() - timedelta(days=15))
    assert sections(signed_in(alice).get(INDEX)) == {}


def test_editors_see_suggested_changes(signed_in, alice, edith):
    ReviewStep.objects.create(post=make_post("Tea", author=alice), user=alice, kind="suggested")
    assert sections(signed_in(edith).get(INDEX)) == {"Suggested changes": ["Tea"]}
    assert sections(signed_in(alice).get(INDEX)) == {}


def test_authors_see_their_drafts_and_unsaved_changes_the_newest_first(signed_in, alice):
    make_post("Draft", author=alice, status="draft")
    make_post("Of others", status="draft")
    public = make_post("Public", author=alice)
    Draft.objects.create(post=public, user=alice, title="Public, reworded", fields={}, base_version=1)
    assert sections(signed_in(alice).get(INDEX)) == {"Your drafts": ["Public, reworded", "Draft"]}
    assert "Unsaved changes" in read(signed_in(alice).get(INDEX)).text


def test_scheduled_articles_are_shown_to_those_who_may_edit_them(signed_in, alice, edith):
    make_post("Later", age=-9)
    make_post("Soon", author=alice, age=-1)
    assert sections(signed_in(alice).get(INDEX)) == {"Scheduled": ["Soon"]}
    assert sections(signed_in(edith).get(INDEX)) == {"Scheduled": ["Soon", "Later"]}


def test_open_notes_are_shown_to_the_authors_of_the_article_and_of_the_note(signed_in, alice, edith):
    post = make_post("Tea", author=alice)
    note = EditorNote.objects.create(post=post, author=edith, body="Cut the end.")
    EditorNote.objects.create(post=post, author=alice, body="A reply.", parent=note)
    for person in (alice, edith):
        page = read(signed_in(person).get(INDEX))
        assert page.link("Tea")["href"] == f"/admin/blog/post/{post.pk}/notes/#note-{note.pk}"
        assert "Cut the end." in page.text
    other = make_user(groups=["Editor"], is_staff=True)
    assert sections(signed_in(other).get(INDEX)) == {}
    note.resolve(alice)
    assert sections(signed_in(alice).get(INDEX)) == {}


def test_moderators_see_held_comments_and_no_articles(signed_in, mona):
    make_comment(make_post(), status="held")
    make_post(status="review")
    answer = signed_in(mona).get(INDEX)
    assert "1 comment is awaiting review" in read(answer).text
    assert sections(answer) == {}
    assert "Write an article" not in read(answer).links()


def test_a_page_with_nothing_to_do_says_so(signed_in, alice):
    page = read(signed_in(alice).get(INDEX))
    assert "Nothing is waiting for you." in page.text
    assert page.link("Write an article")["href"] == "/admin/blog/post/add/"


def test_long_lists_end_with_a_link_to_all(signed_in, alice):
    for number in range(10):
        make_post(f"Draft {number}", author=alice, status="draft")
    answer = signed_in(alice).get(INDEX)
    assert len(sections(answer)["Your drafts"]) == 8
    assert read(answer).link("Show all: Your drafts")["href"] == "/admin/blog/post/?state=draft"


def test_the_number_of_queries_does_not_depend_on_the_number_of_articles(signed_in, edith):
    signed_in(edith).get(INDEX)
    counts = []
    for size in (1, 12):
        for _ in range(size):
            writer = make_user()
            make_post(authors=[edith, writer], status="review")
            make_post(authors=[edith, writer], status="draft")
            make_post(authors=[edith, writer], age=-1)
            answered = make_post(authors=[edith, writer], status="draft")
            ReviewStep.objects.create(post=answered, user=writer, kind="changes")
            ReviewStep.objects.create(post=make_post(author=writer), user=writer, kind="suggested")
            EditorNote.objects.create(post=answered, author=writer, body="Why?")
            Draft.objects.create(post=make_post(author=edith), user=edith, fields={}, base_version=1)
        with CaptureQueriesContext(connection) as queries:
            signed_in(edith).get(INDEX)
        counts.append(len(queries))
    assert counts[0] == counts[1] < 28
