"""Users can export their data, and deleting the account deletes it."""

import json
import os
import re
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from accounts.models import DataExport, EmailChange, Invitation, User
from accounts.personal_data.deletion import GRACE_PERIOD, delete_account, delete_due_accounts
from accounts.personal_data.registry import providers
from accounts.tasks import delete_accounts, delete_expired_data
from blog.drafts import take_snapshot
from blog.models import (
    Authorship,
    Bookmark,
    Draft,
    EditorNote,
    Image,
    Post,
    PreviewLink,
    Redirect,
    ReviewStep,
    Revision,
)
from comments.models import Comment, CommenterRule, Decision, Like, ModerationMailOptOut, Report, Subscription
from tests.accounts.logging_in import log_in, reauthenticate
from tests.accounts.responses import check_shape
from tests.factories import PASSWORD, make_comment, make_post, make_user
from tests.html import read

pytestmark = pytest.mark.django_db
DATA, EXPORT, LEAVE = "/accounts/data/", "/accounts/data/export/", "/accounts/data/delete/"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.DATA_DIR = tmp_path


def links_to_people():
    """Every field of every model that points to a user, including many-to-many tables."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            if field.related_model is User and (field.many_to_one or field.one_to_one) and not field.auto_created:
                yield model, field


def all_that_a_person_can_have(person):
    """A row for every foreign key to a user, each with a marker that must be gone afterwards."""
    other = make_user("other@example.org", display_name="Otto Other")
    post = make_post("A post", author=other)
    comment = make_comment(post, "Words of mine", author=person)
    answered = make_comment(post, "My answered words", author=person)
    answer = make_comment(post, "An answer", author=other, parent=answered)
    Comment.objects.filter(pk=answer.pk).update(decided_by=person)
    Decision.objects.create(comment=answer, after="approved", by=person, via="queue")
    Like.objects.create(comment=answer, reader=f"user:{person.pk}")
    Comment.objects.filter(pk=answer.pk).update(likes_count=1)
    Report.objects.create(comment=answer, reader=f"user:{person.pk}", reason="other", text="My complaint")
    CommenterRule.objects.create(of="account", value=str(person.pk), verdict="held", reason="x", by=other)
    CommenterRule.objects.create(of="network", value="192.0.2.0/24", verdict="held", reason="x", by=person)
    Subscription.objects.create(post=post, user=person, kind="thread")
    ModerationMailOptOut.objects.create(user=person)
    Bookmark.objects.create(post=post, user=person)
    Draft.objects.create(post=post, user=person, fields={"body": ["My draft"]}, base_version=1)
    PreviewLink.objects.make(post, person, 7)
    take_snapshot(Draft.objects.get(), post, Revision.Kind.SNAPSHOT)
    EditorNote.objects.create(post=post, author=person, resolved_by=person, resolved_at=timezone.now(), body="My note")
    ReviewStep.objects.create(post=post, user=person, kind="changes", note="My advice")
    Redirect.objects.create(path="/authors/my-former-name/", author=person)
    image = Image(alt="A kettle", uploaded_by=person, width=1, height=1)
    image.file.name = "images/x.webp"
    Image.objects.bulk_create([image])
    person.groups.add(Group.objects.get(name="Author"))
    person.user_permissions.add(Permission.objects.first())
    Authenticator.objects.create(user=person, type="totp", data={"secret": "TOPSECRET"})
    UserSession.objects.create(user=person, ip="192.0.2.9", session_key="k" * 32, user_agent="Firefox")
    LogEntry.objects.create(user=person, action_flag=2, object_repr="Something")
    Invitation.objects.create(made_by=person)
    Invitation.objects.create(made_by=other, used_by=person)
    DataExport.objects.create(user=person)
    EmailChange.objects.create(user=person, old_email="older@example.org", new_email=person.email)
    if settings.SOCIAL_LOGIN:
        from allauth.socialaccount.models import SocialAccount

        told = {"email": "me@club.example"}
        SocialAccount.objects.create(user=person, provider="club", uid="CLUB-UID", extra_data=told)
    person.avatar.save("me.webp", ContentFile(b"picture"))
    return comment, answered, answer


def test_every_foreign_key_to_a_user_is_registered_once():
    known = [name for part in providers.values() for name in part.on_delete]
    found = {f"{model._meta.app_label}.{model.__name__}.{field.name}" for model, field in links_to_people()}
    many = {
        f"{model._meta.app_label}.{model.__name__}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.many_to_many
        if field.related_model is User
    }
    assert sorted(known) == sorted(found | many)


def test_deleting_an_account_with_all_kinds_of_data_leaves_nothing_behind(bob):
    all_that_a_person_can_have(bob)
    Authorship.objects.create(post=make_post("Mine"), author=bob)
    for model, field in links_to_people():
        assert model._default_manager.filter(**{field.name: bob}).exists(), f"the test has no {model} {field.name}"
    pk, picture = bob.pk, bob.avatar
    assert not delete_account(bob), "the article hinders it"
    providers["blog"].hand_over(bob, make_user("heir@example.org"))
    assert delete_account(bob)
    for model, field in links_to_people():
        assert not model._default_manager.filter(**{f"{field.name}_id": pk}).exists()
    assert not User.objects.filter(pk=pk).exists()
    assert not picture.storage.exists(picture.name or "avatars/me.webp")
    assert not Like.objects.exists()
    assert not Report.objects.filter(reader__startswith="user:").exists()
    assert not CommenterRule.objects.filter(of="account").exists()


def test_kept_comments_lose_their_name(bob):
    comment, _answered, answer = all_that_a_person_can_have(bob)
    delete_account(bob)
    comment.refresh_from_db()
    assert (comment.author, comment.body, comment.status) == (None, "Words of mine", "approved")
    assert (comment.shown_name, comment.email) == ("Former member", "")
    answer.refresh_from_db()
    assert answer.likes_count == 0


def test_deleting_an_account_removes_its_likes_from_cached_pages(bob):
    liked = make_comment(make_post("A post"), "Liked")
    anonymous, page = Client(), "/articles/a-post/"
    reauthenticate(log_in(bob)).post(f"/comments/{liked.pk}/like/")
    assert [likes.text for likes in read(anonymous.get(page)).all(".comment-likes")] == ["1"]
    assert delete_account(bob)
    assert read(anonymous.get(page)).all(".comment-likes") == []


def test_replies_of_others_stay_when_comments_are_deleted(bob):
    comment, answered, answer = all_that_a_person_can_have(bob)
    bob.delete_comments = True
    delete_account(bob)
    assert not Comment.objects.filter(pk=comment.pk).exists()
    answered.refresh_from_db()
    assert (answered.body, answered.html, answered.status) == ("", "", "removed")
    answer.refresh_from_db()
    assert answer.body == "An answer"
    post = Post.objects.get(pk=answer.post_id)
    assert post.comment_count == 1


def test_the_export_contains_everything_and_no_secret(bob):
    all_that_a_person_can_have(bob)
    DataExport.objects.all().delete()
    browser = prove_with_factor(bob)
    page = browser.post(EXPORT, follow=True)
    check_shape(page)
    [message] = [message for message in mail.outbox if "is ready" in message.body]
    assert message.to == [bob.email]
    answer = browser.get(re.search(r"/accounts/data/export/\S+", message.body)[0])
    assert "attachment" in answer["Content-Disposition"]
    assert "no-store" in answer["Cache-Control"]
    archive = ZipFile(BytesIO(b"".join(answer.streaming_content)))
    text = archive.read("data.json").decode()
    data = json.loads(text)
    assert data.keys() == {"account", "blog", "comments"}
    assert data["account"]["profile"]["e-mail"] == bob.email
    assert {comment["body"] for comment in data["comments"]["comments"]} == {"Words of mine", "My answered words"}
    assert data["blog"]["bookmarks"][0]["post__title"] == "A post"
    assert f"media/{bob.avatar.name}" in archive.namelist()
    assert ("CLUB-UID" in text and "me@club.example" in text) == bool(settings.SOCIAL_LOGIN)
    assert "TOPSECRET" not in text
    assert "k" * 32 not in text
    assert bob.password not in text


def prove_with_factor(person):
    Authenticator.objects.filter(user=person).delete()
    browser = reauthenticate(log_in(person))
    Authenticator.objects.create(user=person, type="totp", data={"secret": "TOPSECRET"})
    return browser


def test_the_link_does_not_work_for_others_or_after_it_expires(bob, alice):
    browser = reauthenticate(log_in(bob))
    browser.post(EXPORT)
    export = DataExport.objects.get()
    link = export.download_path
    assert Client().get(link).status_code == 302
    assert reauthenticate(log_in(alice)).get(link).status_code == 404
    assert browser.get(link[:-2] + "x/").status_code == 404
    held = browser.get(link)
    assert held.status_code == 200
    assert b"".join(held.streaming_content), "which closes the file too"
    DataExport.objects.update(asked_at=timezone.now() - timedelta(days=3))
    assert browser.get(link).status_code == 404
    path = export.file.path
    delete_expired_data.func()
    assert not DataExport.objects.exists()
    assert not os.path.exists(path)


def test_one_export_is_prepared_at_a_time_after_reauthentication(bob, client):
    client.force_login(bob)
    assert client.post(EXPORT).url.startswith("/accounts/reauthenticate/")
    browser = reauthenticate(log_in(bob))
    for _ in range(3):
        browser.post(EXPORT)
    assert DataExport.objects.count() == 1
    check_shape(browser.get(DATA))


def test_exports_are_stored_where_nothing_serves_them(bob, settings):
    browser = reauthenticate(log_in(bob))
    browser.post(EXPORT)
    path = DataExport.objects.get().file.path
    assert not path.startswith(str(settings.MEDIA_ROOT))
    assert browser.get(f"/media/{DataExport.objects.get().file.name}").status_code == 404


def test_deletion_requires_a_choice_logs_out_and_happens_after_a_week(bob):
    elsewhere, browser = reauthenticate(log_in(bob)), reauthenticate(log_in(bob))
    check_shape(browser.get(LEAVE))
    refused = browser.post(LEAVE).text
    assert "Choose what happens to your comments." in refused
    assert refused.count("autofocus") == 1
    answer = browser.post(LEAVE, {"comments": "erase"})
    check_shape(answer)
    assert "Account deletion scheduled" in answer.text
    assert browser.get("/accounts/").status_code == elsewhere.get("/accounts/").status_code == 302
    bob.refresh_from_db()
    assert bob.delete_comments
    assert timedelta(days=6, hours=23) < bob.deletion_due_at - timezone.now() <= GRACE_PERIOD
    assert "will be deleted on" in mail.outbox[-1].body
    delete_accounts.func()
    assert User.objects.filter(pk=bob.pk).exists()
    assert delete_due_accounts(timezone.now() + GRACE_PERIOD) == 1
    assert not User.objects.filter(pk=bob.pk).exists()


def test_logging_in_cancels_the_deletion(bob):
    reauthenticate(log_in(bob)).post(LEAVE, {"comments": "keep"})
    answer = Client().post("/accounts/login/", {"login": bob.email, "password": PASSWORD}, follow=True)
    assert "Your account will not be deleted" in answer.text
    assert delete_due_accounts(timezone.now() + GRACE_PERIOD) == 0
    assert User.objects.filter(pk=bob.pk).exists()


def test_deletion_requires_reauthentication(client, bob):
    client.force_login(bob)
    assert client.post(LEAVE, {"comments": "erase"}).url.startswith("/accounts/reauthenticate/")
    bob.refresh_from_db()
    assert bob.deletion_due_at is None


def test_authors_must_hand_over_their_articles_before_deletion(alice, client):
    posts = [make_post("One", author=alice), make_post("Two", authors=[alice, make_user()])]
    browser = reauthenticate(log_in(alice))
    page = check_shape(browser.get(LEAVE))
    assert "You are an author of 2 articles." in page.text
    assert page.all("[name=comments]") == []
    browser.post(LEAVE, {"comments": "keep"})
    alice.refresh_from_db()
    assert alice.deletion_due_at is None

    root = make_user("root@example.org", is_staff=True, is_superuser=True)
    client.force_login(root)
    answer = client.post("/admin/accounts/user/", {"action": "take_over", "_selected_action": [alice.pk]}, follow=True)
    assert "2 articles were transferred to you." in answer.text
    assert [root in post.authors.all() for post in posts] == [True, True]
    browser.post(LEAVE, {"comments": "keep"})
    assert delete_due_accounts(timezone.now() + GRACE_PERIOD) == 1


def test_an_article_written_meanwhile_postpones_the_deletion(bob):
    reauthenticate(log_in(bob)).post(LEAVE, {"comments": "keep"})
    make_post("Late", author=bob)
    assert delete_due_accounts(timezone.now() + GRACE_PERIOD) == 0
    assert User.objects.filter(pk=bob.pk).exists()


def test_the_last_superuser_cannot_be_deleted(bob):
    root = make_user("root@example.org", is_staff=True, is_superuser=True)
    assert "Make another user a superuser first." in reauthenticate(log_in(root)).get(LEAVE).text
    make_user("heir@example.org", is_staff=True, is_superuser=True)
    assert "You are the only superuser" not in reauthenticate(log_in(root)).get(LEAVE).text
