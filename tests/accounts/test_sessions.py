"""The list of sessions, and how a session ends or changes its key."""

from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from accounts.models import User
from accounts.sessions import describe_user_agent
from accounts.tasks import delete_expired_data
from tests.accounts.logging_in import FIREFOX, PHONE, is_logged_in, log_in, reauthenticate
from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db
LIST, LOGIN = "/accounts/sessions/", "/accounts/login/"


def test_the_list_contains_every_browser_and_marks_this_one(bob):
    here = log_in(bob)
    log_in(bob, PHONE)
    page = here.get(LIST).text
    assert page.index("Firefox, Linux") < page.index("This browser") < page.index("Safari, iPhone")
    assert page.count("/end/") == 1


def test_dates_are_unambiguous_in_every_language(bob):
    """“11/12/2026” is ambiguous."""
    day = date_format(timezone.localtime())
    assert f"Since {day}, last seen {day}, " in log_in(bob).get(LIST).text
    assert [page for page in Path("templates").rglob("*.html") if "SHORT_DATE" in page.read_text()] == []


def test_all_other_browsers_can_be_logged_out(bob):
    here, phone = log_in(bob), log_in(bob, PHONE)
    answer = reauthenticate(here).post(LIST, follow=True)
    assert "You are logged out everywhere else." in answer.text
    assert is_logged_in(here)
    assert not is_logged_in(phone)
    assert "Safari, iPhone" not in answer.text


def test_one_browser_can_be_logged_out(bob):
    here, phone, tablet = log_in(bob), log_in(bob, PHONE), log_in(bob, "Tablet/1")
    session = UserSession.objects.get(user_agent=PHONE)
    reauthenticate(here).post(f"/accounts/sessions/{session.pk}/end/")
    assert [is_logged_in(browser) for browser in (here, phone, tablet)] == [True, False, True]


def test_users_cannot_end_the_sessions_of_others(alice, bob):
    thief, victim = reauthenticate(log_in(alice)), log_in(bob, PHONE)
    session = UserSession.objects.get(user_agent=PHONE)
    assert thief.post(f"/accounts/sessions/{session.pk}/end/").status_code == 404
    thief.post(LIST)
    assert is_logged_in(victim)


def test_ending_sessions_needs_reauthentication(bob):
    borrowed, owners = log_in(bob), log_in(bob, PHONE)
    session = UserSession.objects.get(user_agent=PHONE)
    for address in (LIST, f"/accounts/sessions/{session.pk}/end/"):
        answer = borrowed.post(address)
        assert answer.url.startswith("/accounts/reauthenticate/")
        borrowed.post(answer.url, {"password": "not this one"})
        assert is_logged_in(owners)
    borrowed.post(answer.url, {"password": PASSWORD})
    assert not is_logged_in(owners), "what was asked for is done as soon as the proof is there"


def test_last_seen_is_recorded_once_in_ten_minutes(bob, django_assert_num_queries):
    browser = log_in(bob)
    browser.get("/accounts/")
    bob.refresh_from_db()
    assert bob.last_seen_at is not None
    with django_assert_num_queries(3):  # session, person, site
        browser.get("/accounts/")


def test_anonymous_visitors_are_not_recorded(client, django_assert_num_queries):
    client.get("/")
    assert not client.cookies
    assert not UserSession.objects.exists()


def test_reauthentication_changes_the_session_key(bob):
    browser = log_in(bob)
    before = browser.session.session_key
    browser.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert browser.session.session_key != before
    assert is_logged_in(browser)
    assert UserSession.objects.filter(session_key=browser.session.session_key).exists()
    stolen = Client()
    stolen.cookies["sessionid"] = before
    assert not is_logged_in(stolen)


def test_logging_in_changes_the_session_key(client, bob):
    client.get("/accounts/2fa/webauthn/login/", headers={"accept": "application/json"})
    before = client.session.session_key
    client.post(LOGIN, {"login": bob.email, "password": PASSWORD})
    assert client.session.session_key not in {None, before}


def test_new_permissions_end_the_sessions_of_the_user(bob):
    root = make_user("root@example.org", is_staff=True, is_superuser=True)
    admin, browser = log_in(root), log_in(bob)
    fields = {"email": bob.email, "display_name": "Bob", "slug": "bob", "bio": "", "is_active": "on"}
    admin.post(f"/admin/accounts/user/{bob.pk}/change/", fields)
    assert is_logged_in(browser), "a new name is not a new permission"
    group = Group.objects.get(name="Author")
    admin.post(f"/admin/accounts/user/{bob.pk}/change/", fields | {"is_staff": "on", "groups": [group.pk]})
    assert not is_logged_in(browser)
    assert User.objects.get(pk=bob.pk).is_staff
    assert is_logged_in(admin)


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (FIREFOX, "Firefox, Linux"),
        (PHONE, "Safari, iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge, Windows"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari/537.36", "Chrome, Android"),
        ("curl/8.0", "curl/8.0"),
        ("", ""),
    ],
)
def test_user_agents_are_described(agent, name):
    assert describe_user_agent(agent) == name


def test_session_cookies_are_http_only_and_same_site(client, bob, settings):
    settings.SESSION_COOKIE_SECURE = True
    client.post(LOGIN, {"login": bob.email, "password": PASSWORD})
    cookie = client.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["secure"]
    assert cookie["samesite"] == "Lax"


def test_ended_sessions_are_deleted(bob):
    log_in(bob)
    delete_expired_data.func()
    assert UserSession.objects.count() == 1
    UserSession.objects.update(last_seen_at=timezone.now() - timedelta(days=15))
    delete_expired_data.func()
    assert not UserSession.objects.exists()


def test_a_new_password_keeps_this_session_under_a_new_key_and_ends_the_others(bob):
    here, elsewhere = log_in(bob), log_in(bob)
    before = here.session.session_key
    new = "seven yellow tractors"
    here.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert is_logged_in(here)
    assert here.session.session_key != before
    assert not is_logged_in(elsewhere)
    assert here.get(LIST).text.count("This browser") == 1


def test_a_login_ends_after_thirty_days_even_if_it_is_used(bob):
    browser, start = log_in(bob), timezone.now()
    with patch("django.utils.timezone.now") as now:
        for day in range(7, 29, 7):
            now.return_value = start + timedelta(days=day)
            assert is_logged_in(browser), day
        now.return_value = start + timedelta(days=30, minutes=1)
        browser.get("/accounts/")
        assert not is_logged_in(browser)
    assert is_logged_in(log_in(bob)), "a new login begins a new month"


def test_sessions_without_a_start_time_end_after_thirty_days_too(bob):
    browser = log_in(bob)
    session = browser.session
    for name in ("since", "seen"):
        del session[name]
    session.save()
    assert is_logged_in(browser)
    assert "since" in browser.session
