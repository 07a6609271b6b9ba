"""Dates of articles are entered and shown in the time zone of the user."""

from datetime import UTC, datetime

import pytest

from blog.models import Post
from tests.blog.article_forms import ADD, change_url, current_data, errors, form_data
from tests.factories import make_post
from tests.html import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def berlin(signed_in, alice):
    alice.time_zone = "Europe/Berlin"
    alice.save()
    return signed_in(alice)


def dates(name, day, time=""):
    return {f"{name}_0": day, f"{name}_1": time}


@pytest.mark.parametrize(
    ("day", "time", "moment"),
    [
        ("2027-01-15", "08:00", datetime(2027, 1, 15, 7, tzinfo=UTC)),
        ("2027-07-15", "08:00", datetime(2027, 7, 15, 6, tzinfo=UTC)),
        ("2027-07-15", "", datetime(2027, 7, 14, 22, tzinfo=UTC)),
    ],
)
def test_a_scheduled_time_is_one_of_the_author(berlin, day, time, moment):
    berlin.post(ADD, form_data(status="published", **dates("published_at", day, time)))
    post = Post.objects.get()
    assert (post.published_at, post.state_label) == (moment, "Scheduled")


def test_the_offset_of_its_date_is_next_to_each_date(berlin, alice):
    post = make_post(author=alice, published_at=datetime(2026, 7, 1, tzinfo=UTC))
    page = read(berlin.get(change_url(post)))
    notes = [note.text for note in page.all(".field-published_at .help")]
    assert notes == ["A date without a time means midnight. Time zone: Europe/Berlin, UTC+02:00."]
    assert "Europe/Berlin, UTC+0" in page.one(".field-expires_at").text
    assert "Europe/Berlin, UTC+0" in page.one(".field-revised_at").text


@pytest.mark.parametrize(
    ("day", "problem"),
    [
        ("2027-03-28", "On March 28, 2027, the clocks in Europe/Berlin go forward: there is no 2:30 a.m."),
        ("2027-10-31", "On Oct. 31, 2027, the clocks in Europe/Berlin go back: 2:30 a.m. comes twice."),
    ],
)
def test_a_time_at_which_clocks_change_is_rejected_with_the_reason(berlin, day, problem):
    answer = berlin.post(ADD, form_data(status="published", **dates("published_at", day, "02:30")))
    [message] = errors(answer)["published_at"]
    assert message.startswith(problem)
    assert message.endswith("Choose a time an hour later.")
    assert not Post.objects.exists()


@pytest.mark.parametrize("hour", [0, 1])  # 02:30 before and after the clocks went back
def test_a_stored_time_that_comes_twice_stays_what_it_is(berlin, alice, hour):
    moment = datetime(2026, 10, 25, hour, 30, tzinfo=UTC)
    post = make_post(author=alice, published_at=moment)
    page = read(berlin.get(change_url(post)))
    shown = {f"published_at_{part}": page.one(f"#id_published_at_{part}").value for part in (0, 1)}
    assert shown == dates("published_at", "2026-10-25", "02:30:00")
    berlin.post(change_url(post), current_data(post, status="published", body="New words.") | shown)
    post.refresh_from_db()
    assert (post.published_at, post.body) == (moment, "New words.")


@pytest.mark.parametrize("value", ["99:99", "x", "02:30:61"])
def test_malformed_times_are_rejected_as_before(berlin, value):
    answer = berlin.post(ADD, form_data(status="published", **dates("published_at", "2027-03-28", value)))
    assert "published_at" in errors(answer)


def move(person, zone):
    person.time_zone = zone
    person.save()


def test_a_form_that_was_opened_before_a_journey_keeps_its_meaning(berlin, alice):
    page = read(berlin.get(ADD))
    move(alice, "Asia/Tokyo")
    typed = form_data(status="published", time_zone=page.hidden_fields["time_zone"])
    berlin.post(ADD, typed | dates("published_at", "2027-07-15", "08:00"))
    assert Post.objects.get().published_at == datetime(2027, 7, 15, 6, tzinfo=UTC)


def test_a_rejected_form_stays_in_its_time_zone(berlin, alice):
    move(alice, "Asia/Tokyo")
    typed = form_data(title="", status="published", time_zone="Europe/Berlin")
    page = read(berlin.post(ADD, typed | dates("published_at", "2027-07-15", "08:00")))
    assert page.hidden_fields["time_zone"] == "Europe/Berlin"
    assert "Europe/Berlin" in page.one(".field-published_at").text


def test_a_draft_is_shown_in_the_time_zone_of_today(berlin, alice):
    post = make_post(author=alice, status=Post.Status.DRAFT)
    page = read(berlin.get(change_url(post)))
    typed = current_data(post, time_zone=page.hidden_fields["time_zone"], _savedraft="1")
    berlin.post(change_url(post), typed | dates("published_at", "2027-07-15", "22:00") | dates("expires_at", "soon"))
    move(alice, "Asia/Tokyo")
    page = read(berlin.get(change_url(post)))
    shown = [page.one(f"#id_{name}_{part}").value for name in ("published_at", "expires_at") for part in (0, 1)]
    assert shown == ["2027-07-16", "05:00:00", "soon", ""]


@pytest.mark.parametrize("zone", ["", "Mars/Base", "../x", "UTC+1"])
def test_a_malformed_zone_of_a_form_is_that_of_the_user(berlin, zone):
    typed = form_data(status="published", time_zone=zone)
    berlin.post(ADD, typed | dates("published_at", "2027-07-15", "08:00"))
    assert Post.objects.get().published_at == datetime(2027, 7, 15, 6, tzinfo=UTC)
