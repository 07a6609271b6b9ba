from contextlib import closing

import pytest
from django.db import ConnectionHandler

from config.env.backing_services import database, mailer, redis
from config.env.secret_keys import fallback_keys, secret_key
from config.env.urls import masked
from config.env.variables import Env
from tests.config.environment import problems


def test_no_variable_is_required(tmp_path):
    env = Env({})
    assert env.number("PORT", 8000) == 8000
    assert env.flag("DEBUG", default=False) is False
    assert database(env, "DATABASE_URL", tmp_path, threads=4)["NAME"] == str(tmp_path / "colophon.sqlite3")
    assert mailer(env, "MAIL_URL")["BACKEND"] == "config.backends.mail.ReadableConsoleBackend"
    assert redis(env, "REDIS_URL") == ""
    env.finish()


def test_all_invalid_variables_are_reported_at_once_with_value_and_fix(tmp_path):
    env = Env({"PORT": "eighty", "DEBUG": "maybe", "SITE_URL": "example.org", "TIME_ZONE": "Mars/Base"})
    env.number("PORT", 8000, least=1, most=65535)
    env.flag("DEBUG", default=False)
    env.origin("SITE_URL", "http://localhost:8000")
    env.choice("TIME_ZONE", "UTC", ["UTC"], "use a name such as Europe/Berlin.")
    text = problems(env)
    assert "PORT='eighty': use a whole number from 1 to 65535." in text
    assert "DEBUG='maybe': use 1 or 0." in text
    assert "SITE_URL='example.org': use an address without a path" in text
    assert "TIME_ZONE='Mars/Base': use a name such as Europe/Berlin." in text


@pytest.mark.parametrize(
    "url",
    [
        "postgres://writer:hunter2@db.example.org",
        "mysql://writer:hunter2@db.example.org/blog",
        "postgres://writer:hunter2@db.example.org:port/blog",
        "postgres://writer:hunter2@[db/blog",
    ],
)
def test_an_invalid_url_is_shown_without_its_password(url, tmp_path):
    env = Env({"DATABASE_URL": url, "MAIL_URL": url, "REDIS_URL": url})
    database(env, "DATABASE_URL", tmp_path, threads=4)
    mailer(env, "MAIL_URL")
    redis(env, "REDIS_URL")
    text = problems(env)
    assert "hunter2" not in text
    assert all(name in text for name in ("DATABASE_URL", "MAIL_URL", "REDIS_URL"))


def test_a_url_without_a_password_is_shown_as_it_is():
    assert masked("redis://cache:6379/0") == "redis://cache:6379/0"


def test_a_variable_can_be_read_from_a_file(tmp_path):
    (tmp_path / "key").write_text("  from-the-file\n")
    assert Env({"SECRET_KEY_FILE": str(tmp_path / "key"), "SECRET_KEY": "x"}).text("SECRET_KEY") == "from-the-file"


def test_an_unreadable_file_is_reported(tmp_path):
    env = Env({"SECRET_KEY_FILE": str(tmp_path / "none")})
    env.text("SECRET_KEY")
    assert "SECRET_KEY_FILE=" in problems(env)


def test_a_short_secret_key_is_rejected_and_not_shown(tmp_path):
    env = Env({"SECRET_KEY": "swordfish"})
    secret_key(env, "SECRET_KEY", tmp_path)
    assert "swordfish" not in problems(env)


def test_fallback_keys_are_separated_by_commas_in_the_variable_and_by_lines_in_a_file(tmp_path):
    assert fallback_keys(Env({}), "SECRET_KEY_FALLBACKS") == []
    first, second, third = "a" * 40, "b" * 40, f"{'c' * 40},{'d' * 40}"
    assert fallback_keys(Env({"OLD": f"{first}, {second},"}), "OLD") == [first, second]
    (tmp_path / "old").write_text(f"{first}\n\n  {third}\n")
    env = Env({"OLD_FILE": str(tmp_path / "old")})
    assert fallback_keys(env, "OLD") == [first, third], "in a file, commas are part of a key"
    env.finish()


def test_a_short_fallback_key_is_rejected_and_not_shown():
    env = Env({"SECRET_KEY_FALLBACKS": f"{'a' * 40},swordfish"})
    fallback_keys(env, "SECRET_KEY_FALLBACKS")
    text = problems(env)
    assert "SECRET_KEY_FALLBACKS='…': use whole keys" in text
    assert "SECRET_KEY_FALLBACKS_FILE" in text
    assert "swordfish" not in text


def test_an_unusable_data_folder_is_reported(tmp_path):
    (tmp_path / "file").touch()
    env = Env({})
    secret_key(env, "SECRET_KEY", tmp_path / "file" / "data")
    assert "DATA_DIR=" in problems(env)
    assert "cannot be used (Not a directory)" in problems(env)


