"""The store of pages: its size, and what several threads, processes and failures do to it."""

import threading
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.utils import timezone

from blog.cache import version_reader
from config.page_cache import lookup, renders, wrapper
from config.page_cache.lookup import store
from config.page_cache.request import PageKey
from config.page_cache.store import PageStore
from config.page_cache.stored_page import StoredPage, answer_with
from config.page_cache.wrapper import PageCache
from tests.page_cache import forget_pages, versions_in_file

LIFE = "public, max-age=0, s-maxage=60, stale-while-revalidate=60"


@pytest.fixture(autouse=True)
def _site(settings):
    settings.SITE_URL = "http://example.org"


def make_key(path="/page/"):
    return PageKey(path, 0, ("http", "example.org", ""))


def make_page(text="Hello", *, until=None, versions=None):
    headers = [("Content-Type", "text/html"), ("X-Frame-Options", "DENY"), ("Content-Length", "5")]
    return StoredPage(make_key().variant, headers, text.encode(), versions or {}, until)


def test_the_pages_that_were_not_used_for_the_longest_time_are_dropped_first():
    pages = PageStore(3 * make_page("x" * 1_000).size)
    for name in "abc":
        pages.put(make_key(name), make_page("x" * 1_000))
    pages.in_memory(make_key("a"))
    pages.put(make_key("d"), make_page("x" * 1_000))
    assert [name for name in "abcd" if pages.in_memory(make_key(name))] == ["a", "c", "d"]


def test_a_replaced_page_is_counted_once():
    pages = PageStore(2 * make_page().size)
    for _ in range(10):
        pages.put(make_key("a"), make_page())
    pages.put(make_key("b"), make_page())
    assert pages.in_memory(make_key("a"))
    assert pages.memory.bytes == 2 * make_page().size


def test_a_page_larger_than_the_store_is_not_kept():
    pages = PageStore(1_000)
    pages.put(make_key(), make_page("x" * 2_000))
    assert pages.in_memory(make_key()) is None
    assert pages.memory.bytes == 0


def environ(**more):
    return {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": "/page/",
        "HTTP_HOST": "example.org",
        "wsgi.url_scheme": "http",
        **more,
    }


def get(application, **more):
    """Status, headers and body of a response."""
    sent = []
    body = b"".join(PageCache(application)(environ(**more), lambda *head: sent.append(head)))
    status, headers = sent[0]
    return int(status[:3]), dict(headers), body


def failing(environ, start_response):
    start_response("500 Internal Server Error", [])
    return [b"Sorry"]


def refuse(environ, start_response):
    raise AssertionError("Django was asked.")


@pytest.fixture
def stored(db):
    """The page is stored, and current."""
    page = make_page()
    store.put(make_key(), page)
    return page


@pytest.fixture
def outdated(db):
    page = make_page(versions={"site": -1})
    store.put(make_key(), page)
    return page


@pytest.mark.usefixtures("stored")
def test_a_stored_page_is_served_without_django_and_with_its_headers():
    status, headers, body = get(refuse)
    assert (status, body) == (200, b"Hello")
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Content-Length"] == "5"
    assert headers["Cache-Control"] == LIFE
    assert headers["Cache-Status"] == "colophon; hit"


@pytest.mark.usefixtures("stored")
def test_a_head_request_gets_the_headers_only():
    status, headers, body = get(refuse, REQUEST_METHOD="HEAD")
    assert (status, headers["Content-Length"], body) == (200, "5", b"")


@pytest.mark.usefixtures("stored")
@pytest.mark.parametrize("prefix", ["", "W/"])
def test_a_client_that_has_the_page_gets_304_without_headers_of_a_body(prefix):
    etag = get(refuse)[1]["ETag"]
    status, headers, body = get(refuse, HTTP_IF_NONE_MATCH=f"{prefix}{etag}")
    assert (status, body, headers["ETag"], headers["X-Frame-Options"]) == (304, b"", etag, "DENY")
    assert not {"Content-Type", "Content-Length"} & headers.keys()


@pytest.mark.usefixtures("stored")
@pytest.mark.parametrize(
    "odd",
    [
        {"REQUEST_METHOD": "POST"},
        {"CONTENT_LENGTH": "3"},
        {"HTTP_TRANSFER_ENCODING": "chunked"},
        {"CONTENT_TYPE": "text/html; charset=idna"},
        {"HTTP_COOKIE": "theme=dark; sessionid=x"},
        {"QUERY_STRING": "utm=" + "x" * 9_000},
        {"QUERY_STRING": "utm=%00"},
        {"QUERY_STRING": "page=01"},
        {"QUERY_STRING": "&".join(["a=1"] * 1_001)},
        {"HTTP_HOST": "evil.example"},
        {"wsgi.url_scheme": "https"},
    ],
)
def test_everything_that_middleware_has_to_judge_is_left_to_django(odd):
    assert get(failing, **odd)[0] == 500


def test_other_caches_may_not_keep_a_page_past_its_next_change(db):
    until = timezone.now() + timedelta(seconds=20.5)
    store.put(make_key(), make_page(until=until))
    assert "s-maxage=20," in get(refuse)[1]["Cache-Control"]


@pytest.mark.usefixtures("outdated")
def test_the_previous_page_is_served_if_rendering_fails():
    status, headers, body = get(failing)
    assert (status, body) == (200, b"Hello")
    assert headers["Cache-Status"] == "colophon; hit; detail=stale-if-error"
    assert headers["Cache-Control"] == "public, max-age=0, s-maxage=0"


