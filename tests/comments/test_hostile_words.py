"""What people with bad manners type into the form: it is stored harmless, or given back with a reason, never a 500."""

import re
from html import unescape
from urllib.parse import urlsplit

import pytest

from comments.models import Comment
from tests.comments.posting import GUEST, form_of, later, send
from tests.comments.reading import article_page
from tests.factories import make_post

pytestmark = pytest.mark.django_db


def raw(client, post, body, content_type="application/x-www-form-urlencoded"):
    with later(30):
        return client.generic("POST", f"{post.get_absolute_url()}comments/", body, content_type)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("Mona\u202eredaeR", "Mona redaeR"),  # right-to-left override
        ("Mona\u2066\u2069 Reader", "Mona Reader"),  # isolates
        ("Mo\u200bna", "Mo na"),  # zero-width space
        ("\u200fMona\u200e", "Mona"),  # direction marks
        ("\u061cMona", "Mona"),
        ("Mo\u2060na", "Mo na"),  # word joiner
        ("\ufeffMona", "Mona"),
        ("Mo\u00adna", "Mo na"),  # soft hyphen
        ("Mona\U000e0061\U000e007f", "Mona"),  # invisible letters of tags
        ("Mona\x1b[31m", "Mona [31m"),  # a terminal's colours
        ("Mona\u2028Reader", "Mona Reader"),
        ("Mona\r\nBcc: all@example.org", "Mona Bcc: all@example.org"),
        ("مینا\u200cنو", "مینا\u200cنو"),  # Persian is written with a joiner
        ("👩\u200d🔧 Ada", "👩\u200d🔧 Ada"),
        ("☕", "☕"),
    ],
)
def test_a_name_has_no_invisible_signs_to_look_like_somebody_elses(client, typed, stored):
    assert send(client, make_post(), name=typed).status_code == 303
    assert Comment.objects.get().name == stored


@pytest.mark.parametrize("name", ["\u200d\u200c", "\u202e", "\u2800", "\u3164", "\u115f\u1160", "\uffa0", "\u034f"])
def test_a_name_that_shows_nothing_is_no_name(client, name):
    answer = send(client, make_post(), name=name)
    assert answer.status_code == 422
    assert "Enter a name with visible characters." in answer.content.decode()
    assert not Comment.objects.exists()


def test_a_name_of_five_hundred_letters_is_given_back_whole(client):
    answer = send(client, make_post(), "What I had to say", name="n" * 500)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "n" * 500 in html
    assert "What I had to say" in html


@pytest.mark.parametrize(
    "email",
    [
        "gustav@example.org\r\nBcc: all@example.org",
        "gustav@example.org\nall@example.org",
        "gustav@example.org, all@example.org",
        "Gustav <gustav@example.org>",
        '"gustav\r\nBcc: all"@example.org',
    ],
)
def test_an_address_is_one_address_and_no_header(client, mailoutbox, email):
    assert send(client, make_post(), email=email, follow="on").status_code == 422
    assert not Comment.objects.exists()
    assert mailoutbox == []


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,<script>", "https://shop.example"])
def test_there_is_no_website_to_abuse_and_the_trap_that_looks_like_one_shows_nothing(client, address):
    post = make_post()
    send(client, post, homepage=address, website=address, url=address)
    Comment.objects.update(status="approved")
    assert address not in article_page(client, post)


@pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,x", "vbscript:x", "JaVaScRiPt&colon;alert(1)"])
def test_a_link_in_a_comment_leads_to_the_web_only(client, link):
    send(client, make_post(), f"Look [here]({link}) and <{link}>")
    leads_to = [unescape(found) for found in re.findall(r'href="([^"]*)"', Comment.objects.get().html)]
    assert all(urlsplit(address).scheme == "" for address in leads_to)  # a path here, or no link at all


def test_four_thousand_and_one_characters_are_one_too_many(client):
    post = make_post()
    assert send(client, post, "é" * 4_001).status_code == 422
    assert send(client, post, "é" * 4_000).status_code == 303


@pytest.mark.parametrize("bytes_", ["%ED%A0%80", "%ED%BF%BF", "%FF%FE", "%C3", "%F8%88%80%80%80"])
def test_bytes_that_are_no_text_are_no_crash(client, bytes_):
    """A lone surrogate is no character that a database could store."""
    post = make_post()
    fields = form_of(client, post) | GUEST
    query = "&".join(f"{name}={value}" for name, value in fields.items())
    answer = raw(client, post, f"{query}&body=Half+{bytes_}+a+sign")
    assert answer.status_code in {303, 400, 422}
    for comment in Comment.objects.all():
        comment.body.encode()
        assert comment.body.startswith("Half ")


@pytest.mark.parametrize(
    "content_type",
    [
        "application/x-www-form-urlencoded; charset=latin-1",
        "application/x-www-form-urlencoded; charset=utf-7",
        "application/x-www-form-urlencoded; charset=no-such",
        "multipart/form-data; boundary=x; charset=utf-16",
        "multipart/form-data",
        "multipart/form-data; boundary=\xff",
        "application/json",
        "text/plain",
        "",
    ],
)
def test_a_form_of_another_kind_is_refused_without_a_crash(client, content_type):
    post = make_post()
    assert 400 <= raw(client, post, b"body=Words&name=Gustav&email=g@example.org", content_type).status_code < 500
    assert not Comment.objects.exists()


def test_words_that_turn_around_turn_nothing_but_themselves(client):
    """An override in a comment ends with its paragraph: what stands around it is its own block."""
    send(client, make_post(), "before \u202e after")
    html = Comment.objects.get().html
    assert html.startswith("<p>")
    assert html.endswith("</p>")


def test_the_same_comment_from_two_tabs_is_one(client):
    post = make_post()
    first, second = form_of(client, post), form_of(client, post)
    data = GUEST | {"body": "Said once, sent twice."}
    for form in (first, second):
        with later(30):
            answer = client.post(f"{post.get_absolute_url()}comments/", form | data)
        assert answer.status_code == 303
    assert Comment.objects.count() == 1
