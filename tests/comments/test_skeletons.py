"""Comments are rendered from the parts of their template, and look as if the template had rendered each."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from django.template import Context
from django.utils import timezone, translation

from comments.threads.comment_view import CommentView
from comments.threads.skeletons import comment_template, context_of, render_comment, skeleton
from tests.html import normalize

NAMES = ["Ida", "<b>", "A & 'B' \"C\"", "{id}", "%s %(name)s", "\0name\0", "سمير", "{{ html }}", "\\1"]
HTML = ["<p>Mine is blue.</p>", "<p>\0id\0 {{ name }}</p>", "<pre>\n  a &amp;\n</pre>"]


def any_view(random):
    return CommentView(
        id=str(random.randrange(10**9)),
        name=random.choice(NAMES),
        initials=random.choice(["I", "¶", "B"]),
        colour=str(random.randrange(6)),
        profile=random.choice(["", "/authors/ida/", "/authors/a&b/"]),
        badge=random.choice(["", "author", "staff"]),
        created_at=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=random.randrange(500_000)),
        is_edited=random.random() < 0.5,
        parent_id=random.choice(["", "7"]),
        parent_name=random.choice(["", *NAMES]),
        html=random.choice(HTML),
        likes=random.choice([0, 1, 12_345]),
        is_liked=random.random() < 0.5,
        reply_url=random.choice(["", "?reply=", "?order=newest&reply="]),
        comments_url="/comments/",
    )


@pytest.mark.parametrize("language", ["en", "de", "ar"])
@pytest.mark.parametrize("zone", ["UTC", "Asia/Kathmandu"])
def test_a_comment_is_what_its_template_renders(language, zone):
    random = Random(5)
    with translation.override(language), timezone.override(zone):
        for _ in range(150):
            view = any_view(random)
            expected = comment_template().render(Context(context_of(view)))
            assert view.html in render_comment(view)
            assert normalize(render_comment(view)) == normalize(expected)


def test_the_template_is_rendered_for_few_comments():
    random = Random(6)
    skeleton.cache_clear()
    for _ in range(1_000):
        render_comment(any_view(random))
    assert skeleton.cache_info().misses < 300
