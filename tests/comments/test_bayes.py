"""What the spam filter learns from moderators' decisions, and how learned words are scored."""

from random import Random

import pytest

from comments.models import Comment, Decision, TokenCount
from comments.moderation.decide import decide, undo
from comments.spam.bayes import (
    EVERY_COMMENT,
    MAX_TOKENS,
    MIN_COMMENTS,
    bayes_score,
    sign_points,
    token_log_odds,
    tokens,
    word_tokens,
)
from comments.spam.score import load_counts
from comments.spam.signs.patterns import Sign
from comments.spam.text_features import TextFeatures, extract_features
from comments.spam.training import forget, learn
from tests.comments.submission import set_comment_policy, submit
from tests.factories import make_comment, make_post, moderate
from tests.processor_time import no_runaway

Status, Via = Comment.Status, Decision.Via


def found_in(text):
    return tokens(TextFeatures(text))


def test_tokens_are_signs_hosts_words_and_pairs_of_words():
    found = found_in("Check out MY channel 2024: https://www.Evil.example/x?y=1 sooooo good")
    for token in ("sign:asks-look", "sign:link", "host:evil.example", "check", "my channel", "0000", "soo", "soo good"):
        assert token in found
    assert len(found) == len(set(found))


def test_shouting_is_a_token_and_markup_is_not():
    assert "has:shouting" in found_in("THIS SONG ROCKS FOREVER")
    assert "has:shouting" not in found_in("Is NASA a US agency or not")
    assert "br" not in found_in("one<br>two")


def test_links_to_the_site_itself_are_no_tokens(settings):
    settings.SITE_URL = "https://www.blog.example"
    assert tokens(extract_features("As https://blog.example/a/ says")) == ["as", "says", "as says"]


def test_hostile_text_yields_few_tokens_in_time():
    for text in (
        "word " * 2_000,
        "a" * 10_000,
        "http://" * 1_000,
        "".join(map(chr, range(0x4E00, 0x5E00))),
        "my to " * 900,
    ):
        with no_runaway():
            found = found_in(text)
        assert len(found) <= MAX_TOKENS
        assert all(len(token) <= 60 for token in found)


pytestmark = pytest.mark.django_db
COUNTS = {EVERY_COMMENT: (20, 30), "pills": (10, 0), "thanks": (0, 15), "the": (10, 15)}


def test_words_of_spam_and_of_ham_change_the_probability():
    assert bayes_score(COUNTS, ["pills"]).probability > 0.9
    assert bayes_score(COUNTS, ["thanks"]).probability < 0.1
    assert bayes_score(COUNTS, ["pills", "the"]).words == ("pills",)


PROBES = {"never": 0, "rare": 0.01, "common": 0.4}
PLEASE = Sign("please", 0.7, lambda reading: reading.normalized)


def history(decisions, share_of_spam):
    """The counts after each decision. Spam never contains the words of PROBES, approved comments with the given frequency."""
    chance = Random(f"{decisions} {share_of_spam}")
    spam = ham = 0
    in_ham = dict.fromkeys(PROBES, 0)
    for _ in range(decisions):
        is_spam = chance.random() < share_of_spam
        spam, ham = spam + is_spam, ham + (not is_spam)
        for word, often in PROBES.items():
            in_ham[word] += not is_spam and chance.random() < often
        words = {token: (0, number) for word, number in in_ham.items() for token in (word, f"sign:{word}")}
        yield is_spam, {EVERY_COMMENT: (spam, ham)} | words


@pytest.mark.parametrize("share_of_spam", [0.01, 0.1, 0.5])
@pytest.mark.parametrize("decisions", [10, 200, 5_000])
def test_an_approval_never_raises_the_weight_of_a_word_that_no_spam_contains(decisions, share_of_spam):
    before = {}
    for is_spam, counts in history(decisions, share_of_spam):
        total = counts[EVERY_COMMENT]
        weights = {word: token_log_odds(*counts[word], *total) for word in PROBES}
        weights |= {f"sign:{word}": sign_points(Sign(word, 0.7, bool), counts) for word in PROBES}
        assert is_spam or all(weight <= before.get(token, 0.7) for token, weight in weights.items())
        before = weights
    assert all(odds <= 0 for token, odds in before.items() if token in PROBES)
    assert before["sign:never"] == 0.7


def test_the_word_please_stays_harmless_on_a_blog_with_little_spam():
    """It once held a comment on its own, after 161 approvals and 9 decisions for spam without it."""
    assert sign_points(PLEASE, {EVERY_COMMENT: (9, 161)}) == 0.7
    assert sign_points(PLEASE, {EVERY_COMMENT: (9, 161), "sign:please": (0, 12)}) == 0
    assert sign_points(PLEASE, {EVERY_COMMENT: (9, 161), "sign:please": (5, 2)}) == 2.2, "spam that has it raises it"


def test_one_spam_comment_does_not_outweigh_many_approved_ones():
    assert token_log_odds(1, 40, 10, 990) < 0 < token_log_odds(8, 40, 10, 990)


def test_common_and_unknown_words_are_ignored():
    assert bayes_score(COUNTS, ["the", "unheard"]).log_odds == 0


LOOK = Sign("asks-look", 1.2, lambda reading: reading.normalized)


@pytest.mark.parametrize(
    ("spam", "ham", "in_spam", "in_ham", "points"),
    [
        (0, 0, 0, 0, 1.2),
        (20, 20, 10, 0, 2.7),
        (20, 20, 1, 10, 0),
        (20, 20, 0, 0, 1.2),
        (100, 100, 5, 5, 0.1),
    ],
)
def test_decisions_change_the_points_of_a_sign_within_limits(spam, ham, in_spam, in_ham, points):
    counts = {EVERY_COMMENT: (spam, ham), "sign:asks-look": (in_spam, in_ham)}
    assert sign_points(LOOK, counts) == points