def test_postgres_gets_a_pool_and_decoded_credentials(tmp_path):
    url = "postgres://wri%40ter:p%2Fw@db:5433/blog?sslmode=require"
    found = database(Env({"DATABASE_URL": url}), "DATABASE_URL", tmp_path, threads=4)
    assert (found["USER"], found["PASSWORD"], found["HOST"]) == ("wri@ter", "p/w", "db")
    assert (found["NAME"], found["PORT"], found["CONN_MAX_AGE"]) == ("blog", "5433", 0)
    assert found["OPTIONS"]["sslmode"] == "require"


@pytest.mark.parametrize(
    ("url", "path"),
    [("sqlite:////srv/blog.sqlite3", "/srv/blog.sqlite3"), ("sqlite:///blog.db", "{data}/blog.db")],
)
def test_a_sqlite_database_by_url(url, path, tmp_path):
    found = database(Env({"DATABASE_URL": url}), "DATABASE_URL", tmp_path, threads=4)
    assert found["NAME"] == path.format(data=tmp_path)


@pytest.mark.django_db
@pytest.mark.parametrize(("variable", "number"), [("", 1), ("normal", 1), ("full", 2)])
def test_the_durability_of_sqlite_can_be_chosen(variable, number, tmp_path):
    found = database(Env({"SQLITE_SYNCHRONOUS": variable}), "DATABASE_URL", tmp_path, threads=4)
    with closing(ConnectionHandler({"default": found})["default"]) as blog:
        assert blog.cursor().execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert blog.cursor().execute("PRAGMA synchronous").fetchone() == (number,)


def test_an_unknown_durability_is_reported(tmp_path):
    env = Env({"SQLITE_SYNCHRONOUS": "off"})
    database(env, "DATABASE_URL", tmp_path, threads=4)
    assert "SQLITE_SYNCHRONOUS='off': use normal or full." in problems(env)


def test_a_mail_server_by_url():
    found = mailer(Env({"MAIL_URL": "smtp+tls://me:p%40ss@mail.example.org"}), "MAIL_URL")
    assert found["OPTIONS"]["port"] == 587
    assert found["OPTIONS"]["password"] == "p@ss"
    assert (found["OPTIONS"]["use_tls"], found["OPTIONS"]["use_ssl"]) == (True, False)


@pytest.mark.parametrize(
    "value", ["https://blog.example.org/path", "ftp://blog.example.org", "https://", "blog", "//x"]
)
def test_the_site_url_has_a_scheme_and_no_path(value):
    env = Env({"SITE_URL": value})
    env.origin("SITE_URL", "http://localhost:8000")
    assert "SITE_URL" in problems(env)


def test_a_missing_package_is_reported_with_its_extra(tmp_path, monkeypatch):
    monkeypatch.setattr("config.env.variables.find_spec", lambda name: None)
    env = Env({"DATABASE_URL": "postgres://writer:hunter2@db/blog"})
    database(env, "DATABASE_URL", tmp_path, threads=4)
    text = problems(env)
    assert "-r requirements/postgres.txt" in text
    assert "hunter2" not in text


@pytest.mark.parametrize(
    "url", ["{}://me:hunter2/x@host.example.org", "{}://me:25/hunter2@host.example.org", "{}://me:25#hunter2@host"]
)
def test_an_unencoded_slash_in_a_password_is_reported_and_the_password_not_shown(url, tmp_path):
    env = Env(
        {"DATABASE_URL": url.format("postgres"), "MAIL_URL": url.format("smtp"), "REDIS_URL": url.format("redis")}
    )
    database(env, "DATABASE_URL", tmp_path, threads=4)
    mailer(env, "MAIL_URL")
    redis(env, "REDIS_URL")
    text = problems(env)
    assert "hunter2" not in text
    assert text.count("write / as %2F") == 3


def test_a_file_mail_url_has_to_name_a_folder(tmp_path):
    (tmp_path / "plain").touch()
    env = Env({"MAIL_URL": f"file://{tmp_path}/plain"})
    mailer(env, "MAIL_URL")
    assert "plain': is a file; name a folder" in problems(env)
    assert mailer(Env({"MAIL_URL": f"file://{tmp_path}/new"}), "MAIL_URL")["OPTIONS"]["file_path"] == f"{tmp_path}/new"


@pytest.mark.parametrize(
    ("value", "host"), [("[::1]", "::1"), ("::", "::"), ("10.0.0.1", "10.0.0.1"), ("web_1", "web_1")]
)
def test_an_ipv6_host_can_be_in_brackets(value, host):
    env = Env({"HOST": value})
    assert env.host("HOST", "127.0.0.1") == host
    env.finish()


@pytest.mark.parametrize("value", ["127.0.0.1:8000", "http://127.0.0.1", "[::1]:8000", "example org"])
def test_a_host_has_no_port_and_no_scheme(value):
    env = Env({"HOST": value})
    env.host("HOST", "127.0.0.1")
    assert f"HOST={value!r}: use an address of this machine" in problems(env)
    assert "the port goes in PORT" in problems(env)