def test_an_expired_page_is_not_served_even_if_rendering_fails(db):
    store.put(make_key(), make_page(until=timezone.now() - timedelta(seconds=1)))
    assert get(failing)[0] == 500


@pytest.fixture
def file_database(db, tmp_path, monkeypatch):
    with versions_in_file(tmp_path / "db.sqlite3", monkeypatch) as link:
        yield link


def test_an_answer_is_remembered_until_the_next_commit(file_database):
    store.put(make_key(), make_page(versions={"site": 0}))
    first = get(refuse)
    forget_pages()
    assert get(refuse) == first
    assert get(failing, HTTP_HOST="other.example")[0] == 500
    assert get(failing, HTTP_COOKIE="sessionid=x")[0] == 500
    file_database.execute("INSERT INTO blog_pageversion VALUES ('post:1', 1)")
    assert get(failing)[0] == 500


def test_a_commit_between_the_check_and_the_answer_is_noticed_by_the_next_request(file_database, monkeypatch):
    def answer_during_a_change(*args, **options):
        file_database.execute("INSERT INTO blog_pageversion VALUES ('site', 1)")
        return answer_with(*args, **options)

    store.put(make_key(), make_page(versions={"site": 0}))
    with monkeypatch.context() as patched:
        patched.setattr(wrapper, "answer_with", answer_during_a_change)
        assert get(refuse)[1]["Cache-Status"] == "colophon; hit"
    assert get(failing)[1]["Cache-Status"] == "colophon; hit; detail=stale-if-error"


@pytest.mark.usefixtures("file_database")
def test_an_answer_is_remembered_only_while_its_headers_are_the_same(monkeypatch):
    until = timezone.now() + timedelta(seconds=65)
    store.put(make_key(), make_page(until=until))
    assert "s-maxage=60," in get(refuse)[1]["Cache-Control"]
    monkeypatch.setattr("django.utils.timezone.now", lambda: until - timedelta(seconds=30))
    assert "s-maxage=30," in get(refuse)[1]["Cache-Control"]
    monkeypatch.setattr("django.utils.timezone.now", lambda: until)
    assert get(failing)[0] == 500


@pytest.mark.usefixtures("file_database")
def test_few_answers_are_remembered_and_no_long_requests(monkeypatch):
    monkeypatch.setattr(lookup, "MAX_ANSWERS", 5)
    store.put(make_key(), make_page())
    for number in range(20):
        get(refuse, HTTP_COOKIE=f"theme={number}")
    get(refuse, HTTP_COOKIE="theme=" + "x" * lookup.MAX_ASKED)
    remembered = version_reader.remembered_since_commit()
    assert len(remembered) == 5
    assert all(len(asked[6]) < 20 for asked in remembered)


def test_a_connection_that_was_closed_is_opened_again(file_database):
    store.put(make_key(), make_page(versions={"site": 0}))
    assert get(refuse)[0] == 200
    file_database.execute("INSERT INTO blog_pageversion VALUES ('site', 0)")
    version_reader.committed.link.connection.close()
    assert get(refuse)[0] == 200


def during_a_render(action):
    """Do something while another thread of this process renders the page."""
    entered, finish = threading.Event(), threading.Event()
    assert wrapper.renders.begin(make_key())

    def render():
        entered.set()
        finish.wait(10)
        wrapper.renders.end(make_key())

    thread = threading.Thread(target=render)
    thread.start()
    entered.wait(10)
    try:
        return action(finish)
    finally:
        finish.set()
        thread.join()


@pytest.mark.usefixtures("outdated")
def test_the_previous_page_is_served_while_another_thread_renders_it():
    status, headers, body = during_a_render(lambda finish: get(refuse))
    assert (status, body, headers["Cache-Status"]) == (200, b"Hello", "colophon; hit; detail=updating")


def test_a_page_without_a_previous_one_is_awaited(db):
    def ask(finish):
        threading.Timer(0.1, lambda: [store.put(make_key(), make_page("New")), finish.set()]).start()
        return get(refuse)

    status, headers, body = during_a_render(ask)
    assert (status, body, headers["Cache-Status"]) == (200, b"New", "colophon; hit")


def test_a_page_is_rendered_after_all_if_the_other_thread_fails(db):
    def ask(finish):
        finish.set()
        return get(failing)

    assert during_a_render(ask)[0] == 500


@pytest.mark.usefixtures("outdated")
def test_the_previous_page_is_served_while_another_process_renders_it(settings):
    settings.REDIS_URL = settings.REDIS_URL or "redis://stands-for-a-shared-cache"
    assert renders.begin_among_processes(make_key())
    assert get(refuse)[1]["Cache-Status"] == "colophon; hit; detail=updating"
    renders.end_among_processes(make_key())
    assert get(failing)[1]["Cache-Status"] == "colophon; hit; detail=stale-if-error"


def test_processes_share_their_pages(db, settings):
    settings.REDIS_URL = settings.REDIS_URL or "redis://stands-for-a-shared-cache"
    store.put(make_key(), make_page())
    store.clear()
    assert get(refuse)[2] == b"Hello"
    caches["pages"].clear()
    assert get(refuse)[2] == b"Hello", "it is in memory now"
