"""Users in the admin: who can edit whom, and nobody extends their own permissions."""

import re
from datetime import UTC, datetime

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.accounts.user_admin import USERS, run_action
from tests.factories import PASSWORD, make_comment, make_post, make_user
from tests.html import read

pytestmark = pytest.mark.django_db
ADD = "/admin/accounts/user/add/"


def change(person):
    return reverse("admin:accounts_user_change", args=[person.pk])


def fields_of(person, **changed):
    return {"email": person.email, "display_name": person.display_name, "slug": person.slug, "bio": ""} | changed


def test_the_list_shows_users_and_can_be_searched(signed_in, root, bob):
    bob.groups.add(Group.objects.get_or_create(name="Moderator")[0])
    admin = signed_in(root)
    page = admin.get(USERS).text
    for text in ("Bob Reader", "bob@example.org", "Moderator", "Ruth Root"):
        assert text in page
    found = read(admin.get(USERS, {"q": "bob@"})).one("#changelist").text
    assert "Bob Reader" in found
    assert "Ruth Root" not in found


@pytest.mark.parametrize("number", [25, 100])
def test_the_list_has_the_same_queries_for_many_users(signed_in, root, number, django_assert_num_queries):
    for _ in range(number):
        make_user(groups=["Author", "Moderator"], is_staff=True)
    admin = signed_in(root)
    admin.get(USERS)
    with django_assert_num_queries(6):
        page = admin.get(USERS)
    assert len(read(page).all("#result_list td.field-email")) == min(number + 1, 100)


def test_users_and_invitations_are_under_one_heading_each(signed_in, root):
    headings = re.findall(
        r'<a href="[^"]+" class="section"[^>]*>\s*([^<]+?)\s*</a>', signed_in(root).get("/admin/").text
    )
    assert "Accounts" in headings
    assert len(headings) == len(set(headings))


def test_a_user_is_added_with_address_name_and_password(signed_in, root):
    fields = {"email": "New@example.org", "display_name": "Nell New", "usable_password": "true"}
    answer = signed_in(root).post(ADD, fields | {"password1": PASSWORD, "password2": PASSWORD})
    nell = User.objects.get(email="new@example.org")
    assert answer.url == change(nell)
    assert nell.slug == "nell-new"
    assert nell.check_password(PASSWORD)
    assert not nell.is_staff


def test_an_address_that_is_taken_is_an_error_of_its_field(signed_in, root, bob):
    fields = {"email": "BOB@example.org", "display_name": "Bob", "usable_password": "true"}
    answer = signed_in(root).post(ADD, fields | {"password1": PASSWORD, "password2": PASSWORD})
    assert "Another account has this" in answer.context["adminform"].form.errors["email"][0]


def test_an_empty_slug_is_derived_from_the_name(signed_in, root, bob):
    signed_in(root).post(change(bob), fields_of(bob, display_name="Róbert R.", slug="", is_active="on"))
    bob.refresh_from_db()
    assert bob.slug == "róbert-r"


def test_the_password_hash_is_not_shown(signed_in, root, bob):
    page = signed_in(root).get(change(bob)).text
    assert "Set a new password" in page
    for part in bob.password.split("$"):
        assert len(part) < 4 or part not in page


def test_administrators_can_set_a_new_password(signed_in, root, bob):
    address = reverse("admin:auth_user_password_change", args=[bob.pk])
    new = {"usable_password": "true", "password1": "seven yellow tractors", "password2": "seven yellow tractors"}
    signed_in(root).post(address, new)
    bob.refresh_from_db()
    assert bob.check_password("seven yellow tractors")


def test_a_changed_address_has_to_be_confirmed_and_the_old_one_no_longer_works(signed_in, root, bob, client):
    signed_in(root).post(change(bob), fields_of(bob, email="Robert@example.org", is_active="on"))
    bob.refresh_from_db()
    assert bob.email == "robert@example.org"
    assert not EmailAddress.objects.filter(user=bob).exists()


