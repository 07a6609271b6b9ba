"""Which comments are held or published, by policy, commenter and rule; who is blocked; when articles close."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from blog.models import CommentPolicy
from comments.commenters.author import CommentAuthor
from comments.errors import CommenterBlocked, ThreadClosed
from comments.models import Comment, CommenterRule, CommentSettings, Decision
from comments.moderation.approval import closes_at, is_open
from comments.notifications.confirmation import confirm, request_confirmation_if_needed
from tests.comments.submission import ELSEWHERE, HOME, guest, set_comment_policy, submit
from tests.factories import make_comment, make_post, make_user, moderate

pytestmark = pytest.mark.django_db
Target, Verdict = CommenterRule.Target, CommenterRule.Verdict


def add_rule(of, value, verdict, **more):
    return CommenterRule.objects.create(of=of, value=value, verdict=verdict, reason="Three warnings.", **more)


def confirmed(*own, email="gustav@example.org"):
    confirm(request_confirmation_if_needed(email), [comment.pk for comment in own])


@pytest.mark.parametrize(
    ("policy", "plain", "suspicious"),
    [
        (CommentPolicy.HOLD_ALL, "held", "held"),
        (CommentPolicy.HOLD_FIRST, "held", "held"),
        (CommentPolicy.HOLD_SUSPICIOUS, "approved", "held"),
        (CommentPolicy.PUBLISH, "approved", "approved"),
    ],
)
def test_the_policy_decides_which_comments_are_held(policy, plain, suspicious):
    article = make_post(comment_policy=policy)
    assert submit(article, "A point.").status == plain
    assert submit(article, "https://a.example").status == suspicious
    set_comment_policy(policy)
    assert submit(make_post(), "Another point.").status == plain


def test_the_policy_of_the_article_overrides_the_site():
    set_comment_policy("publish")
    assert submit(make_post(comment_policy=CommentPolicy.HOLD_ALL)).status == "held"


def test_typing_the_address_of_a_known_commenter_proves_nothing():
    make_comment(make_post())
    assert submit(make_post()).status == "held"


def test_a_confirmed_address_with_an_approved_comment_is_known():
    assert submit(make_post()).status == "held"
    before = make_comment(make_post())
    confirmed(before)
    assert submit(make_post(), "Another point.", guest(own=[before])).status == "approved"


def test_typing_a_confirmed_address_in_another_browser_proves_nothing():
    confirmed()
    make_comment(make_post())
    assert submit(make_post()).status == "held"
    other = make_comment(make_post(), email="somebody@example.org")
    assert submit(make_post(), "Another point.", guest(own=[other])).status == "held"


def test_an_approval_does_not_make_an_impostor_known(mona):
    confirmed(make_comment(make_post()))
    first = submit(make_post(), "One point.")
    second = submit(make_post(), "Another point.", guest(own=[first]))
    assert (first.status, second.status) == ("held", "held")
    moderate(second, "approved", mona)
    assert submit(make_post(), "A third point.", guest(own=[first, second])).status == "held"


def test_a_guest_who_typed_the_address_before_its_owner_confirmed_it_is_not_known():
    owners = make_comment(make_post())
    impostors = make_comment(make_post(), "I am Gustav, too.")
    confirmed(owners)
    assert submit(make_post(), "Another point.", guest(own=[impostors])).status == "held"
    assert submit(make_post(), "A third point.", guest(own=[owners])).status == "approved"


def test_what_an_impostor_sent_does_not_count_for_the_owner_of_the_address():
    owners = make_comment(make_post(), email="Gustav@Example.org")
    confirmed(owners)
    for number in range(2):
        make_comment(make_post(), f"Spam {number}", status="spam")
    assert submit(make_post(), "Another point.", guest(own=[owners])).status == "approved"


def test_a_browser_stays_known_through_comments_sent_after_the_confirmation():
    before = make_comment(make_post())
    confirmed(before)
    second = submit(make_post(), "Another point.", guest(own=[before]))
    assert submit(make_post(), "A third point.", guest(own=[second])).status == "approved"


def test_comments_of_an_account_do_not_make_a_guest_with_its_address_known(bob):
    confirmed(email=bob.email)
    make_comment(make_post(), author=bob)
    assert submit(make_post(), writer=guest("Bob", bob.email)).status == "held"


def test_a_verified_account_with_an_approved_comment_is_known(bob):
    assert submit(make_post(), writer=CommentAuthor(bob)).status == "held"
    make_comment(make_post(), author=bob)
    assert submit(make_post(), "Another point.", CommentAuthor(bob)).status == "approved"


def test_an_unverified_account_is_never_known():
    unverified = make_user(verified=False)
    make_comment(make_post(), author=unverified)
    assert submit(make_post(), writer=CommentAuthor(unverified)).status == "held"


def test_a_member_with_more_spam_than_approved_comments_is_held(bob):
    make_comment(make_post(), author=bob)
    make_comment(make_post(), author=bob, status="spam")
    assert submit(make_post(), writer=CommentAuthor(bob)).status == "held"


def test_a_suspicious_comment_by_a_known_commenter_is_held(bob):
    make_comment(make_post(), author=bob)
    assert submit(make_post(), "https://a.example", CommentAuthor(bob)).status == "held"


def test_a_rule_publishes_or_holds_all_comments_of_an_account(bob):
    rule = add_rule(Target.ACCOUNT, str(bob.pk), Verdict.TRUSTED)
    assert submit(make_post(comment_policy="all"), "https://a.example", CommentAuthor(bob)).status == "approved"
    CommenterRule.objects.filter(pk=rule.pk).update(verdict=Verdict.HELD)
    assert submit(make_post(comment_policy="publish"), writer=CommentAuthor(bob)).status == "held"


def test_a_rule_that_trusts_an_address_applies_only_if_it_is_confirmed():
    add_rule(Target.ADDRESS, "gustav@example.org", Verdict.TRUSTED)
    assert submit(make_post()).status == "held"
    before = make_comment(make_post())
    confirmed(before)
    assert submit(make_post(), writer=guest(email="Gustav@example.org", own=[before])).status == "approved"


def test_a_rule_for_a_network_holds_everyone_in_it():
    set_comment_policy("publish")
    add_rule(Target.NETWORK, HOME, Verdict.HELD)
    assert submit(make_post()).status == "held"
    assert submit(make_post(), network=ELSEWHERE).status == "approved"


@pytest.mark.parametrize(("of", "value"), [(Target.ADDRESS, "gustav@example.org"), (Target.NETWORK, HOME)])
def test_a_blocked_guest_is_told_why_and_nothing_is_stored(of, value):
    add_rule(of, value, Verdict.BLOCKED)
    with pytest.raises(CommenterBlocked, match=r"You cannot comment here: Three warnings\."):
        submit(make_post())
    assert not Comment.objects.exists()


def test_a_blocked_account_is_told_until_when(bob):
    add_rule(Target.ACCOUNT, str(bob.pk), Verdict.BLOCKED, until=timezone.now() + timedelta(days=3))
    with pytest.raises(CommenterBlocked, match=r"until .*Three warnings"):
        submit(make_post(), writer=CommentAuthor(bob))


def test_a_blocked_address_is_blocked_for_its_account_too(bob):
    add_rule(Target.ADDRESS, "bob@example.org", Verdict.BLOCKED)
    with pytest.raises(CommenterBlocked):
        submit(make_post(), writer=CommentAuthor(bob))
    EmailAddress.objects.update(verified=False)
    assert submit(make_post(), writer=CommentAuthor(bob)).pk


def test_a_rule_no_longer_applies_after_its_end():
    add_rule(Target.NETWORK, HOME, Verdict.BLOCKED, until=timezone.now() - timedelta(seconds=1))
    assert submit(make_post()).pk


def test_the_strictest_rule_applies(bob):
    add_rule(Target.ACCOUNT, str(bob.pk), Verdict.TRUSTED)
    add_rule(Target.NETWORK, HOME, Verdict.BLOCKED)
    with pytest.raises(CommenterBlocked):
        submit(make_post(), writer=CommentAuthor(bob))


def test_the_authors_of_an_article_are_never_blocked_from_it(alice):
    add_rule(Target.NETWORK, HOME, Verdict.BLOCKED)
    assert submit(make_post(author=alice), writer=CommentAuthor(alice)).status == "approved"


def test_articles_close_after_the_days_in_the_comment_settings():
    post = make_post(age=10)
    assert closes_at(post) is None
    CommentSettings.objects.create(pk=1, close_after_days=11)
    assert closes_at(post) == post.published_at + timedelta(days=11)
    assert is_open(post, timezone.now())
    CommentSettings.objects.update(close_after_days=10)
    assert not is_open(post, timezone.now())
    with pytest.raises(ThreadClosed):
        submit(post)


def test_a_thread_that_was_closed_manually_is_closed():
    assert not is_open(make_post(comments_open=False), timezone.now())


def test_the_automatic_decision_is_logged_first(alice):
    comment = submit(make_post(), "https://a.example")
    decision = Decision.objects.get(comment=comment)
    assert (decision.before, decision.after, decision.via, decision.by) == ("", "held", "rules", None)
    assert "contains nothing but a link: a.example (+2)" in decision.why
    assert Decision.objects.get(comment=submit(make_post(author=alice), writer=CommentAuthor(alice))).by == alice


def test_a_submission_takes_the_documented_number_of_queries(bob):
    post = make_post()
    submit(post, writer=CommentAuthor(bob))
    with CaptureQueriesContext(connection) as captured:
        submit(post, "Another point.", CommentAuthor(bob))
    reads = [query["sql"] for query in captured if query["sql"].startswith("SELECT")]
    own = [
        sql for sql in reads if any(f'FROM "{table}"' in sql for table in ("comments_standing", "account_emailaddress"))
    ]
    assert len(own) <= 2
    assert len(reads) <= 20
