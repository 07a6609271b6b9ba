"""Comments under names that look like those of staff members are held until the commenter is known."""

import pytest

from blog.models import BlogSettings, CommentPolicy
from comments.commenters.impersonation import skeleton
from comments.models import Comment
from tests.comments.mails import confirmed
from tests.comments.posting import send
from tests.comments.reasons import rules_with_points
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
def test_a_guest_with_the_name_of_a_moderator_is_held(client, mona, name):
    send(client, make_post(), name=name)
    assert newest().status == "held"
    assert rules_with_points(newest()) == ["staff-name"]


@pytest.mark.parametrize(
    "name", ["Mona", "Mona M.", "Ramona Moderator", "☕", "Bob", "Nona Moderator", "Мона Модератор"]
)
def test_other_names_are_accepted(client, mona, name):
    send(client, make_post(), name=name)
    assert newest().status == "approved"


def test_a_member_with_the_name_of_a_moderator_is_held_and_the_moderator_is_not(client, mona):
    post = make_post()
    client.force_login(make_user(display_name="Mona Moderator"))
    send(client, post, "I run this site")
    assert newest().status == "held"
    client.force_login(mona)
    send(client, post, "And I do indeed")
    assert newest().status == "approved"


def test_a_member_with_the_same_name_is_held_until_they_have_approved_comments(client, mona):
    """A verified account with an approved comment is known, as in the approval policy."""
    post, namesake = make_post(), make_user(display_name="Mona Moderator")
    make_comment(post, author=namesake)
    client.force_login(namesake)
    send(client, post, "It is me again")
    assert newest().status == "approved"


def test_a_guest_with_the_same_name_is_held_until_they_have_approved_comments(client, mona):
    post = make_post()
    send(client, post, "First", name="Mona Moderator")
    Comment.objects.update(status="approved", decided_by=mona)
    confirmed("gustav@example.org", newest())
    send(client, post, "Second", name="Mona Moderator")
    assert newest().status == "approved"


def test_names_of_former_staff_are_accepted(client, mona):
    mona.is_active = False
    mona.save()
    send(client, make_post(), name="Mona Moderator")
    assert newest().status == "approved"


def test_names_without_letters_look_like_no_other_name():
    assert skeleton("☕ – !") == ""
    assert skeleton("Ill 1") == skeleton("lil I")


def test_a_small_i_looks_like_an_l():
    assert skeleton("Alice") == skeleton("Allce") == skeleton("AIice") == skeleton("А1ісе")
