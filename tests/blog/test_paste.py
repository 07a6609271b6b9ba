"""The converter of pasted rich text, as the editor uses it."""

import json

import pytest

from tests.factories import make_post
from tests.processor_time import no_runaway

pytestmark = pytest.mark.django_db

URL = "/admin/blog/post/paste/"


def paste(client, html, **data):
    return client.post(URL, json.dumps({"html": html} | data), content_type="application/json")


def test_rich_text_becomes_markdown(signed_in, alice):
    answer = paste(signed_in(alice), "<h1>Tea</h1><p>Is <b>hot</b>.</p>")
    assert answer.json() == {"markdown": "## Tea\n\nIs **hot**.", "blocks": True}


def test_paragraphs_fit_into_a_line(signed_in, alice):
    answer = paste(signed_in(alice), "<p>One</p><p><i>Two</i></p>")
    assert answer.json() == {"markdown": "One\n\n*Two*", "blocks": False}


def test_footnotes_get_numbers_that_are_free(signed_in, alice):
    html = '<p>Hot<sup><a href="#n1" id="r1">1</a></sup></p><p id="n1"><a href="#r1">1</a> Very.</p>'
    assert paste(signed_in(alice), html, note=7).json()["markdown"] == "Hot[^7]\n\n[^7]: Very."


def test_links_to_this_site_become_paths(signed_in, alice, settings):
    settings.SITE_URL = "https://tea.example"
    html = '<a href="https://tea.example/kettle/?a=1#b">kettle</a> <a href="https://tea.example.org/">other</a>'
    assert (
        paste(signed_in(alice), html).json()["markdown"] == "[kettle](/kettle/?a=1#b) [other](https://tea.example.org/)"
    )


def test_links_to_articles_are_stored_by_id(signed_in, alice, settings):
    settings.SITE_URL = "https://tea.example"
    post, hidden = make_post("Über Tee"), make_post("Hidden", status="draft")
    url, secret = (f"https://tea.example{article.get_absolute_url()}" for article in (post, hidden))
    html = f'<a href="{url}">a</a> <a href="{url}#s-part">b</a> <a href="{url}?page=2">c</a> <a href="{secret}">d</a>'
    found = paste(signed_in(alice), html).json()["markdown"]
    path = post.get_absolute_url()
    assert (
        found == f"[a](post:{post.pk}) [b](post:{post.pk}#s-part) [c]({path}?page=2) [d]({hidden.get_absolute_url()})"
    )


def test_strangers_are_asked_to_log_in(client):
    answer = paste(client, "<b>x</b>")
    assert answer.status_code == 401
    assert answer.json()["login"].startswith("/accounts/login/")


def test_only_users_who_may_write_can_convert_text(signed_in, bob, mona):
    assert paste(signed_in(bob), "<b>x</b>").status_code == 403
    assert paste(signed_in(mona), "<b>x</b>").status_code == 403


def test_it_only_answers_to_post(signed_in, alice):
    assert signed_in(alice).get(URL).status_code == 405


def test_a_request_that_is_too_large_is_refused(signed_in, alice):
    assert paste(signed_in(alice), "a" * 3_000_001).status_code == 413


def test_a_text_that_is_too_long_is_refused(signed_in, alice):
    assert paste(signed_in(alice), "word " * 45_000).status_code == 422


@pytest.mark.parametrize(
    "body", ["", "[]", "null", "{", '{"html": 1}', '{"html": "", "note": "1"}', '{"html": "", "note": 0}']
)
def test_malformed_requests_are_refused(signed_in, alice, body):
    assert signed_in(alice).post(URL, body, content_type="application/json").status_code == 400


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 20_000,
        "<b>" * 20_000 + "<p>" * 20_000,
        "<table><tr>" + "<td>" * 30_000,
        "<td rowspan=9999 colspan=9999>x" * 1_000,
        "<table>" + "<tr><td rowspan=9999 colspan=9999>x" * 1_000,
        "<ul>" + "<li>x" * 20_000,
        "<ul><li>" * 500,
        "<p style='mso-list:l0 level9 lfo1'>x" * 5_000,
        "<a href='#a' id=b>1</a>" * 2_000,
        "<a href='#a' id=b>1</a><a href='#b' id=a>1</a>" * 1_000,
        "<p>" + "a <b>b</b><i>c</i>." * 5_000,
        "<p>" + "*_`[]<>&#" * 20_000,
        "<p>" + "<br>" * 50_000,
        "<pre>" * 50,
        "<style>" + ".a{" * 100_000,
        "<!--" * 100_000,
        "<a " * 50_000,
        "&" * 80_000,
        "<",
        "<![if !x]><o:p>\0\ufffe</o:p><![endif]",
        "<h7><li><dd><tr><caption></h2></p>x",
    ],
    ids=lambda html: html[:20],
)
def test_hostile_html_is_converted_or_refused_in_time(signed_in, alice, html):
    client = signed_in(alice)
    with no_runaway(10):
        answer = paste(client, html)
    assert answer.status_code in {200, 422}


def test_half_a_surrogate_pair_is_left_out(signed_in, alice):
    assert paste(signed_in(alice), "a\ud800b").json()["markdown"] == "ab"
