"""Revisions: what an article contained, to compare and to restore."""

from datetime import timedelta

import pytest
from django.utils import timezone

from blog.models import Draft, Post, Revision
from blog.posts import save_post
from tests.blog.article_forms import ADD, change_url, current_data, form_data
from tests.factories import make_post
from tests.html import read

pytestmark = pytest.mark.django_db


def pages(post, rest=""):
    return f"/admin/blog/post/{post.pk}/revisions/{rest}"


def save(post, user=None, **changes):
    post = Post.objects.get(pk=post.pk)
    for name, value in changes.items():
        setattr(post, name, value)
    save_post(post, user=user)


def kinds(post):
    return list(Revision.objects.filter(post=post).order_by("number").values_list("kind", flat=True))


@pytest.fixture
def post(alice):
    return make_post("Shared", author=alice, body="One two three.")


def test_each_save_in_admin_is_a_revision_with_its_author_and_the_number_of_words(signed_in, alice, post):
    signed_in(alice).post(change_url(post), current_data(post, body="One two four five.", status="published"))
    revision = Revision.objects.order_by("number").last()
    assert (revision.number, revision.user, revision.kind) == (2, alice, "published")
    assert (revision.words_added, revision.words_removed) == (2, 1)


def test_a_save_without_a_change_is_no_revision(post):
    save(post)
    save(post, comments_open=False)
    assert kinds(post) == ["published"]


def test_a_new_article_has_a_revision(signed_in, alice):
    signed_in(alice).post(ADD, form_data())
    assert kinds(Post.objects.get()) == ["saved"]


def test_the_first_publication_is_a_revision_of_its_own(alice):
    post = make_post("New", author=alice, status="draft")
    post.publish(user=alice)
    post.withdraw()
    post.publish()
    assert kinds(post) == ["saved", "published"]


def test_an_article_from_before_revisions_keeps_what_it_contained(post):
    Revision.objects.all().delete()
    save(post, body="New.")
    assert list(Revision.objects.order_by("number").values_list("content__body", flat=True)) == [
        "One two three.",
        "New.",
    ]


def test_the_content_of_an_older_version_is_found(post):
    save(post, body="Second.")
    Post.objects.get(pk=post.pk).archive()
    save(post, body="Third.")
    bodies = [Revision.objects.filter(post=post).of_version(version).content["body"] for version in (1, 2, 3, 4)]
    assert bodies == ["One two three.", "Second.", "Second.", "Third."]


def test_the_list_shows_who_changed_how_much(signed_in, alice, edith, post):
    save(post, edith, body="One two.")
    page = read(signed_in(alice).get(pages(post)))
    assert "Edith Editor" in page.text
    assert "+0" in [added.text for added in page.all("ins")]
    assert "−1" in [removed.text for removed in page.all("del")]


def test_any_two_revisions_are_compared_word_by_word(signed_in, alice, post):
    save(post, body="One 2 three.", title="Shared more")
    answer = signed_in(alice).get(pages(post, "compare/"), {"old": 1, "new": 2})
    page = read(answer)
    changes = [(change.tag, change.text) for change in page.all("del", "ins")]
    assert changes[-3:] == [
        ("ins", "more"),
        ("del", "two"),
        ("ins", "2"),
    ]
    assert "Shared more" in page.text
    assert "One two2 three." in page.text
    assert [changed.label for changed in answer.context["changes"]] == ["Title", "Text"]


def test_a_draft_is_compared_with_what_readers_see(signed_in, alice, post):
    client = signed_in(alice)
    client.post(change_url(post), current_data(post, body="One three.", _savedraft="1"))
    answer = client.get(pages(post, "compare/"), {"new": "draft"})
    assert "One <del>two </del>three." in answer.content.decode()
    assert answer.context["old"].label == "What readers see"


def test_markup_in_a_text_is_escaped(signed_in, alice, post):
    save(post, body="<script>alert(1)</script>")
    html = signed_in(alice).get(pages(post, "compare/"), {"old": 1, "new": 2}).content.decode()
    assert "alert(1)&lt;/script&gt;" in html
    assert "<script>alert" not in html


