"""In maintenance mode readers see one page, and staff see the blog."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.cache import caches
from django.core.management import CommandError, call_command

from config.middleware import maintenance_mode
from tests.factories import make_post
from tests.html import read


@pytest.fixture(autouse=True)
def _own_switch(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def closed():
    maintenance_mode.flag_file().write_text("The shelves are being moved.\n\nBack at <b>six</b>.")


def run(*args, **options):
    out = StringIO()
    call_command("maintenance", *args, stdout=out, **options)
    return out.getvalue().strip()


@pytest.mark.usefixtures("closed")
@pytest.mark.parametrize("path", ["/", "/feed/", "/articles/any/", "/search/?q=x", "/accounts/signup/", "/nothing/"])
def test_readers_see_the_message_without_a_query(client, path):
    response = client.get(path)
    assert (response.status_code, response.headers["Retry-After"]) == (503, "300")
    assert response.headers["Cache-Control"] == "no-store"
    page = read(response)
    assert "The shelves are being moved." in [paragraph.text for paragraph in page.all("p")]
    assert "<b>six</b>" in page.text
    assert "Content-Security-Policy" in response.headers
    assert not response.cookies


@pytest.mark.usefixtures("closed")
def test_comments_are_rejected(client):
    assert client.post("/articles/any/comments/", {"body": "Hello"}).status_code == 503


@pytest.mark.django_db
def test_cached_pages_are_served_again_afterwards(client, django_assert_num_queries):
    make_post("Stored")
    assert "Stored" in client.get("/").text
    run("on")
    assert client.get("/").status_code == 503
    run("off")
    with django_assert_num_queries(1):
        assert "Stored" in client.get("/").text


@pytest.mark.usefixtures("closed")
def test_the_maintenance_page_is_not_cached(client, monkeypatch):
    monkeypatch.setattr(type(caches["pages"]), "set", None)
    assert client.get("/").status_code == 503


@pytest.mark.usefixtures("closed")
def test_staff_can_use_the_blog(signed_in, alice):
    make_post("For staff")
    response = signed_in(alice).get("/")
    assert (response.status_code, "For staff" in response.text) == (200, True)


@pytest.mark.usefixtures("closed")
def test_members_cannot_use_the_blog(signed_in, bob):
    assert signed_in(bob).get("/").status_code == 503


@pytest.mark.usefixtures("closed")
@pytest.mark.django_db
def test_an_invalid_session_cookie_does_not_help(client):
    client.cookies["sessionid"] = "x" * 32
    assert client.get("/").status_code == 503


@pytest.mark.usefixtures("closed")
@pytest.mark.django_db
def test_the_login_pages_stay_available(client):
    assert client.get("/healthz").text == "ok"
    assert client.get("/accounts/login/").status_code == 200
    assert client.get("/admin/").status_code == 302


def test_the_command_switches_the_mode_and_prints_it():
    assert run() == "The blog is open."
    assert "default text" in run("on")
    assert run("on", message="  Moving house. ") == "The blog is closed for readers: Moving house."
    assert run() == "The blog is closed for readers: Moving house."
    assert run("off") == run("off") == "The blog is open."


def test_a_message_without_on_is_an_error():
    with pytest.raises(CommandError, match="needs the state on"):
        run(message="Moving house.")
    with pytest.raises(CommandError, match="longer than"):
        run("on", message="x" * 2_001)


def test_an_unwritable_flag_file_is_reported(settings):
    settings.DATA_DIR = Path("/proc/nowhere")
    with pytest.raises(CommandError, match="/proc/nowhere/maintenance cannot be changed"):
        run("on")


@pytest.mark.parametrize("content", [b"", b"\xff\xfe broken", b"x" * 100_000])
def test_a_flag_file_with_any_content_enables_the_mode(client, content):
    maintenance_mode.flag_file().write_bytes(content)
    response = client.get("/")
    assert response.status_code == 503
    assert len(response.content) < 10_000


def test_a_folder_of_that_name_enables_the_mode(client):
    maintenance_mode.flag_file().mkdir()
    response = client.get("/")
    assert response.status_code == 503
    assert "will be back" in response.text


def test_stored_pages_notice_it_after_an_interval(monkeypatch):
    now = 1_000.0
    monkeypatch.setattr("time.monotonic", lambda: now)
    monkeypatch.setattr(maintenance_mode, "CHECK_INTERVAL", 0.1)
    switch = maintenance_mode.Switch()
    assert not switch.look()
    maintenance_mode.flag_file().write_text("")
    assert not switch.look()
    now += 0.1
    assert switch.look()


def test_the_command_returns_when_all_processes_have_noticed(monkeypatch):
    waited = []
    monkeypatch.setattr("time.sleep", waited.append)
    monkeypatch.setattr("config.management.commands.maintenance.CHECK_INTERVAL", 0.1)
    run("on")
    run("off")
    assert waited == [0.1, 0.1]
    run()
    assert waited == [0.1, 0.1]
