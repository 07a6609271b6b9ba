"""Every e-mail has a plain text part and an HTML part with the same text."""

import re

import pytest
from django.core import mail

from accounts.allauth.adapter import site_name
from accounts.emails import Paragraph, build_email, from_address, split_paragraphs
from blog.models import BlogSettings
from tests.accounts.signing_up import NEWCOMER

HERE = "http://127.0.0.1:8000"
pytestmark = pytest.mark.django_db


def html_of(message):
    [(content, kind)] = message.alternatives
    assert kind == "text/html"
    return content


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("One.\n\nTwo\nlines.", [Paragraph("One."), Paragraph("Two\nlines.")]),
        (f"{HERE}/accounts/login/", [Paragraph(f"{HERE}/accounts/login/", "Log in")]),
        (
            f"{HERE}/accounts/confirm-email/k:e-y/",
            [Paragraph(f"{HERE}/accounts/confirm-email/k:e-y/", "Confirm this address")],
        ),
        (f"{HERE}/tags/", [Paragraph(f"{HERE}/tags/", "Open the page")]),
        (f"{HERE}/no/such/page/", [Paragraph(f"{HERE}/no/such/page/")]),
        (f"Go to {HERE}/tags/", [Paragraph(f"Go to {HERE}/tags/")]),
        ("https://elsewhere.example/", [Paragraph("https://elsewhere.example/")]),
        (f"{HERE}.elsewhere.example/tags/", [Paragraph(f"{HERE}.elsewhere.example/tags/")]),
        ("", []),
    ],
)
def test_only_an_address_of_this_site_becomes_a_link(text, parts):
    assert split_paragraphs(text) == parts


def test_text_is_escaped_in_the_html():
    html = html_of(build_email("A & <b>", "1 < 2\n<i>now</i>\n\n-- \nTom & Co\nhttp://x", ["bob@example.org"]))
    assert "<title>A &amp; &lt;b&gt;</title>" in html
    assert "1 &lt; 2<br>&lt;i&gt;now&lt;/i&gt;" in html
    assert "Tom &amp; Co" in html


@pytest.mark.parametrize(
    ("set_up", "name", "shown"),
    [
        ("blog@example.org", "Colophon", "Colophon <blog@example.org>"),
        ("blog@example.org", 'A, B & "C"', '"A, B & \\"C\\"" <blog@example.org>'),
        ("blog@example.org", "One\r\nBcc: x@example.org", '"One Bcc: x@example.org" <blog@example.org>'),
        ("blog@example.org", "", "blog@example.org"),
        ("The Editors <blog@example.org>", "Colophon", "The Editors <blog@example.org>"),
    ],
)
def test_the_sender_has_the_name_of_the_blog(settings, set_up, name, shown):
    settings.DEFAULT_FROM_EMAIL = set_up
    assert from_address(name) == shown


def test_a_name_in_another_script_can_be_sent(settings):
    settings.DEFAULT_FROM_EMAIL = "blog@example.org"
    build_email("Words", "Words\n\n-- \n奥付 ¶\nhttp://x", ["bob@example.org"]).send()
    assert str(mail.outbox[0].message()["From"]) == "奥付 ¶ <blog@example.org>"


def test_codes_are_shown_in_large_type():
    html = html_of(build_email("Code", "This is it:\n\nDFZL-WKRK\n\nKeep it.\n\n-- \nA\nhttp://x", ["bob@example.org"]))
    assert re.search(r'<p style="[^"]*monospace[^"]*"><span dir="ltr">DFZL-WKRK</span></p>', html)
    assert html.count("monospace") == 1


def test_without_a_request_the_blog_is_called_by_its_host(settings):
    settings.SITE_URL = "https://blog.example.org"
    assert site_name(None) == "blog.example.org"


def test_the_confirmation_has_both_parts_and_the_same_link(client):
    BlogSettings.objects.create(pk=1, name="Unboxify")
    client.post(
        "/accounts/signup/",
        NEWCOMER | {"email": "new@example.org", "display_name": "Click http://evil.example"},
    )
    [message] = mail.outbox
    html = html_of(message)
    [link] = re.findall(r"http://\S+/confirm-email/\S+", message.body)
    assert f'href="{link}"' in html
    assert "Confirm this address" in html
    assert "Unboxify" in html
    assert "evil" not in message.body + html, "what a anonymous typed reaches no address that is not proven"


def test_the_reset_has_both_parts(client, bob):
    client.post("/accounts/password/reset/", {"email": bob.email})
    [message] = mail.outbox
    [link] = re.findall(r"http://\S+/password/reset/key/\S+", message.body)
    assert f'href="{link}"' in html_of(message)


def test_a_notice_has_both_parts(signed_in, bob):
    signed_in(bob).post(
        "/accounts/password/change/",
        {
            "oldpassword": "correct horse battery",
            "password1": "a much newer battery",
            "password2": "a much newer battery",
        },
    )
    message = mail.outbox[-1]
    assert "has been changed" in message.body
    assert "has been changed" in html_of(message)


def test_the_html_loads_nothing_and_follows_the_colour_scheme():
    html = html_of(build_email("Subject", "Words.", ["bob@example.org"]))
    assert not re.search(r"<(img|script|link|iframe|table)\b|url\(|@import", html)
    assert 'name="color-scheme" content="light dark"' in html
    assert "prefers-color-scheme: dark" in html
