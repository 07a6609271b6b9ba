"""Passwords that consist of the name of the site and little else are rejected."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from accounts.models import User
from blog.models import BlogSettings
from tests.accounts.signing_up import NEWCOMER, SIGNUP

SAYS = "Use at least 8 characters besides the name of this site."
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "password", ["Unboxify2026", "unboxify-unboxify", "gadgets!Unboxify", "colophon12345", "2026theatre"]
)
def test_words_of_the_site_and_a_year_are_rejected_as_a_password(client, settings, password):
    settings.SITE_URL = "https://theatre.example.org"
    BlogSettings.objects.create(pk=1, name="Unboxify: Gadgets")
    answer = client.post(SIGNUP, NEWCOMER | {"password1": password})
    assert SAYS in answer.text
    assert not User.objects.exists()


@pytest.mark.parametrize("password", ["a sober violet engine", "unboxify sober violet", "the www of violets"])
def test_words_of_the_site_with_enough_other_characters_are_accepted(client, password):
    BlogSettings.objects.create(pk=1, name="Unboxify")
    client.post(SIGNUP, NEWCOMER | {"password1": password})
    assert User.objects.exists()


def test_passwords_can_be_validated_without_a_request(settings):
    settings.SITE_URL = "https://theatre.example.org"
    validate_password("a sober violet engine")
    with pytest.raises(ValidationError, match="besides the name"):
        validate_password("theatre2026")