def test_superusers_can_assign_roles(signed_in, root, bob):
    group = Group.objects.get_or_create(name="Editor")[0]
    signed_in(root).post(change(bob), fields_of(bob, is_active="on", is_staff="on", groups=[group.pk]))
    bob.refresh_from_db()
    assert bob.is_staff
    assert list(bob.groups.all()) == [group]


def test_users_cannot_extend_their_own_permissions(signed_in, hanna):
    group = Group.objects.get_or_create(name="Editor")[0]
    permission = Permission.objects.first()
    wish = {"is_superuser": "on", "is_staff": "on", "groups": [group.pk], "user_permissions": [permission.pk]}
    answer = signed_in(hanna).post(change(hanna), fields_of(hanna, bio="Helps.", is_active="on") | wish)
    assert answer.status_code == 302
    hanna.refresh_from_db()
    assert hanna.bio == "Helps."
    assert not hanna.is_superuser
    assert not hanna.groups.exists()
    assert hanna.user_permissions.count() == 4


def test_permissions_cannot_be_given_to_new_users_either(signed_in, hanna):
    fields = {"email": "new@example.org", "display_name": "Nell", "usable_password": "true", "is_superuser": "on"}
    admin = signed_in(hanna)
    admin.post(ADD, fields | {"password1": PASSWORD, "password2": PASSWORD})
    nell = User.objects.get(email="new@example.org")
    admin.post(change(nell), fields_of(nell, is_active="on", is_staff="on", is_superuser="on"))
    nell.refresh_from_db()
    assert not nell.is_superuser
    assert not nell.is_staff


@pytest.mark.parametrize("who", ["root", "alice"])
def test_only_superusers_can_edit_staff(signed_in, hanna, request, who):
    person = request.getfixturevalue(who)
    admin = signed_in(hanna)
    before = person.password
    admin.post(change(person), fields_of(person, email="mine@example.org", is_active="on"))
    password = reverse("admin:auth_user_password_change", args=[person.pk])
    new = {"usable_password": "true", "password1": "seven yellow tractors", "password2": "seven yellow tractors"}
    assert admin.post(password, new).status_code == 403
    assert admin.post(reverse("admin:accounts_user_delete", args=[person.pk]), {"post": "yes"}).status_code == 403
    admin.post(USERS, {"action": "delete_selected", "_selected_action": [person.pk], "post": "yes"})
    person.refresh_from_db()
    assert person.email != "mine@example.org"
    assert person.password == before


def test_staff_with_the_permission_can_edit_readers(signed_in, hanna, bob):
    signed_in(hanna).post(change(bob), fields_of(bob, display_name="Bob B."))
    bob.refresh_from_db()
    assert bob.display_name == "Bob B."
    assert not bob.is_active, "clearing the checkbox locks the account"


def test_authors_and_readers_cannot_see_users(signed_in, alice, bob):
    assert signed_in(alice).get(USERS).status_code == 403
    assert signed_in(bob).get(USERS).status_code in {302, 403}


def test_images_are_removed_from_the_list(signed_in, root, bob, settings, tmp_path):
    from django.core.files.base import ContentFile

    settings.MEDIA_ROOT = tmp_path
    bob.avatar.save("x.webp", ContentFile(b"picture"))
    path = tmp_path / bob.avatar.name
    assert path.exists()
    signed_in(root).post(USERS, {"action": "remove_pictures", "_selected_action": [bob.pk]})
    bob.refresh_from_db()
    assert not bob.avatar
    assert not path.exists()


def test_the_list_shows_whether_the_address_is_confirmed_the_last_visit_and_the_number_of_comments(
    signed_in, root, bob
):
    make_comment(make_post("A post"), author=bob)
    User.objects.filter(pk=bob.pk).update(last_seen_at=datetime(2025, 3, 4, tzinfo=UTC))
    [row] = read(signed_in(root).get(USERS, {"q": "bob@"})).all("#result_list tbody tr")
    assert "bob@example.org Address confirmed Active Last seen: March 4, 2025 Comments: 1" in row.text


