"""Comments in every state, and pages about a comment or a mail about it."""

from collections.abc import Iterator

from django.test import Client

from accounts.models import User
from bench.pages.installation import Page, text_of, walk
from bench.pages.reading import TIMER
from blog.models import Post
from comments.models import Comment, Decision, Subscription
from comments.notifications.confirmation import confirm, request_confirmation_if_needed
from comments.notifications.links import Subscriber, confirmation_link, decision_link, unsubscribe_link
from comments.submission.my_comments import status_path
from demo.users import ADMINISTRATOR
from tests.comments.posting import GUEST, send
from tests.factories import make_comment, make_user, moderate

SAID = "A **bold** [word](https://example.org) and `code`.\n\n> quoted\n\n- one\n- two"
ODD, CLOSED = "/articles/odd/", "/articles/closed/"


def pages() -> Iterator[Page]:
    post, closed = Post.objects.get(slug="odd"), Post.objects.get(slug="closed")
    first = make_comment(post, body=SAID)
    make_comment(post, parent=first, name="A" * 80, body="w" * 400)
    make_comment(closed, body=SAID)
    anonymous = Client()
    places = {"thread": f"{ODD}?comments=1", "answer": f"{ODD}?reply={first.pk}", "closed thread": CLOSED}
    yield from walk("comment", anonymous, places | {"long thread, newest first": f"/articles/{TIMER}/?order=newest"})
    for name, typed, status in REFUSED:
        yield Page("comment", name, text_of(anonymous.post(f"{ODD}comments/", GUEST | typed), status))
    yield Page("comment", "thread closed meanwhile", text_of(anonymous.post(f"{CLOSED}comments/", GUEST | TYPED), 409))
    yield from own(post)
    yield from others(first)
    yield from by_mail(post)


def own(post: Post) -> Iterator[Page]:
    """What guests see after they have commented."""
    guest = Client()
    send(guest, post, SAID)
    comment = Comment.objects.latest("pk")
    own = f"/comments/{comment.pk}"
    yield from walk("comment", guest, {"held": ODD, "edit": f"{own}/edit/", "delete": f"{own}/delete/"})
    refused = guest.post(f"{own}/edit/", {"body": "", "text_version": 1})
    yield Page("comment", "edit refused", text_of(refused, 422))
    guest.post(f"{own}/edit/", {"body": "Other words", "text_version": 1})
    late = guest.post(f"{own}/edit/", {"body": "Third words", "text_version": 1})
    yield Page("comment", "edited meanwhile", text_of(late, 409))
    for status in Comment.Status:
        moderate(comment, status)
        yield Page("comment", f"status, {status.value}", text_of(guest.get(status_path(comment))))
    Comment.objects.filter(pk=comment.pk).update(status=Comment.Status.HELD, created_at="2026-01-01T00:00:00Z")
    yield Page("comment", "too late to change", text_of(guest.get(f"{own}/edit/"), 403))


def others(comment: Comment) -> Iterator[Page]:
    anonymous, address = Client(), f"/comments/{comment.pk}/report/"
    yield Page("comment", "report", text_of(anonymous.get(address)))
    yield Page("comment", "report refused", text_of(anonymous.post(address, {}), 422))
    yield Page("comment", "reported", text_of(anonymous.post(address, {"reason": "spam", "text": "An advert."})))


def by_mail(post: Post) -> Iterator[Page]:
    """The pages behind the links in mails, before and after confirmation."""
    anonymous, mona = Client(), make_user("mona@example.org", display_name="Mona", groups=["Moderator"])
    address = request_confirmation_if_needed("guest@example.org")
    for name in ("confirm an address", "confirmed"):
        yield Page("comment", name, text_of(anonymous.get(confirmation_link(address))))
        confirm(address)
    member = User.objects.get(email=ADMINISTRATOR)
    Subscription.objects.create(post=post, user=member, kind=Subscription.Kind.THREAD)
    leave = unsubscribe_link(Subscriber.of(member), post.pk, Subscription.Kind.THREAD)
    yield Page("comment", "unsubscribe", text_of(anonymous.get(leave)))
    for scope in ("this", "all", "again"):
        yield Page("comment", f"unsubscribed, {scope}", text_of(anonymous.post(leave, {"scope": scope})))
    yield Page("comment", "link refused", text_of(anonymous.get("/comments/unsubscribe/wrong/"), 404))
    held = make_comment(post, SAID, status=Comment.Status.HELD)
    decide = decision_link("approve", held, mona.pk, 0)
    yield Page("comment", "decide by mail", text_of(anonymous.get(decide)))
    yield Page("comment", "decided by mail", text_of(anonymous.post(decide)))
    assert Decision.objects.filter(comment=held).exists()


TYPED = {"body": "Words that must not be lost."}
REFUSED = [
    ("refused, empty", {"body": ""}, 422),
    ("refused, address", {"body": "Words", "email": "no address"}, 422),
    ("refused, too long", {"body": "words " * 700}, 422),
    ("preview", {"body": SAID, "preview": "page"}, 200),
    ("preview of nothing", {"body": "", "preview": "page"}, 200),
]