def test_reading_the_data_folder_does_not_create_it(tmp_path):
    env = Env({"DATA_DIR": str(tmp_path / "new" / "data")})
    assert env.folder("DATA_DIR", tmp_path) == tmp_path / "new" / "data"
    assert list(tmp_path.iterdir()) == []
    env.finish()


def test_a_data_folder_that_cannot_be_created_is_reported_with_the_reason(tmp_path):
    (tmp_path / "file").touch()
    for value, reason in [
        ("~nosuchuser/x", "there is no such user"),
        (str(tmp_path / "file"), f"{tmp_path}/file is a file"),
        (str(tmp_path / "file" / "x"), f"{tmp_path}/file is a file"),
    ]:
        env = Env({"DATA_DIR": value})
        env.folder("DATA_DIR", tmp_path)
        assert f"DATA_DIR={value!r}: {reason}" in problems(env)


def test_a_data_folder_in_an_unwritable_folder_is_reported(tmp_path, monkeypatch):
    monkeypatch.setattr("os.access", lambda path, mode: False)  # root may write everywhere
    env = Env({"DATA_DIR": str(tmp_path / "new" / "data")})
    env.folder("DATA_DIR", tmp_path)
    assert f"cannot be created in {tmp_path}; name a folder that this user can write to." in problems(env)


def test_an_unreadable_secret_key_is_reported(tmp_path):
    (tmp_path / "secret_key").mkdir()  # not readable for root either
    env = Env({})
    secret_key(env, "SECRET_KEY", tmp_path)
    assert "its file secret_key cannot be read" in problems(env)
    assert "chown" in problems(env)


def test_a_truncated_secret_key_is_rejected(tmp_path):
    (tmp_path / "secret_key").write_text("swordfish")
    env = Env({})
    secret_key(env, "SECRET_KEY", tmp_path)
    assert "its file secret_key is empty or truncated" in problems(env)
    assert "swordfish" not in problems(env)


def test_the_pool_has_a_connection_for_each_thread_and_a_short_timeout(tmp_path):
    url = "postgres://writer@db/blog"
    pool = database(Env({"DATABASE_URL": url}), "DATABASE_URL", tmp_path, threads=64)["OPTIONS"]["pool"]
    assert pool["max_size"] >= 64
    assert pool["timeout"] <= 2


@pytest.mark.parametrize(
    ("typed", "used"),
    [
        ("https://bücher.example", "https://xn--bcher-kva.example"),
        ("https://日本.example:8443/", "https://xn--wgv71a.example:8443"),
        ("https://BLOG.Example.org", "https://blog.example.org"),
        ("http://[::1]:8000", "http://[::1]:8000"),
        ("https://xn--strae-oqa.example", "https://xn--strae-oqa.example"),
    ],
)
def test_the_site_url_is_normalised_as_browsers_send_it(typed, used):
    env = Env({"SITE_URL": typed})
    assert env.origin("SITE_URL") == used
    env.finish()


@pytest.mark.parametrize(
    "typed", ["https://straße.example", "https://a..example", "https://*.example.org", "https://-a"]
)
def test_an_invalid_host_name_is_rejected(typed):
    env = Env({"SITE_URL": typed})
    env.origin("SITE_URL")
    assert (
        f"SITE_URL={typed!r}: use a valid host name; write one with non-ASCII characters in its xn-- form."
        in problems(env)
    )


def test_allowed_hosts_are_host_names():
    env = Env({"ALLOWED_HOSTS": "Blog.example.org, .example.net, bücher.example, 192.0.2.1, ::1, [::2], *"})
    assert env.hosts("ALLOWED_HOSTS") == [
        "blog.example.org",
        ".example.net",
        "xn--bcher-kva.example",
        "192.0.2.1",
        "[::1]",
        "[::2]",
        "*",
    ]
    env.finish()


@pytest.mark.parametrize(
    "host", ["https://blog.example.org", "blog.example.org:8000", "blog.example.org/", "*.example.org", "."]
)
def test_an_invalid_allowed_host_is_rejected(host):
    env = Env({"ALLOWED_HOSTS": f"blog.example.org, {host}"})
    env.hosts("ALLOWED_HOSTS")
    assert (
        f"ALLOWED_HOSTS={host!r}: use host names such as blog.example.org, without https:// and without a port."
        in problems(env)
    )


@pytest.mark.parametrize(
    "contact", ["mailto:security@example.org", "https://example.org/security?lang=en", "https://[::1]:8443/report"]
)
def test_a_security_contact_is_a_mailto_or_https_url(contact):
    env = Env({"SECURITY_CONTACT": contact})
    assert env.contact("SECURITY_CONTACT") == contact
    env.finish()


@pytest.mark.parametrize(
    "contact", ["security@example.org", "http://example.org", "https://", "mailto:x@y\nContact: mailto:z@y"]
)
def test_an_invalid_security_contact_is_rejected(contact):
    env = Env({"SECURITY_CONTACT": contact})
    assert env.contact("SECURITY_CONTACT") == ""
    assert "use mailto:security@example.org or an address that begins with https://." in problems(env)
