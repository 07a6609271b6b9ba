"""While the switch is on, readers see one page; staff see the blog."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.cache import caches
from django.core.management import CommandError, call_command

from config.middleware import maintenance_mode
from tests.factories import make_post


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
def test_readers_are_told_and_no_query_is_made(client, path):
    answer = client.get(path)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "300")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "<p>The shelves are being moved.</p>" in answer.text
    assert "&lt;b&gt;six&lt;/b&gt;" in answer.text
    assert "Content-Security-Policy" in answer.headers
    assert not answer.cookies


@pytest.mark.usefixtures("closed")
def test_a_comment_is_not_taken_either(client):
    assert client.post("/articles/any/comments/", {"body": "Hello"}).status_code == 503


@pytest.mark.django_db
def test_stored_pages_wait_and_are_served_again_afterwards(client, django_assert_num_queries):
    make_post("Stored")
    assert "Stored" in client.get("/").text
    run("on")
    assert client.get("/").status_code == 503
    run("off")
    with django_assert_num_queries(1):
        assert "Stored" in client.get("/").text


@pytest.mark.usefixtures("closed")
def test_the_page_is_never_stored(client, monkeypatch):
    monkeypatch.setattr(type(caches["pages"]), "set", None)
    assert client.get("/").status_code == 503


@pytest.mark.usefixtures("closed")
def test_staff_see_the_blog(signed_in, alice):
    make_post("For staff")
    answer = signed_in(alice).get("/")
    assert (answer.status_code, "For staff" in answer.text) == (200, True)


@pytest.mark.usefixtures("closed")
def test_other_people_do_not(signed_in, bob):
    assert signed_in(bob).get("/").status_code == 503


@pytest.mark.usefixtures("closed")
@pytest.mark.django_db
def test_a_made_up_session_opens_nothing(client):
    client.cookies["sessionid"] = "x" * 32
    assert client.get("/").status_code == 503


@pytest.mark.usefixtures("closed")
@pytest.mark.django_db
def test_the_way_in_for_staff_stays_open(client):
    assert client.get("/healthz").text == "ok"
    assert client.get("/accounts/login/").status_code == 200
    assert client.get("/admin/").status_code == 302


def test_the_command_switches_and_tells():
    assert run() == "The blog is open."
    assert "back" in run("on")
    assert run("on", message="  Moving house. ") == "The blog is closed for readers: Moving house."
    assert run() == "The blog is closed for readers: Moving house."
    assert run("off") == run("off") == "The blog is open."


def test_a_message_needs_the_switch():
    with pytest.raises(CommandError, match="goes with"):
        run(message="Moving house.")
    with pytest.raises(CommandError, match="longer than"):
        run("on", message="x" * 2_001)


def test_what_cannot_be_written_is_named(settings):
    settings.DATA_DIR = Path("/proc/nowhere")
    with pytest.raises(CommandError, match="/proc/nowhere/maintenance cannot be changed"):
        run("on")


@pytest.mark.parametrize("content", [b"", b"\xff\xfe broken", b"x" * 100_000])
def test_any_file_closes_the_blog(client, content):
    maintenance_mode.flag_file().write_bytes(content)
    answer = client.get("/")
    assert answer.status_code == 503
    assert len(answer.content) < 10_000


def test_even_a_folder_of_that_name(client):
    maintenance_mode.flag_file().mkdir()
    answer = client.get("/")
    assert answer.status_code == 503
    assert "will be back" in answer.text