def test_words_are_ignored_until_enough_comments_were_decided():
    assert bayes_score({}, ["pills"]) is None
    assert bayes_score(COUNTS | {EVERY_COMMENT: (MIN_COMMENTS - 1, 500)}, ["pills"]) is None


def counts():
    return {word: (spam, ham) for word, spam, ham in TokenCount.objects.values_list() if spam or ham}


def make_decided(text, status, by, via=Via.QUEUE):
    comment = make_comment(make_post(), text, status="held")
    moderate(comment, status, by, via=via)
    return comment


def test_a_new_decision_replaces_what_the_earlier_one_counted(mona):
    comment = make_decided("cheap pills", Status.SPAM, mona)
    assert counts()["cheap pills"] == counts()[EVERY_COMMENT] == (1, 0)
    moderate(comment, Status.APPROVED, mona)
    assert counts()["cheap pills"] == counts()[EVERY_COMMENT] == (0, 1)
    moderate(comment, Status.REMOVED, mona)
    assert counts() == {}


def test_a_decision_that_changes_nothing_counts_nothing(mona):
    comment = make_decided("cheap pills", Status.SPAM, mona)
    moderate(comment, Status.SPAM, mona)
    assert counts()[EVERY_COMMENT] == (1, 0)


def test_undo_uncounts(mona):
    make_decided("cheap pills", Status.SPAM, mona)
    undo(mona)
    assert counts() == {}


def test_automatic_decisions_are_not_learned(mona):
    comment = make_decided("A fair point", Status.APPROVED, None, Via.RULES)
    assert counts() == {}
    moderate(comment, Status.SPAM, mona)
    assert counts()[EVERY_COMMENT] == (1, 0)


def test_a_report_that_hides_a_comment_uncounts_its_approval(mona):
    comment = make_decided("A fair point", Status.APPROVED, mona)
    moderate(comment, Status.HELD, via=Via.REPORT)
    assert counts() == {}


def test_an_edited_text_is_uncounted(mona):
    comment = make_decided("A fair point", Status.APPROVED, mona)
    forget(comment)
    assert counts() == {}


def test_decisions_in_bulk_count_like_single_ones(mona):
    post = make_post()
    for text in ("cheap pills", "cheap watches", "cheap pills now"):
        make_comment(post, text, status="held")
    decide(Comment.objects.held(), Status.SPAM, by=mona, via=Via.QUEUE)
    assert counts()["cheap"] == (3, 0)
    assert counts()["pills"] == (2, 0)


def test_a_trained_filter_recognises_the_words_of_spam(mona):
    post = make_post()
    for number in range(MIN_COMMENTS):
        make_comment(post, f"Buy cheap pills {number}", status="held")
    decide(Comment.objects.held(), Status.SPAM, by=mona, via=Via.QUEUE)
    assert score_of("cheap pills") is None
    for number in range(MIN_COMMENTS):
        make_comment(post, f"A thoughtful answer {number}", status="held")
    decide(Comment.objects.held(), Status.APPROVED, by=mona, via=Via.QUEUE)
    assert score_of("cheap pills here").probability > 0.9
    assert score_of("a thoughtful reply").probability < 0.1


def score_of(text):
    words = word_tokens(TextFeatures(text))
    return bayes_score(load_counts(words), words)


def test_links_lose_their_points_on_a_site_that_approves_them(mona):
    set_comment_policy("suspicious")
    post = make_post()
    assert submit(post, "As https://a.example says.").score == 1.5
    for number in range(30):
        make_comment(post, f"See https://source{number}.example for that", status="held")
    decide(Comment.objects.held(), Status.APPROVED, by=mona, via=Via.QUEUE)
    comment = submit(post, "As https://b.example says.")
    assert (comment.status, comment.score, comment.reasons) == ("approved", 0, [])


def everything():
    return sorted(TokenCount.objects.values_list())


def test_counts_of_an_older_format_are_discarded_and_learned_again(mona):
    """A release that changes what a token is uses another name for the row of totals; here the old name is empty."""
    make_decided("cheap pills", Status.SPAM, mona)
    approved = make_decided("A fair point", Status.APPROVED, mona)
    make_decided("What the rules let in", Status.APPROVED, None, Via.RULES)
    learned = everything()
    TokenCount.objects.filter(token=EVERY_COMMENT).update(token="")
    TokenCount.objects.filter(token="cheap").update(spam=90)
    waiting = make_comment(make_post(), "not decided", status="held")
    moderate(waiting, Status.REMOVED, mona)
    assert everything() == learned
    TokenCount.objects.filter(token=EVERY_COMMENT).delete()
    moderate(approved, Status.SPAM, mona)
    assert counts()[EVERY_COMMENT] == (2, 0)
    assert counts()["fair"] == counts()["cheap"] == (1, 0)


def test_learning_takes_a_constant_number_of_queries(mona, django_assert_num_queries):
    make_decided("the first one creates the row", Status.SPAM, mona)
    post = make_post()
    for size in (1, 40):
        comments = [
            make_comment(post, f"Check out my page {size} https://a.example", status="held") for _ in range(size)
        ]
        decisions = [Decision(comment=one, after=Status.SPAM, via=Via.QUEUE, by=mona) for one in comments]
        with django_assert_num_queries(5):
            learn(decisions)
        Decision.objects.bulk_create(decisions)
