"""Deleting users in the admin, and what users can't do to their own account there."""

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from accounts.models import User
from comments.models import Comment, Like
from tests.factories import PASSWORD, make_comment, make_post, make_user

pytestmark = pytest.mark.django_db
LIST = "/admin/accounts/user/"
OWN_IDS = ["7", "07", "+7", " 7", "0_7", "\uff17"]  # all of them 7 to int()


@pytest.fixture
def root(db):
    return make_user("root@example.org", pk=7, display_name="Ruth Root", is_staff=True, is_superuser=True)


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def delete_one(admin, *people):
    for person in people:
        yield admin.post(reverse("admin:accounts_user_delete", args=[person.pk]), {"post": "yes"})


def delete_chosen(admin, *people):
    chosen = {"action": "delete_selected", "_selected_action": [person.pk for person in people], "post": "yes"}
    yield admin.post(LIST, chosen)


@pytest.mark.parametrize("delete", [delete_one, delete_chosen])
def test_deleting_a_user_in_the_admin_leaves_nothing_behind(signed_in, root, bob, delete):
    carol = make_user("carol@example.org", display_name="Carol Reader")
    bob.avatar.save("bob.webp", ContentFile(b"picture"))
    storage, picture = bob.avatar.storage, bob.avatar.name
    post = make_post("The Post")
    comment = make_comment(post, "Words of Bob", author=bob, network="192.0.2.0/24")
    liked = make_comment(make_post("Another"), "Liked")
    Like.objects.create(comment=liked, reader=f"user:{bob.pk}")
    Comment.objects.filter(pk=liked.pk).update(likes_count=1)
    anonymous = Client()
    assert "Bob Reader" in anonymous.get(post.get_absolute_url()).text
    assert [answer.status_code for answer in delete(signed_in(root), bob, carol)][0] == 302
    assert not User.objects.filter(pk__in=[bob.pk, carol.pk]).exists()
    assert not storage.exists(picture)
    assert not Like.objects.exists()
    comment.refresh_from_db()
    assert (comment.author, comment.name, comment.network) == (None, "Former member", "")
    liked.refresh_from_db()
    assert liked.likes_count == 0
    page = anonymous.get(post.get_absolute_url()).text
    assert "Words of Bob" in page
    assert "Bob Reader" not in page


def test_the_confirmation_says_what_happens_to_comments(signed_in, root, bob):
    admin, page = signed_in(root), reverse("admin:accounts_user_delete", args=[bob.pk])
    assert "Their comments stay, without their name." in admin.get(page).text
    User.objects.filter(pk=bob.pk).update(delete_comments=True)
    assert "Their comments will be deleted too" in admin.get(page).text
    chosen = admin.post(LIST, {"action": "delete_selected", "_selected_action": [bob.pk]}).text
    assert "Their comments stay" in chosen


@pytest.mark.parametrize("delete", [delete_one, delete_chosen])
def test_authors_cannot_be_deleted_before_their_articles_are_taken_over(signed_in, root, alice, delete):
    make_post("Mine", author=alice)
    [answer] = delete(signed_in(root), alice)
    assert "Take them over first" in answer.text
    assert User.objects.filter(pk=alice.pk).exists()


def test_an_article_written_after_the_confirmation_page_prevents_the_deletion(signed_in, root, bob, alice, monkeypatch):
    """The admin looks for protected articles first; the deletion finds one that was written meanwhile."""
    monkeypatch.setattr("accounts.admin.users.UserAdmin.get_deleted_objects", lambda *args: ([], {}, set(), []))
    make_post("Mine", author=alice)
    [one] = delete_one(signed_in(root), alice)
    [chosen] = delete_chosen(signed_in(root), bob, alice)
    assert (one.status_code, chosen.status_code) == (403, 403)
    assert User.objects.filter(pk__in=[alice.pk, bob.pk]).count() == 2


@pytest.mark.parametrize("spelling", OWN_IDS)
def test_users_cannot_set_their_own_password_in_the_admin_however_the_id_is_written(signed_in, root, spelling):
    new = {"usable_password": "true", "password1": "seven yellow tractors", "password2": "seven yellow tractors"}
    answer = signed_in(root).post(f"{LIST}{spelling}/password/", new)
    root.refresh_from_db()
    assert root.check_password(PASSWORD)
    assert answer.url == "/accounts/password/change/"


@pytest.mark.parametrize("spelling", OWN_IDS)
def test_users_cannot_delete_their_own_account_in_the_admin(signed_in, root, spelling):
    make_user("other@example.org", is_staff=True, is_superuser=True)
    admin = signed_in(root)
    answer = admin.post(f"{LIST}{spelling}/delete/", {"post": "yes"})
    assert answer.url == "/accounts/data/delete/"
    [chosen] = delete_chosen(admin, root)
    assert chosen.status_code == 403
    assert User.objects.filter(pk=7).exists()


def test_users_cannot_lock_themselves_out_of_the_admin(signed_in, root):
    admin = signed_in(root)
    page = reverse("admin:accounts_user_change", args=[root.pk])
    admin.post(page, {"display_name": "Ruth R.", "slug": root.slug, "bio": ""})
    root.refresh_from_db()
    assert root.display_name == "Ruth R."
    assert (root.is_active, root.is_staff, root.is_superuser) == (True, True, True)