@pytest.mark.parametrize("query", ["old=99&new=1", "old=x&new=1", "old=1&new=²", "old=99999999999999999999"])
def test_unknown_revisions_are_not_found(signed_in, alice, post, query):
    assert signed_in(alice).get(f"{pages(post, 'compare/')}?{query}").status_code == 404


def test_restoring_fills_the_draft_and_readers_see_no_change(signed_in, alice, post):
    save(post, body="Newer.")
    client = signed_in(alice)
    client.post(pages(post, "1/restore/"))
    assert client.get(change_url(post)).context["adminform"].form["body"].value() == "One two three."
    post.refresh_from_db()
    assert post.body == "Newer."


def test_restoring_first_keeps_the_draft_that_it_replaces(signed_in, alice, post):
    client = signed_in(alice)
    client.post(change_url(post), current_data(post, body="Not saved yet.", comment_policy="open", _savedraft="1"))
    client.post(pages(post, "1/restore/"))
    assert Revision.objects.get(kind="snapshot").content["body"] == "Not saved yet."
    assert Draft.objects.get().fields["comment_policy"] == ["open"]


def test_a_restored_revision_leaves_tags_and_choices_as_stored(signed_in, alice):
    post = make_post("Tagged", author=alice, tags=["radio"])
    client = signed_in(alice)
    client.post(pages(post, "1/restore/"))
    shown = client.get(change_url(post)).context["adminform"].form
    assert list(shown["tags"].value()) == [tag.pk for tag in post.tags.all()]
    assert shown["comments_open"].value() is True


def test_a_link_restores_nothing(signed_in, alice, post):
    assert signed_in(alice).get(pages(post, "1/restore/")).status_code == 302
    assert not Draft.objects.exists()


def test_a_revision_gets_a_name(signed_in, alice, post):
    signed_in(alice).post(pages(post, "1/name/"), {"name": "  Before the   rewrite "})
    assert Revision.objects.get(number=1).name == "Before the rewrite"


@pytest.mark.parametrize("rest", ["", "compare/?new=draft", "1/restore/", "1/name/"])
def test_users_who_may_not_edit_an_article_find_no_revisions(signed_in, client, mona, post, rest):
    assert client.post(pages(post, rest)).status_code == 302
    assert signed_in(mona).post(pages(post, rest)).status_code == 404


def test_many_revisions_cost_the_same(signed_in, alice, post, django_assert_max_num_queries):
    for number in range(60):
        save(post, body=f"Text {number}.")
    client = signed_in(alice)
    client.get(pages(post))
    with django_assert_max_num_queries(9):
        answer = client.get(pages(post))
    assert "Older" in answer.content.decode()
    assert "Newer" in client.get(pages(post), {"p": 2}).content.decode()


def test_old_snapshots_are_thinned_and_named_ones_are_kept(alice, post):
    now = timezone.now().replace(minute=30)
    ages = [timedelta(minutes=10), timedelta(minutes=20), timedelta(hours=2), timedelta(hours=2, minutes=10)]
    ages += [timedelta(days=3), timedelta(days=3, minutes=10), timedelta(days=40), timedelta(days=41)]
    for number, age in enumerate(ages, start=10):
        name = "Keep" if age.days == 41 else ""
        fields = {"content": {}, "words_added": 0, "words_removed": 0, "user": alice, "kind": "snapshot"}
        Revision.objects.create(post=post, number=number, created_at=now - age, name=name, **fields)
    assert Revision.objects.thin(now) == 3
    assert set(Revision.objects.filter(kind="snapshot").values_list("number", flat=True)) == {10, 11, 12, 14, 17}
    assert Revision.objects.filter(kind="published").exists()


def test_the_two_last_texts_are_preselected_for_a_comparison(signed_in, alice, post):
    save(post, body="Four.")
    client = signed_in(alice)
    assert read(client.get(pages(post))).one("input[name=old][checked]")["value"] == "1"
    client.post(change_url(post), current_data(post, body="Five.", _savedraft="1"))
    assert read(client.get(pages(post))).one("input[name=old][checked]")["value"] == "2"