@pytest.mark.parametrize(
    ("fields", "groups", "roles"),
    [
        ({}, [], ""),
        ({}, ["Reader"], "Reader"),
        ({"is_staff": True}, ["Author", "Moderator"], "Author, Moderator"),
        ({"is_staff": True}, [], "Staff"),
        ({"is_staff": True, "is_superuser": True}, [], "Superuser"),
        ({"is_staff": True, "is_superuser": True}, ["Editor"], "Superuser, Editor"),
    ],
)
def test_the_list_shows_superusers_staff_and_groups(signed_in, root, fields, groups, roles):
    make_user("wanted@example.org", groups=groups, **fields)
    assert read(signed_in(root).get(USERS, {"q": "wanted@"})).one("td.field-roles").text == roles


def test_a_locked_account_is_logged_out_and_stays_out_until_it_is_unlocked(client, root, bob):
    reader, login = Client(), {"login": bob.email, "password": PASSWORD}
    reader.post("/accounts/login/", login)
    client.force_login(root)
    assert "1 account was locked." in run_action(client, "lock", bob).text
    assert reader.get("/accounts/").status_code == 302
    reader.post("/accounts/login/", login)
    assert reader.get("/accounts/").status_code == 302
    assert "1 account was unlocked." in run_action(client, "unlock", bob).text
    reader.post("/accounts/login/", login)
    assert reader.get("/accounts/").status_code == 200


def test_users_cannot_lock_themselves_or_users_they_cannot_edit(signed_in, hanna, root, alice):
    assert "0 accounts were locked." in run_action(signed_in(hanna), "lock", hanna, root, alice).text
    assert User.objects.filter(is_active=True).count() == 3


def test_selected_users_are_logged_out_everywhere_and_can_log_in_again(client, root, bob):
    reader, login = Client(), {"login": bob.email, "password": PASSWORD}
    reader.post("/accounts/login/", login)
    client.force_login(root)
    assert "1 user was logged out." in run_action(client, "log_out", bob, root).text
    assert reader.get("/accounts/").status_code == 302
    assert client.get(USERS).status_code == 200
    assert "0 users were logged out." in run_action(client, "log_out", bob).text
    reader.post("/accounts/login/", login)
    assert reader.get("/accounts/").status_code == 200


def test_users_change_their_own_address_and_password_outside_the_admin(signed_in, root):
    admin = signed_in(root)
    powers = {"is_active": "on", "is_staff": "on", "is_superuser": "on"}
    admin.post(change(root), fields_of(root, email="thief@example.org", bio="Me.") | powers)
    own_password = reverse("admin:auth_user_password_change", args=[root.pk])
    new = {"usable_password": "true", "password1": "seven yellow tractors", "password2": "seven yellow tractors"}
    assert admin.post(own_password, new).url == "/accounts/password/change/"
    root.refresh_from_db()
    assert (root.email, root.bio) == ("root@example.org", "Me.")
    assert root.check_password(PASSWORD)


def test_a_password_reset_link_is_sent(signed_in, root, bob):
    assert "1 e-mail is being sent." in run_action(signed_in(root), "send_reset", bob).text
    [message] = mail.outbox
    assert message.to == [bob.email]
    assert "/password/reset/key/" in message.body


def test_every_action_is_in_the_history_of_the_user(signed_in, root, bob):
    admin = signed_in(root)
    for action in ("lock", "unlock", "send_reset", "take_over"):
        run_action(admin, action, bob)
    history = admin.get(reverse("admin:accounts_user_history", args=[bob.pk])).text
    for told in ("Account locked.", "Account unlocked.", "Password reset link sent.", "Articles taken over."):
        assert told in history


@pytest.mark.parametrize("model", ["mfa/authenticator", "account/emailaddress", "usersessions/usersession"])
def test_models_of_allauth_are_not_in_the_admin(signed_in, root, model):
    admin = signed_in(root)
    assert admin.get("/admin/").status_code == 200
    assert admin.get(f"/admin/{model}/").status_code == 404
    assert f"/admin/{model.partition('/')[0]}/" not in admin.get("/admin/").text
