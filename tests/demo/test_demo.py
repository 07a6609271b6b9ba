"""The content of the demo blog, which is loaded once for this module, including images."""

import re
from collections import Counter, defaultdict
from datetime import timedelta
from io import StringIO
from itertools import pairwise

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts.models import User
from blog.images import process_upload
from blog.models import BlogSettings, Image, PageVersion, Post, RelatedPost, Section, Tag
from comments.models import Comment, Decision, Report, TokenCount
from comments.spam.bayes import EVERY_COMMENT
from demo import load
from demo.drawings import DRAWINGS, draw
from demo.manuscripts import read_manuscripts
from demo.users import PASSWORD, PRINTED_LOGINS, USERS, logins
from tests.factories import make_post, make_user
from tests.html import read


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """The output of ``load_demo``. Rows and files are removed after the last test of the module."""
    said, whole = StringIO(), transaction.atomic()
    with django_db_blocker.unblock():
        whole.__enter__()
        with override_settings(TASKS={"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}):
            call_command("load_demo", stdout=said)
        files = [name for image in Image.objects.all() for name in load.file_names(image)]
        files += User.objects.exclude(avatar="").values_list("avatar", flat=True)
    yield said.getvalue()
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        whole.__exit__(None, None, None)
    load.delete_files(files)


@pytest.fixture
def demo_blog(loaded, db):
    return loaded


@pytest.fixture
def empty_blog(db):
    """An empty installation, even after other tests of this module."""
    for model in (Post, User, Tag, Image, BlogSettings):
        model.objects.all().delete()


def load_again(capsys):
    call_command("load_demo")
    return capsys.readouterr().out


def everything():
    return {
        model.__name__: Counter(str(row) for row in model.objects.values_list())
        for model in (User, Post, Comment, Tag, Image, Section, BlogSettings, RelatedPost, PageVersion)
    }


def test_twelve_articles_are_published(demo_blog):
    assert Post.objects.published().count() == 12
    assert Counter(Post.objects.values_list("status", flat=True)) == {
        "published": 13,
        "draft": 1,
        "review": 1,
        "unlisted": 1,
    }


def test_one_article_is_scheduled(demo_blog):
    scheduled = [post for post in Post.objects.all() if post.is_scheduled()]
    assert [post.slug for post in scheduled] == ["what-the-lamp-learned-in-winter"]
    assert timedelta(days=8) < scheduled[0].published_at - timezone.now() < timedelta(days=10)


def test_articles_were_published_over_fourteen_months(demo_blog):
    ages = sorted((timezone.now() - post.published_at).days for post in Post.objects.published())
    assert ages[0] <= 3
    assert 365 < ages[-1] < 430


def test_the_long_article_has_headings_followed_by_headings(demo_blog):
    sections = list(Section.objects.filter(post__slug="small-web"))
    assert len(sections) == 21
    assert {section.level for section in sections} == {2, 3}
    assert sum(not section.html for section in sections) >= 4
    assert sum(section.html.count("<p>") for section in sections) == 17
    assert 850 <= sum(section.words for section in sections) <= 900
    assert sum(not section.heading[-1].isalpha() for section in sections) == 20
    assert all(re.fullmatch(r"s-[a-z0-9-]+", section.anchor) for section in sections)


def test_the_long_article_has_a_call_to_action(demo_blog):
    post = Post.objects.get(slug="small-web")
    assert post.cta_label
    assert post.cta_url.startswith("mailto:")
    assert "’" in post.body
    assert "'" in post.body


def test_the_article_about_the_timer_uses_all_markdown_features(demo_blog):
    post = Post.objects.get(slug="kitchen-timer-that-stole-a-minute")
    html = "".join(post.sections.values_list("html", flat=True))
    for part in (
        "language-c", "language-python", "<table>", "<blockquote>", "<figcaption>", "footnote-ref", "<ul>", "srcset=",
    ):  # fmt: skip
        assert part in html
    assert re.search(r"<li>(?:(?!</li>).)*<ul>", html, re.DOTALL)
    assert html.count("<img") == 2
    assert "demo:" not in post.body


def test_articles_are_written_in_three_languages(demo_blog):
    assert Counter(Post.objects.values_list("language", flat=True)) == {"": 14, "ar": 1, "ja": 1}


def test_one_article_has_two_authors_in_order(demo_blog):
    bylines = [[author.email for author in post.ordered_authors] for post in Post.objects.all()]
    assert [line for line in bylines if len(line) > 1] == [["tobias@unboxify.example", "mariam@unboxify.example"]]


@pytest.mark.parametrize("manuscript", read_manuscripts(), ids=lambda manuscript: manuscript.slug)
def test_every_manuscript_is_complete(manuscript):
    article = manuscript.article
    assert article.title
    assert 40 < len(article.standfirst) <= 500
    assert article.tags
    assert {key for key, _value in article.left_out} <= {"unknown front matter"}


def test_published_articles_have_covers_with_alt_texts(demo_blog):
    for post in Post.objects.published().select_related("cover"):
        assert post.cover.alt, post
        assert (post.cover.width, post.cover.height) == (1600, 900)
        assert all(default_storage.exists(name) for name in load.file_names(post.cover))


def test_published_articles_have_two_to_four_tags_and_every_tag_has_articles(demo_blog):
    assert all(2 <= post.tags.count() <= 4 for post in Post.objects.published())
    assert all(Post.objects.published().tagged(tag).exists() and tag.description for tag in Tag.objects.all())


def test_every_published_article_has_related_articles(demo_blog):
    assert all(post.nearest.count() >= 3 for post in Post.objects.published())


def test_a_drawing_is_the_same_every_time():
    name = "year-of-books-on-a-grey-screen"
    assert draw(name).getvalue() == draw(name).getvalue()


def test_every_drawing_is_used(demo_blog):
    assert Image.objects.count() == len(DRAWINGS)


def test_there_are_comments_in_all_states(demo_blog):
    states = Counter(Comment.objects.values_list("status", flat=True))
    assert set(states) == set(Comment.Status.values)
    assert sum(states.values()) >= 24
    assert all(comment.reasons and comment.score for comment in Comment.objects.filter(status="spam"))
    assert set(Comment.objects.values_list("depth", flat=True)) == {0, 1, 2}
    assert not Comment.objects.filter(created_at__gt=timezone.now()).exists()


def test_the_log_of_every_comment_leads_to_its_status(demo_blog):
    for comment in Comment.objects.prefetch_related("decisions"):
        log = sorted(comment.decisions.all(), key=lambda decision: decision.pk)
        assert [decision.before for decision in log] == ["", *(decision.after for decision in log[:-1])]
        assert log[-1].after == comment.status
        assert log[0].at == comment.created_at
        assert all(earlier.at <= later.at <= timezone.now() for earlier, later in pairwise(log))


def test_comments_were_published_by_the_rules_by_moderators_and_changed_by_their_authors(demo_blog):
    assert set(Decision.objects.values_list("via", flat=True)) == {"rules", "queue", "edit", "writer"}
    # Liv's first comment was held, and her next one was published at once.
    first, second = Comment.objects.filter(author__email="liv@unboxify.example")
    assert [list(comment.decisions.order_by("pk").values_list("via", flat=True)) for comment in (first, second)] == [
        ["rules", "queue"],
        ["rules"],
    ]


def test_the_spam_filter_has_learned_from_the_moderator(demo_blog):
    everything = TokenCount.objects.get(token=EVERY_COMMENT)
    by_moderator = Comment.objects.exclude(decided_by=None)
    assert everything.spam == by_moderator.filter(status="spam").count() > 0
    assert everything.ham == by_moderator.filter(status="approved").count() > 0


def test_comments_have_likes_and_reports(demo_blog):
    assert all(comment.likes_count == comment.likes.count() for comment in Comment.objects.all())
    assert Comment.objects.filter(likes_count__gt=1).exists()
    assert Counter(report.resolved_at is None for report in Report.objects.all()) == {True: 1, False: 1}


def test_no_tasks_and_so_no_emails_are_enqueued(demo_blog):
    assert not DBTaskResult.objects.exists()


def test_an_article_was_renamed(demo_blog, client):
    response = client.get("/articles/the-city-by-bus/")
    assert response.status_code == 301
    assert response["Location"] == "/articles/learn-the-city-by-its-bus-lines/"


def test_an_article_was_corrected_after_its_publication(demo_blog, client):
    post = Post.objects.get(slug="kitchen-timer-that-stole-a-minute")
    *_, before, after = post.revisions.order_by("number")
    assert before.content["body"] != after.content["body"] == post.body
    assert post.published_at < post.revised_at == after.created_at
    assert post.correction in read(client.get(post.get_absolute_url())).text


def test_every_article_has_revisions_from_its_draft_on(demo_blog):
    for post in Post.objects.all():
        revisions = list(post.revisions.order_by("number"))
        assert revisions[0].kind == "saved"
        assert revisions[0].created_at == post.created_at
        assert (revisions[-1].kind == "published") == (post.status in Post.READABLE)
        assert all(revision.user in post.ordered_authors for revision in revisions)
        assert all(earlier.created_at < later.created_at for earlier, later in pairwise(revisions))


@pytest.mark.parametrize("manuscript", read_manuscripts(), ids=lambda manuscript: manuscript.slug)
def test_every_revised_article_says_what_was_different(manuscript):
    body = manuscript.article.body
    assert (manuscript.first_version(body) != body) == (manuscript.revised_days_ago is not None)


def test_comment_counts_are_of_approved_comments(demo_blog):
    for post in Post.objects.all():
        assert post.comment_count == Comment.objects.approved().filter(post=post).count()


def test_replies_are_later_than_what_they_reply_to(demo_blog):
    assert all(reply.created_at > reply.parent.created_at for reply in Comment.objects.exclude(parent=None))


def test_authors_have_an_avatar_and_a_bio(demo_blog):
    authors = User.objects.filter(authorships__isnull=False).distinct()
    assert len(authors) == 4
    assert all(author.bio and default_storage.exists(author.avatar.name) for author in authors)


def test_the_site_has_its_name(demo_blog):
    assert BlogSettings.current().name == "Unboxify"
    assert BlogSettings.current().tagline


@pytest.mark.parametrize("person", USERS, ids=lambda person: person.key)
def test_all_users_can_log_in_with_the_printed_password(demo_blog, client, person):
    response = client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    assert response.status_code == 302
    assert "confirm-email" not in response["Location"]
    assert client.session["_auth_user_id"] == str(User.objects.get(email=person.email).pk)


def test_the_logins_are_printed_with_the_password_once(demo_blog):
    lines = logins()
    assert lines[0] == "admin@unboxify.example   (administrator)"
    assert len(lines) == 5
    assert "\n".join(lines).count(PASSWORD) == 1


def test_removed_demo_accounts_are_not_printed(empty_blog):
    assert logins() == []
    make_user("ines@unboxify.example")
    assert [line.split()[0] for line in logins()[:-1]] == ["ines@unboxify.example"]
    assert set(PRINTED_LOGINS) <= {person.email for person in USERS}


def test_a_second_load_changes_and_prints_nothing(demo_blog, capsys):
    before = everything()
    assert load_again(capsys) == ""
    assert everything() == before


def test_a_concurrent_load_changes_nothing(demo_blog, monkeypatch):
    answers = iter([False, True])
    monkeypatch.setattr(load, "has_content", lambda: next(answers))
    monkeypatch.setattr(load, "draw_all", lambda manuscripts: {})
    before = everything()
    assert load.load_demo() is False
    assert everything() == before


def test_the_demo_is_not_loaded_if_there_is_an_account(empty_blog, capsys):
    make_user("someone@example.org")
    before = everything()
    assert load_again(capsys) == "The blog has content already; the demo was not loaded.\n"
    assert everything() == before


def test_the_demo_is_not_loaded_if_there_is_an_article(empty_blog, capsys):
    post = make_post("Mine")
    post.authorships.all().delete()
    User.objects.all().delete()
    before = everything()
    assert load_again(capsys) == "The blog has content already; the demo was not loaded.\n"
    assert everything() == before


def test_a_failed_load_leaves_neither_rows_nor_files(empty_blog, monkeypatch, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    picture = process_upload(draw("the-button-that-does-nothing"))
    monkeypatch.setattr(load, "draw_all", lambda manuscripts: defaultdict(lambda: picture))

    def fail(*rows):
        assert [path for path in tmp_path.rglob("*") if path.is_file()]
        raise KeyboardInterrupt

    monkeypatch.setattr(load, "create_comments", fail)
    with pytest.raises(KeyboardInterrupt):
        load.load_demo()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
    assert not load.has_content()
    assert not Image.objects.exists()
    assert BlogSettings.current().name == "Colophon"
