"""Submitting a comment without a form: what the view passes to ``submit_comment``."""

from blog.models import BlogSettings
from comments.commenters.author import CommentAuthor, SubmissionContext
from comments.submission.submit import submit_comment

HOME = "203.0.113.0/24"
ELSEWHERE = "198.51.100.0/24"


def guest(name="Gustav Guest", email="gustav@example.org", own=()):
    return CommentAuthor(guest_name=name, guest_email=email, own_ids=frozenset(comment.pk for comment in own))


def submit(post, text="A fair point.", writer=None, **context):
    """The stored comment."""
    context = SubmissionContext(**{"network": HOME, "seconds": 30.0} | context)
    return submit_comment(post, writer or guest(), text, context).comment


def set_comment_policy(policy):
    BlogSettings.objects.update_or_create(pk=1, defaults={"comment_policy": policy})
