"""Sites in languages other than English: dates, lists of names, sentences, and strings of Django."""

import re
from datetime import UTC, datetime
from html import unescape

import pytest
from django.utils import timezone, translation
from django.utils.formats import date_format

from demo.manuscripts import read_manuscripts
from tests.factories import make_comment, make_post, make_user
from tests.html import read


def text_of(response):
    """The visible text: without tags, and with white space collapsed as in a browser."""
    return re.sub(r"[ \n]+", " ", unescape(re.sub(r"<[^>]*>", "", response.text)))


@pytest.fixture
def site_in(settings):
    """A context manager for the site in one language, which is the language of the thread, as in a server."""

    def speak(language):
        settings.LANGUAGE_CODE = language
        translation.activate(language)

    yield speak
    translation.activate("en")


@pytest.mark.parametrize(
    ("language", "form", "written"),
    [
        ("en", "DATETIME_FORMAT", "Nov. 3, 2026, 9:05 p.m."),
        ("de", "DATETIME_FORMAT", "3. November 2026 21:05"),
        ("fr", "DATETIME_FORMAT", "3 novembre 2026 21:05"),
        ("es", "DATETIME_FORMAT", "3 de noviembre de 2026 a las 21:05"),
        ("ar", "DATETIME_FORMAT", "3 نوفمبر 2026، 9:05 م"),
        ("ar", "DATE_FORMAT", "3 نوفمبر 2026"),
        ("ja", "DATETIME_FORMAT", "2026年11月3日 21:05"),
    ],
)
def test_dates_have_the_format_of_the_language(language, form, written):
    with translation.override(language):
        assert date_format(datetime(2026, 11, 3, 21, 5, tzinfo=UTC), form) == written


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "joined"),
    [("en", "Alice, Bob and Charlie"), ("ar", "Alice، Bob وCharlie"), ("ja", "Alice、Bob、Charlie")],
)
def test_lists_of_names_have_the_conjunction_of_the_language(client, site_in, language, joined):
    site_in(language)
    post = make_post(authors=[make_user(display_name=name) for name in ("Alice", "Bob", "Charlie")])
    assert joined in text_of(client.get(post.get_absolute_url()))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "question"), [("es", "¿Querías decir kettle?"), ("fr", "Vouliez-vous dire kettle\u202f?")]
)
def test_a_search_suggestion_is_a_whole_sentence(client, site_in, language, question):
    make_post(title="The kettle", body="A kettle boils. The kettle sings. My kettle.")
    site_in(language)
    assert question in text_of(client.get("/search/?q=kettel"))


@pytest.mark.django_db
def test_strings_of_django_and_allauth_have_our_translations(client, site_in):
    site_in("de")
    response = client.post("/accounts/login/", {"login": "nobody@example.org", "password": ""})
    assert "Bitte fülle dieses Feld aus." in text_of(response)
    response = client.post("/accounts/login/", {"login": "nobody@example.org", "password": "not this one"})
    assert "Die E-Mail-Adresse oder das Passwort stimmt nicht." in text_of(response)


@pytest.mark.django_db
def test_only_the_text_of_an_article_has_its_lang_attribute(client):
    make_post(title="Rice cooker", standfirst="Why it sings", language="ja")
    page = read(client.get("/"))
    assert [element.text for element in page.all("[lang=ja]")] == ["Rice cooker", "Why it sings"]
    assert "lang" not in page.one("article.card-lead")


def test_english_demo_articles_are_marked_on_a_site_in_another_language(settings):
    def languages():
        return {manuscript.draft(timezone.now()).language for manuscript in read_manuscripts()}

    assert languages() == {"", "ar", "ja"}
    settings.LANGUAGE_CODE = "de"
    assert languages() == {"en", "ar", "ja"}


@pytest.mark.django_db
def test_no_colon_is_added_to_a_label_with_a_question_mark(client, site_in):
    """Django adds a colon after labels that end with an unknown question mark."""
    site_in("ja")
    page = text_of(client.get(f"/comments/{make_comment(make_post()).pk}/report/"))
    assert "何が問題ですか？ " in page
    assert "？:" not in page
