"""The tag that keeps the indentation of templates out of pages."""

import pytest
from django.template import engines


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("<p>\n  <b>One</b>\n  two\n</p>", "<p>\n<b>One</b>\ntwo </p>"),
        ('<p class="meta"\n   id="x">', '<p class="meta" id="x">'),
        ("<p>\n  {{ text }}\n</p>", "<p>\na\n  b </p>"),
        ("{% if text %}\n    <i></i>\n{% endif %}", " <i></i>\n"),
        ("{% for letter in text %}\n\n\n  x{% endfor %}", " x x x x x"),
    ],
)
def test_indentation_is_removed_from_the_template_only(source, html):
    template = engines["django"].from_string(f"{{% load compact %}}{{% compact %}}{source}{{% endcompact %}}")
    assert template.render({"text": "a\n  b"}) == html
