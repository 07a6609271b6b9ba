"""“e-mail” stays on one line, however narrow the page."""

import pytest
from django.template import Context, Template

HELD = '<span class="unbroken">{}</span>'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Change e-mail address", f"Change {HELD.format('e-mail')} address"),
        ("E-Mail-Adresse ändern", f"{HELD.format('E-Mail')}-Adresse ändern"),
        ("Well-known words", "Well-known words"),
        ("Cambiar la dirección", "Cambiar la dirección"),
        ("<b> & e-mail", f"&lt;b&gt; &amp; {HELD.format('e-mail')}"),
        ("", ""),
    ],
)
def test_headings_do_not_break_after_the_hyphen_in_e_mail(text, html):
    assert Template("{% load accounts %}{{ text|unbroken }}").render(Context({"text": text})) == html
