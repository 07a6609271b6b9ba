"""While registration is closed, an invitation lets one visitor create an account."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone

from accounts.models import Invitation, User
from tests.accounts.responses import check_shape, words_of
from tests.accounts.signing_up import NEWCOMER, SIGNUP

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _closed(settings):
    settings.REGISTRATION_OPEN = False


@pytest.fixture
def invitation(edith):
    return Invitation.objects.create(made_by=edith, note="Nora")


def test_the_link_leads_to_the_form_and_creates_one_account(client, invitation):
    answer = client.get(invitation.path)
    assert answer.url == SIGNUP
    check_shape(client.get(SIGNUP))
    client.get(invitation.path)
    assert Invitation.objects.open().exists(), "looking at it spends nothing"
    client.post(SIGNUP, NEWCOMER)
    nora = User.objects.get(email="nora@example.org")
    invitation.refresh_from_db()
    assert (invitation.used_by, invitation.used_at is not None) == (nora, True)
    second = Client()
    assert second.get(invitation.path).status_code == 404
    assert "Registration is closed" in second.get(SIGNUP).text


def test_an_invitation_works_once(client, invitation):
    late = Client()
    for browser in (client, late):
        browser.get(invitation.path)
    client.post(SIGNUP, NEWCOMER)
    answer = late.post(SIGNUP, NEWCOMER | {"email": "late@example.org"})
    assert "Registration is closed" in answer.text
    assert not User.objects.filter(email="late@example.org").exists()


def test_simultaneous_signups_with_one_invitation_create_one_account(client, invitation, monkeypatch):
    client.get(invitation.path)
    monkeypatch.setattr(Invitation, "redeem", lambda self, person: False)
    assert "Registration is closed" in client.post(SIGNUP, NEWCOMER).text
    assert not User.objects.filter(email="nora@example.org").exists()


@pytest.mark.parametrize("change", [{"expires_at": timezone.now() - timedelta(1)}, {"used_at": timezone.now()}])
def test_an_expired_or_used_invitation_is_rejected(client, invitation, change):
    path = invitation.path
    Invitation.objects.update(**change)
    page = check_shape_of_404(client.get(path))
    assert "no longer valid" in page.text


def check_shape_of_404(answer):
    assert answer.status_code == 404
    answer.status_code = 200
    return check_shape(answer)


@pytest.mark.parametrize("token", ["x", "abc:def", "1:" + "y" * 3_000, "é:é"])
def test_a_forged_invitation_is_rejected(client, token):
    assert client.get(f"/accounts/invitation/{token}/").status_code == 404
    assert "Registration is closed" in client.post(SIGNUP, NEWCOMER).text


def bare(answer, email, invitation):
    token = invitation.path.split("/")[-2]
    return words_of(answer).replace(email, "…").replace(token, "…").replace(quote(token), "…")


def test_an_invitation_does_not_reveal_whether_an_address_has_an_account(invitation, edith, bob):
    """Neither in the browser that used it, nor when the link is opened again."""
    seen = []
    for email, link in (("nora@example.org", invitation), (bob.email, Invitation.objects.create(made_by=edith))):
        browser = Client()
        browser.get(link.path)
        answers = [browser.post(SIGNUP, NEWCOMER | {"email": email}, follow=True)]
        answers += [browser.get(SIGNUP), Client().get(link.path), browser.get(link.path)]
        seen.append([(answer.status_code, bare(answer, email, link)) for answer in answers])
    assert seen[0] == seen[1]
    assert not Invitation.objects.open().exists()


def test_editors_create_invitations_in_the_admin(signed_in, edith):
    edith.user_permissions.add(Permission.objects.get(codename="view_user", content_type__app_label="accounts"))
    admin = signed_in(edith)
    assert "Create an invitation link" in admin.get("/admin/accounts/user/").text
    day = timezone.now() + timedelta(days=3)
    fields = {"note": "Nora", "expires_at_0": f"{day:%Y-%m-%d}", "expires_at_1": "08:00:00"}
    page = admin.post("/admin/accounts/invitation/add/", fields, follow=True).text
    invitation = Invitation.objects.get()
    assert invitation.made_by == edith
    assert f"http://127.0.0.1:8000{invitation.path}" in page
    assert "Nora" in admin.get("/admin/accounts/invitation/").text


def test_authors_cannot_create_invitations(signed_in, alice):
    assert signed_in(alice).get("/admin/accounts/invitation/add/").status_code == 403
