"""Importing redirects from a CSV file: every line is stored, or rejected with a reason."""

import pytest
from django.core.management import CommandError, call_command

from blog.models import Redirect
from tests.blog.redirecting import OLD, redirect_of
from tests.factories import make_post, make_tag

pytestmark = pytest.mark.django_db

CSV = """old;new
/2019/05/hello-world/;/articles/hello-world/
/category/radio;/tags/radio/
/chain/;/2019/05/hello-world/
/deleted/;410
/known/;/articles/hello-world/
/same/;/feed/
/articles/hello-world/;/feed/
no-slash;/feed/
/deleted/;/feed/

/missing/;/nowhere/
/empty/;
/round/;/about/
/about/;/round/
"/quoted; with a semicolon/";/feed/
https://old.example/?p=5;https://elsewhere.example/
"""
REASONS = [
    (8, "/articles/hello-world/ is an existing page"),
    (9, "Start the URL with a slash"),
    (10, "Line 5 already has this URL"),
    (12, "No page found at /nowhere/"),
    (13, "The new URL is missing"),
    (14, "redirects to itself"),
    (15, "redirects to itself"),
    (17, "on another site"),
]


@pytest.fixture
def csv_file(tmp_path):
    post = make_post("Hello World")
    make_tag("Radio")
    Redirect.objects.create(path="/known/", page="/feed/")
    Redirect.objects.create(path="/same/", page="/feed/")
    path = tmp_path / "redirects.csv"
    path.write_bytes(b"\xef\xbb\xbf" + CSV.replace("\n", "\r\n").encode())
    return path, post


def test_a_csv_file_is_imported_with_a_report(signed_in, edith, csv_file):
    path, post = csv_file
    client = signed_in(edith)
    assert "Import from CSV" in client.get("/admin/blog/redirect/").text
    assert client.get("/admin/blog/redirect/import/").status_code == 200
    with path.open("rb") as file:
        response = client.post("/admin/blog/redirect/import/", {"file": file})
    assert "5 created, 1 updated, 1 unchanged, 8 rejected." in response.text
    refused = [(row.line, reason) for row, reason in response.context["report"].refused]
    assert [line for line, _reason in refused] == [line for line, _words in REASONS]
    assert all(words in reason for (_, reason), (_, words) in zip(refused, REASONS, strict=True))
    assert {redirect.path: redirect.post for redirect in Redirect.objects.filter(post=post)} == {
        OLD: post,
        "/chain/": post,
        "/known/": post,
    }
    assert client.get("/deleted/").status_code == 410
    assert redirect_of(client, "/category/radio/") == (301, "/tags/radio/")


def test_the_command_imports_the_same_and_has_a_dry_run(csv_file, capsys):
    path, _post = csv_file
    call_command("import_redirects", path, "--dry-run")
    assert Redirect.objects.count() == 2
    assert "Nothing was stored." in capsys.readouterr().out
    call_command("import_redirects", path)
    told = capsys.readouterr()
    assert "5 created, 1 updated, 1 unchanged, 8 rejected." in told.out
    assert "Line 12: /missing/: No page found at /nowhere/." in told.err
    assert Redirect.objects.count() == 7


def test_importing_twice_changes_nothing(csv_file, capsys):
    path, _post = csv_file
    call_command("import_redirects", path)
    call_command("import_redirects", path)
    assert "0 created, 0 updated, 7 unchanged, 8 rejected." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"\xff\xfe/\0", "not UTF-8"), (b"/a/,/feed/\n" * 5_001, "up to 5000 lines"), (b"", "empty")],
)
def test_unreadable_csv_files_are_rejected(signed_in, edith, tmp_path, content, words):
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    with path.open("rb") as file:
        response = signed_in(edith).post("/admin/blog/redirect/import/", {"file": file})
    assert words in response.text.replace(",", "")
    assert not Redirect.objects.exists()


def test_malformed_csv_files_are_reported(signed_in, edith, tmp_path):
    for number, content in enumerate(['"' + "x" * 200_000, "/a\0/,/feed/", "//[,//[", ",,,\n", "/a/"]):
        path = tmp_path / f"{number}.csv"
        path.write_text(content)
        with path.open("rb") as file:
            assert signed_in(edith).post("/admin/blog/redirect/import/", {"file": file}).status_code == 200
    assert not Redirect.objects.exists()


def test_the_command_names_unreadable_files(tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_redirects", tmp_path / "missing.csv")


def test_importing_needs_the_permission_to_add_redirects(signed_in, alice, mona):
    for person in (alice, mona):
        assert signed_in(person).get("/admin/blog/redirect/import/").status_code == 403
