"""Two users edit an article: the second save doesn't silently overwrite the first."""

from datetime import timedelta
from html import unescape

import pytest
from django.contrib.admin.models import LogEntry
from django.utils import timezone

from accounts.models import User
from blog.models import Authorship, Post, Revision, StalePost
from blog.personal_data import hand_over
from blog.posts import rebuild_stale, save_post
from tests.blog.article_forms import change_url, current_data, errors
from tests.factories import make_comment, make_post, make_tag, make_user
from tests.html import read

pytestmark = pytest.mark.django_db


def hidden(answer):
    """The version in the hidden field of the form."""
    return read(answer).one("#post_form").hidden_fields["base_version"]


def test_a_stale_save_is_rejected_and_shows_both_texts(signed_in, edith):
    post = make_post("Shared", body="The old text.")
    client = signed_in(edith)
    first, second = current_data(post, body="The first one's text."), current_data(post, body="The second one's text.")
    assert client.post(change_url(post), first).status_code == 302
    answer = client.post(change_url(post), second)
    html = unescape(answer.content.decode())
    assert "Not saved yet: Edith Editor saved this article on" in html
    assert "The first one's text." in html
    assert "The second one's text." in html
    post.refresh_from_db()
    assert post.body == "The first one's text."


def test_a_rejected_form_can_be_saved_deliberately(signed_in, edith):
    post = make_post("Shared", body="Old.")
    client = signed_in(edith)
    stale = current_data(post, body="Second.")
    client.post(change_url(post), current_data(post, body="First."))
    refused = client.post(change_url(post), stale)
    assert client.post(change_url(post), stale).status_code == 200
    assert client.post(change_url(post), stale | {"base_version": hidden(refused)}).status_code == 302
    post.refresh_from_db()
    assert post.body == "Second."


def test_only_fields_that_differ_are_shown(signed_in, edith, alice):
    post = make_post("Shared", author=alice, tags=["radio"], body="Same.\nText.")
    stale = current_data(post, body="Same.\r\nText.", tags=[make_tag("radio").pk])
    save_post(Post.objects.get(pk=post.pk), tags=[make_tag("television")])
    Post.objects.get(pk=post.pk).withdraw()
    answer = signed_in(edith).post(change_url(post), stale | {"status": "published"})
    shown = {difference.label: difference.stored for difference in answer.context["conflict"].differences}
    assert shown.pop("Published")
    assert shown.pop("Position in the series") == "0"
    assert shown == {"Tags": "television", "Status": "Draft"}


@pytest.mark.parametrize("verb", ["publish", "withdraw", "archive"])
def test_a_change_of_the_status_makes_open_forms_stale(signed_in, edith, verb):
    post = make_post("Shared")
    stale = current_data(post, body="Written meanwhile.")
    getattr(Post.objects.get(pk=post.pk), verb)()
    answer = signed_in(edith).post(change_url(post), stale)
    assert answer.status_code == 200
    assert "__all__" in errors(answer)


def test_a_bulk_action_makes_open_forms_stale(signed_in, edith):
    post = make_post("Shared")
    stale = current_data(post, body="Written meanwhile.")
    client = signed_in(edith)
    client.post("/admin/blog/post/", {"action": "withdraw", "_selected_action": [post.pk]})
    assert client.post(change_url(post), stale | {"status": "published"}).status_code == 200
    post.refresh_from_db()
    assert post.status == Post.Status.DRAFT


def test_a_changed_byline_makes_open_forms_stale(signed_in, edith, alice):
    post = make_post("Shared", author=alice)
    stale = current_data(post)
    hand_over(alice, edith)
    answer = signed_in(edith).post(change_url(post), stale)
    assert {difference.label: difference.stored for difference in answer.context["conflict"].differences}[
        "Authors"
    ] == ("Edith Editor")
    assert Post.objects.get(pk=post.pk).ordered_authors == [edith]


