"""How a moderator decides: with the buttons and boxes of a page that shows the comments as they are now."""

from django.utils import timezone

from comments.models import Comment

QUEUE = "/admin/comments/comment/"


def version(comment):
    return Comment.objects.get(pk=comment.pk).state_version


def status_of(comment):
    return Comment.objects.get(pk=comment.pk).status


def button(comment, does="decision"):
    """The address of a button beside a comment."""
    return f"{QUEUE}{comment.pk}/{does}/?version={version(comment)}"


def act(client, action, *comments, query="", **fields):
    """Tick boxes and run an action; the page that follows."""
    shown = {f"version-{comment.pk}": version(comment) for comment in comments}
    chosen = {"action": action, "_selected_action": [comment.pk for comment in comments], "index": 0}
    seen_at = timezone.now().isoformat()
    return client.post(QUEUE + query, chosen | shown | {"seen_at": seen_at} | fields, follow=True).content.decode()
