"""Whoever writes under the name of somebody who runs the site waits for approval, until the moderators know better."""

import pytest

from blog.models import BlogSettings, CommentPolicy
from comments.commenters.impersonation import skeleton
from comments.models import Comment
from tests.comments.mails import confirmed
from tests.comments.posting import send
from tests.comments.reasons import rules_of
from tests.factories import make_comment, make_post, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _hold_what_is_suspicious(db):
    site = BlogSettings.current()
    site.comment_policy = CommentPolicy.HOLD_SUSPICIOUS
    site.save()


def newest():
    return Comment.objects.latest("pk")


@pytest.mark.parametrize(
    "name",
    [
        "Mona Moderator",
        "mona moderator",
        "MONA  MODERATOR!",
        "Mona-Moderator",
        "Móna Möderator",
        "Моna Моdеrаtоr",  # some letters are Cyrillic
        "Mona M0derator",
        "Mo\u200bna Moderator",
        "\uff2d\uff4f\uff4e\uff41 Moderator",  # full width
        "rnona Moderator",
        "Мona Moderator",  # a Cyrillic capital
        "мona moderator",  # the same letter as a small one
        "\u13b7ona Moderator",  # Cherokee
        "Mo\u0578a Moderator",  # Armenian
        "Mon\u0251 Moderator",  # a phonetic letter
        "\U0001d578ona Moderator",  # mathematical
    ],
)
def test_a_guest_under_the_name_of_a_moderator_waits(client, mona, name):
    send(client, make_post(), name=name)
    assert newest().status == "held"
    assert rules_of(newest()) == ["staff-name"]


@pytest.mark.parametrize(
    "name", ["Mona", "Mona M.", "Ramona Moderator", "☕", "Bob", "Nona Moderator", "Мона Модератор"]
)
def test_other_names_are_free(client, mona, name):
    send(client, make_post(), name=name)
    assert newest().status == "approved"


def test_a_member_who_takes_the_name_waits_as_well_and_the_real_one_does_not(client, mona):
    post = make_post()
    client.force_login(make_user(display_name="Mona Moderator"))
    send(client, post, "I run this site")
    assert newest().status == "held"
    client.force_login(mona)
    send(client, post, "And I do indeed")
    assert newest().status == "approved"


def test_who_only_has_the_same_name_is_held_until_known(client, mona):
    """By a proven account or address with an approved comment, as everywhere in the policy."""
    post, namesake = make_post(), make_user(display_name="Mona Moderator")
    make_comment(post, author=namesake)
    client.force_login(namesake)
    send(client, post, "It is me again")
    assert newest().status == "approved"


def test_a_guest_with_the_same_name_too(client, mona):
    post = make_post()
    send(client, post, "First", name="Mona Moderator")
    Comment.objects.update(status="approved", decided_by=mona)
    confirmed("gustav@example.org", newest())
    send(client, post, "Second", name="Mona Moderator")
    assert newest().status == "approved"


def test_people_who_left_lend_no_name(client, mona):
    mona.is_active = False
    mona.save()
    send(client, make_post(), name="Mona Moderator")
    assert newest().status == "approved"


def test_what_has_no_letter_looks_like_nothing():
    assert skeleton("☕ – !") == ""
    assert skeleton("Ill 1") == skeleton("lil I")


def test_small_i_and_l_look_alike_as_capitals_do():
    assert skeleton("Alice") == skeleton("Allce") == skeleton("AIice") == skeleton("А1ісе")