def test_a_byline_can_be_saved_after_one_of_its_rows_was_removed(signed_in, edith, alice):
    post = make_post("Shared", author=alice)
    stale = current_data(post)
    save_post(Post.objects.get(pk=post.pk), authors=[edith])
    client = signed_in(edith)
    refused = client.post(change_url(post), stale)
    assert client.post(change_url(post), stale | {"base_version": hidden(refused)}).status_code == 302
    assert Post.objects.get(pk=post.pk).ordered_authors == [alice]


def test_an_author_cannot_be_added_to_a_byline_twice(signed_in, edith, alice):
    post = make_post("Shared", author=alice)
    twice = {"authorships-TOTAL_FORMS": "2", "authorships-1-author": alice.pk, "authorships-1-position": "1"}
    assert signed_in(edith).post(change_url(post), current_data(post) | twice).status_code == 200
    assert Authorship.objects.filter(post=post).count() == 1


def test_publishing_a_new_article_keeps_the_author_whom_autosave_entered(alice, signed_in):
    post = make_post("New", slug="new", author=alice, status="draft")
    form = current_data(post, _started="1", _continue="1") | {"authorships-TOTAL_FORMS": "1"}
    blank = {"authorships-0-id": "", "authorships-0-author": "", "authorships-0-position": "0"}
    assert signed_in(alice).post(change_url(post), form | blank).status_code == 302
    assert list(post.authors.all()) == [alice]
    assert "Deleted" not in " ".join(entry.get_change_message() for entry in LogEntry.objects.all())


def test_a_malformed_byline_causes_no_server_error(signed_in, edith):
    post = make_post("Shared")
    answer = signed_in(edith).post(change_url(post), current_data(post) | {"authorships-TOTAL_FORMS": "x"})
    assert answer.status_code == 200


def test_comments_likes_and_rendering_never_make_a_form_stale(signed_in, edith):
    post = make_post("Shared")
    form = current_data(post, body="New text.")
    make_comment(post)
    Post.objects.update(render_fingerprint="")
    assert rebuild_stale() == 1
    assert signed_in(edith).post(change_url(post), form).status_code == 302
    post.refresh_from_db()
    assert (post.body, post.comment_count) == ("New text.", 1)


def test_a_scheduled_publication_makes_no_form_stale(signed_in, edith, monkeypatch):
    post = make_post("Scheduled", age=-1)
    form = current_data(post, body="New text.", status="published")
    later = timezone.now() + timedelta(days=2)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert signed_in(edith).post(change_url(post), form).status_code == 302


def test_a_form_without_a_version_is_stale_if_it_differs(signed_in, edith):
    post = make_post("Shared", body="Stored.")
    client = signed_in(edith)
    old = current_data(post, body="From an old page.")
    del old["base_version"]
    answer = client.post(change_url(post), old)
    assert answer.status_code == 200
    assert b"Stored." in answer.content
    assert client.post(change_url(post), old | {"base_version": hidden(answer)}).status_code == 302


def test_saving_an_outdated_row_raises_stale_post():
    post = make_post("Shared", body="Old.")
    first, second = Post.objects.get(pk=post.pk), Post.objects.get(pk=post.pk)
    first.body, second.body = "First.", "Second."
    save_post(first)
    with pytest.raises(StalePost) as refused:
        save_post(second)
    assert refused.value.stored.body == "First."
    assert Post.objects.get(pk=post.pk).body == "First."
    assert [section.text for section in post.sections.all()] == ["First."]


def test_saving_a_deleted_row_raises_stale_post():
    post = make_post("Gone")
    row = Post.objects.get(pk=post.pk)
    post.delete()
    with pytest.raises(StalePost) as refused:
        row.withdraw()
    assert refused.value.stored is None


def test_handing_over_bylines_only_changes_the_versions_of_those_articles():
    heir, other = make_user(), make_post("Other")
    post = make_post("Handed over")
    hand_over(User.objects.get(posts=post), heir)
    versions = dict(Post.objects.values_list("pk", "version"))
    assert versions == {post.pk: post.version + 1, other.pk: other.version}


