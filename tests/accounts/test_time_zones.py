"""The time zone of a user: chosen in the profile, used in the admin, invisible to readers."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from accounts.time_zones import describe_zone, zone_of
from tests.factories import make_post
from tests.html import read

pytestmark = pytest.mark.django_db
PROFILE = "/accounts/profile/"


@pytest.fixture
def berlin(alice):
    alice.time_zone = "Europe/Berlin"
    alice.save()
    return alice


def save_profile(client, **changes):
    return client.post(PROFILE, {"display_name": "Alice", "bio": "", "links": "", **changes})


def test_staff_choose_their_time_zone_in_the_profile(signed_in, alice):
    client = signed_in(alice)
    field = read(client.get(PROFILE)).field("Time zone optional")
    assert field.value == ""
    assert "That of the site (UTC)" in str(field.all("option")[0].children)
    assert save_profile(client, time_zone="America/New_York").status_code == 302
    alice.refresh_from_db()
    assert alice.time_zone == "America/New_York"


def test_readers_are_not_asked_for_it(signed_in, bob):
    client = signed_in(bob)
    assert "Time zone" not in read(client.get(PROFILE)).text
    save_profile(client, time_zone="Europe/Berlin")
    bob.refresh_from_db()
    assert bob.time_zone == ""


@pytest.mark.parametrize("zone", ["Mars/Base", "../../etc/passwd", "EST5EDT", "x" * 300])
def test_unknown_zones_are_rejected(signed_in, alice, zone):
    assert save_profile(signed_in(alice), time_zone=zone).status_code == 200
    alice.refresh_from_db()
    assert alice.time_zone == ""


def test_a_zone_that_this_server_does_not_know_is_that_of_the_site(alice):
    alice.time_zone = "Europe/Atlantis"
    assert zone_of(alice) == ZoneInfo("UTC")


def test_the_admin_shows_times_in_it_and_other_pages_do_not(signed_in, berlin):
    post = make_post("Noon", author=berlin, published_at=datetime(2026, 7, 1, 22, 30, tzinfo=UTC))
    client = signed_in(berlin)
    page = read(client.get(f"/admin/blog/post/{post.pk}/change/"))
    assert [page.one(f"#id_published_at_{part}").value for part in (0, 1)] == ["2026-07-02", "00:30:00"]
    assert "July 1, 2026" in read(client.get("/articles/noon/")).text
    assert timezone.get_current_timezone_name() == "UTC"


def test_the_next_user_gets_their_own_zone(signed_in, client, berlin, edith):
    post = make_post("Noon", author=berlin, published_at=datetime(2026, 7, 1, 22, 30, tzinfo=UTC))
    for person, day in ((berlin, "2026-07-02"), (edith, "2026-07-01"), (berlin, "2026-07-02")):
        page = read(signed_in(person).get(f"/admin/blog/post/{post.pk}/change/"))
        assert page.one("#id_published_at_0").value == day


@pytest.mark.parametrize(
    ("zone", "at", "label"),
    [
        ("Europe/Berlin", datetime(2026, 1, 1, tzinfo=UTC), "Europe/Berlin, UTC+01:00"),
        ("Europe/Berlin", datetime(2026, 7, 1, tzinfo=UTC), "Europe/Berlin, UTC+02:00"),
        ("America/St_Johns", datetime(2026, 1, 1, tzinfo=UTC), "America/St_Johns, UTC−03:30"),
        ("Asia/Kathmandu", datetime(2026, 1, 1, tzinfo=UTC), "Asia/Kathmandu, UTC+05:45"),
        ("UTC", datetime(2026, 1, 1, tzinfo=UTC), "UTC"),
    ],
)
def test_a_zone_is_described_with_its_offset(zone, at, label):
    with timezone.override(zone):
        assert describe_zone(at) == label
