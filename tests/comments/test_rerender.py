import pytest

from blog.models import PageVersion
from blog.rendering import FINGERPRINT
from comments.models import Comment
from comments.submission.rerender import rerender_stale
from tests.factories import make_comment, make_post

pytestmark = pytest.mark.django_db


def stale(*comments, **fields):
    Comment.objects.filter(pk__in=[comment.pk for comment in comments]).update(
        html="<p>of an older pipeline</p>", render_fingerprint="old", **fields
    )


def test_outdated_html_is_rendered_again_in_batches():
    post = make_post()
    comments = [make_comment(post, f"**Number** {number}") for number in range(5)]
    fresh = make_comment(post, "Fresh")
    stale(*comments)
    before = PageVersion.objects.get(tag=f"comments:{post.pk}").version
    assert rerender_stale(batch=2) == 5
    for number, comment in enumerate(comments):
        comment.refresh_from_db()
        assert comment.html == f"<p><strong>Number</strong> {number}</p>"
        assert comment.render_fingerprint == FINGERPRINT
    assert PageVersion.objects.get(tag=f"comments:{post.pk}").version > before
    fresh.refresh_from_db()
    assert fresh.html == "<p>Fresh</p>"
    assert rerender_stale() == 0


def test_a_text_that_can_no_longer_be_rendered_is_shown_as_plain_text():
    comment = make_comment(make_post())
    stale(comment, body="[" * 400 + "<script>")
    assert rerender_stale() == 1
    comment.refresh_from_db()
    assert comment.html == "<p>" + "[" * 400 + "&lt;script&gt;</p>"