# --- three texts: the common ancestor, the stored one, and the author's ---
BASE = "One.\n\nTwo.\n\nThree."


@pytest.fixture
def stale(signed_in, edith):
    """Refuse a save of one text after another one was stored; both started from the same."""

    def conflict(*, stored, typed):
        post = make_post("Shared", body=BASE)
        client = signed_in(edith)
        form = current_data(post, body=typed, status="published")
        client.post(change_url(post), current_data(post, body=stored, status="published"))
        return post, form, client.post(change_url(post), form)

    return conflict


def test_a_stale_save_shows_what_each_side_changed(stale):
    page = read(stale(stored="One!\n\nTwo.\n\nThree.", typed="One.\n\nTwo.\n\nThree?")[2])
    assert [(change.tag, change.text) for change in page.all("del", "ins")] == [
        ("del", "."),
        ("ins", "!"),
        ("del", "."),
        ("ins", "?"),
    ]
    assert "One.!" in page.text
    assert "Three.?" in page.text


def test_changes_of_different_paragraphs_are_merged_on_request(client, stale):
    post, form, refused = stale(stored="One!\n\nTwo.\n\nThree.", typed="One.\n\nTwo.\n\nThree?")
    assert "You changed different paragraphs" in refused.content.decode()
    merged = client.post(change_url(post), form | {"base_version": hidden(refused), "merge_base": "1", "_merge": "1"})
    text = merged.context["adminform"].form["body"].value()
    assert text == "One!\n\nTwo.\n\nThree?"
    post.refresh_from_db()
    assert post.body == "One!\n\nTwo.\n\nThree."
    assert client.post(change_url(post), form | {"base_version": hidden(merged), "body": text}).status_code == 302
    post.refresh_from_db()
    assert post.body == text


@pytest.mark.parametrize(
    ("choice", "expected"),
    [("mine", "Mine."), ("theirs", "Theirs."), ("both", "Theirs.\n\nMine."), ("", "Theirs.\n\nMine.")],
)
def test_for_overlapping_changes_the_author_chooses(client, stale, choice, expected):
    post, form, refused = stale(stored="One.\n\nTheirs.\n\nThree.", typed="One.\n\nMine.\n\nThree.")
    [(name, _)] = refused.context["conflict"].overlapping
    data = form | {"base_version": hidden(refused), "merge_base": "1", "_merge": "1", name: choice}
    merged = client.post(change_url(post), data)
    assert merged.context["adminform"].form["body"].value() == f"One.\n\n{expected}\n\nThree."


def test_the_refused_text_is_kept_as_a_revision(stale, edith):
    post, _, _ = stale(stored="Theirs.", typed="Mine.")
    revision = Revision.objects.get(post=post, kind="conflict")
    assert (revision.user, revision.content["body"]) == (edith, "Mine.")


def test_versions_can_be_compared_without_saving(signed_in, edith):
    post = make_post("Shared", body=BASE, status="draft")
    client = signed_in(edith)
    form = current_data(post, series_position="0", _compare="1")
    answer = client.post(change_url(post), form | {"body": "Mine."})
    assert [difference.label for difference in answer.context["conflict"].differences] == ["Text"]
    assert "the stored one are the same" in client.post(change_url(post), form).content.decode()
    post.refresh_from_db()
    assert (post.body, post.version) == (BASE, 1)


def test_a_merge_without_an_ancestor_changes_nothing(client, stale):
    post, form, refused = stale(stored="Theirs.", typed="Mine.")
    for base in ("", "x", "99", "²"):
        data = form | {"base_version": hidden(refused), "merge_base": base, "_merge": "1"}
        answer = client.post(change_url(post), data)
        assert answer.status_code == 200
    post.refresh_from_db()
    assert post.body == "Theirs."
