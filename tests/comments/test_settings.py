"""Comment settings, word filters and commenter rules in the admin."""

import pytest
from django.test import Client

from comments.models import CommenterRule, CommentSettings, WordFilter
from tests.factories import make_comment, make_post
from tests.html import read

pytestmark = pytest.mark.django_db


def test_a_word_filter_can_be_tested_on_recent_comments(moderator):
    post = make_post()
    make_comment(post, "The CASINO of Monte Carlo")
    make_comment(post, "online casino!", status="spam")
    make_comment(post, "casinos are many")
    html = " ".join(moderator.get("/admin/comments/wordfilter/trial/?pattern=casino").content.decode().split())
    assert "It matches 2 of the 3 most recent comments." in html
    assert "Approved: 1" in html
    assert "Spam: 1" in html
    assert "casinos are many" not in html
    for odd in ("", "*", "%00", "(", "x" * 3_000):
        assert moderator.get("/admin/comments/wordfilter/trial/", {"pattern": odd}).status_code == 200


def test_the_form_of_a_word_filter_links_to_the_test(moderator):
    rule = WordFilter.objects.create(pattern="free money")
    html = moderator.get(f"/admin/comments/wordfilter/{rule.pk}/change/").content.decode()
    assert "/admin/comments/wordfilter/trial/?pattern=free%20money" in html


@pytest.mark.parametrize("pattern", ["*", " ** ", "* *"])
def test_a_word_filter_that_matches_everything_is_rejected(moderator, pattern):
    answer = moderator.post("/admin/comments/wordfilter/add/", {"pattern": pattern, "effect": "block", "points": 2})
    assert "this would match everything" in answer.content.decode()
    assert not WordFilter.objects.exists()


def test_a_word_filter_is_saved(moderator):
    fields = {"pattern": "free   money*", "effect": "hold", "points": 2, "is_enabled": "on"}
    assert moderator.post("/admin/comments/wordfilter/add/", fields).status_code == 302
    assert WordFilter.objects.get().pattern == "free money*"


def test_word_filters_are_unique_and_their_points_limited(moderator):
    fields = {"pattern": "Casino*", "effect": "suspect", "points": "1e308"}
    assert moderator.post("/admin/comments/wordfilter/add/", fields).status_code == 302
    assert WordFilter.objects.get().points == 100
    answer = moderator.post("/admin/comments/wordfilter/add/", fields | {"pattern": "casino*"})
    assert "There is already a filter for this" in answer.content.decode()
    same = f"/admin/comments/wordfilter/{WordFilter.objects.get().pk}/change/"
    assert moderator.post(same, fields | {"points": "2"}).status_code == 302


@pytest.mark.parametrize(
    ("of", "typed", "stored"),
    [
        ("network", "203.0.113.77", "203.0.113.0/24"),
        ("network", "203.0.113.0/24", "203.0.113.0/24"),
        ("network", "2001:db8:1:2::7", "2001:db8:1::/48"),
        ("address", "Gustav@Example.org", "gustav@example.org"),
        ("account", "bob@example.org", "bob"),
    ],
)
def test_the_value_of_a_commenter_rule_is_normalized(moderator, mona, bob, of, typed, stored):
    fields = {"of": of, "value": typed, "verdict": "banned", "reason": "Rude"}
    assert moderator.post("/admin/comments/commenterrule/add/", fields).status_code == 302
    standing = CommenterRule.objects.get()
    assert standing.value == (str(bob.pk) if stored == "bob" else stored)
    assert standing.by == mona


@pytest.mark.parametrize(
    ("of", "typed"),
    [
        ("network", "next door"),
        ("network", "203.0.0.0/16"),
        ("network", "2001:db8::/32"),
        ("address", "gustav"),
        ("account", "999999"),
        ("account", "nobody@example.org"),
    ],
)
def test_a_commenter_rule_for_an_invalid_value_is_rejected(moderator, of, typed):
    fields = {"of": of, "value": typed, "verdict": "banned", "reason": "Rude"}
    assert moderator.post("/admin/comments/commenterrule/add/", fields).status_code == 200
    assert not CommenterRule.objects.exists()


def test_the_list_of_commenter_rules_shows_the_names_of_accounts(moderator, bob):
    CommenterRule.objects.create(of="account", value=str(bob.pk), verdict="banned", reason="Rude")
    CommenterRule.objects.create(of="account", value="gone", verdict="banned", reason="Rude")
    CommenterRule.objects.create(of="network", value="203.0.113.0/24", verdict="banned", reason="Rude")
    html = moderator.get("/admin/comments/commenterrule/").content.decode()
    assert ">Bob Reader</a>" in html
    assert ">203.0.113.0/24</a>" in html
    assert ">gone</a>" in html


def test_the_comment_settings_are_a_single_form(moderator):
    answer = moderator.get("/admin/comments/commentsettings/")
    assert answer.status_code == 302
    assert answer.url == "/admin/comments/commentsettings/1/change/"
    assert moderator.get(answer.url).status_code == 200
    assert CommentSettings.objects.count() == 1
    assert moderator.get("/admin/comments/commentsettings/add/").status_code == 403


RULES = {
    "max_links": 2,
    "hold_at": 2,
    "edit_minutes": 15,
    "close_after_days": "",
    "mails": "once",
    "reports_to_hide": 3,
    "forget_network_days": 90,
    "purge_days": 90,
    "akismet_key": "",
}


def test_a_cached_article_shows_immediately_that_its_comments_are_closed(moderator):
    post, reader = make_post(age=10), Client()
    moderator.get("/admin/comments/commentsettings/")
    assert read(reader.get(post.get_absolute_url())).one("#comment-form [name=body]")
    answer = moderator.post("/admin/comments/commentsettings/1/change/", RULES | {"close_after_days": 5})
    assert answer.status_code == 302
    assert read(reader.get(post.get_absolute_url())).all("[name=body]") == []


@pytest.mark.parametrize("field", ["close_after_days", "forget_network_days", "purge_days"])
def test_numbers_of_days_out_of_range_are_rejected(moderator, field):
    """``published_at`` and so many days is no date, and every article would be an error."""
    moderator.get("/admin/comments/commentsettings/")
    answer = moderator.post("/admin/comments/commentsettings/1/change/", RULES | {field: 9_999_999})
    assert answer.status_code == 200
    assert "less than or equal to 10000" in answer.content.decode()
    assert getattr(CommentSettings.current(), field) in (None, 90)
