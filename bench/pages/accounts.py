"""Login, signup and account pages."""

import re
from base64 import b64encode
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core import mail
from django.core.cache import caches
from django.test import Client
from django.utils import timezone

from accounts.allauth.mfa.encryption import encrypt
from accounts.allauth.models import Authenticator
from accounts.models import DataExport, Invitation, User
from bench.pages.installation import PHONE, Page, signed_in, text_of, walk
from bench.pages.reading import TIMER
from blog.models import Bookmark, Post
from comments.models import Comment, Subscription
from demo.users import ADMINISTRATOR
from tests.accounts.signing_up import NEWCOMER
from tests.factories import PASSWORD, make_comment, make_user

EMAIL = "bob@example.org"
QR = "/accounts/second-factor/picture.svg"


def pages() -> Iterator[Page]:
    bob = make_user(EMAIL, display_name='Bob <b> & "Co"')
    yield from ways_in(bob)
    client = signed_in(EMAIL, PASSWORD)
    yield from walk("account", client, {f"{name}, nothing yet": address for name, address in LISTS.items()})
    fill(bob)
    Client(headers={"user-agent": PHONE}).post("/accounts/login/", {"login": EMAIL, "password": PASSWORD})
    yield from walk("account", client, LISTS | MEMBERS)
    app = with_inline_image(client, client.get("/accounts/2fa/totp/activate/"))
    yield Page("account", "app, new", app)
    for name, (address, typed) in REFUSED.items():
        yield Page("account", f"{name} refused", text_of(client.post(address, typed)))
    saved = client.post("/accounts/profile/", {"display_name": "Bob", "bio": "Writes."}, follow=True)
    yield Page("account", "profile saved", text_of(saved))
    yield from second_factor(bob, client)
    yield from leaving(client)


def ways_in(bob: User) -> Iterator[Page]:
    anonymous = Client()
    yield from walk("way in", anonymous, ANONYMOUS_PAGES)
    for name, (address, typed) in ANONYMOUS_PAGES_REFUSED.items():
        yield Page("way in", f"{name} refused", text_of(anonymous.post(address, typed)))
    asked = anonymous.post("/accounts/login/code/", {"email": EMAIL}, follow=True)
    yield Page("way in", "code by mail, entered", text_of(asked))
    anonymous.post("/accounts/password/reset/", {"email": EMAIL})
    reset = link_in(mail.outbox[-1].body, "/password/reset/key/")
    new = anonymous.get(reset, follow=True)
    yield Page("way in", "new password", text_of(new))
    short = anonymous.post(new.request["PATH_INFO"], {"password1": "x", "password2": "y"})
    yield Page("way in", "new password refused", text_of(short))
    signed_up = anonymous.post("/accounts/signup/", NEWCOMER, follow=True)
    yield Page("way in", "signed up", text_of(signed_up))
    confirm = link_in(mail.outbox[-1].body, "/confirm-email/")
    yield Page("way in", "confirm the address", text_of(anonymous.get(confirm)))
    yield from invitation()
    caches["default"].clear()  # the failed logins above count towards the rate limit


def invitation() -> Iterator[Page]:
    settings.REGISTRATION_OPEN = False
    anonymous, editor = Client(), User.objects.get(email=ADMINISTRATOR)
    yield Page("way in", "registration closed", text_of(anonymous.get("/accounts/signup/")))
    yield Page("way in", "invitation void", text_of(anonymous.get("/accounts/invitation/void/"), 404))
    invited = Invitation.objects.create(made_by=editor, note="Nora")
    yield Page("way in", "invited", text_of(anonymous.get(invited.path, follow=True)))
    settings.REGISTRATION_OPEN = True


def fill(bob: User) -> None:
    post, timer = Post.objects.get(slug="wordy"), Post.objects.get(slug=TIMER)
    for status in Comment.Status:
        make_comment(timer, "A **fair** point. " * 12, author=bob, status=status)
    make_comment(post, "w" * 300, author=bob)
    for kind in Subscription.Kind:
        Subscription.objects.create(post=timer, user=bob, kind=kind)
    Subscription.objects.create(post=post, user=bob, kind=Subscription.Kind.THREAD)
    Bookmark.objects.bulk_create(Bookmark(user=bob, post=article) for article in Post.objects.published()[:4])
    Bookmark.objects.get_or_create(user=bob, post=post)


def second_factor(bob: User, client: Client) -> Iterator[Page]:
    wrong = client.post("/accounts/2fa/totp/activate/", {"code": "1"})
    yield Page("second factor", "app, wrong code", with_inline_image(client, wrong))
    Authenticator.objects.create(user=bob, type=Authenticator.Type.TOTP, data={"secret": encrypt("JBSWY3DPEHPK3PXP")})
    codes = {"seed": encrypt("ab" * 40), "used_mask": 0}
    Authenticator.objects.create(user=bob, type=Authenticator.Type.RECOVERY_CODES, data=codes)
    for name, answers in {"Laptop": {"credProps": {"rk": True}}, "W" * 60: {}}.items():
        data = {"name": name, "credential": {"clientExtensionResults": answers}}
        Authenticator.objects.create(user=bob, type=Authenticator.Type.WEBAUTHN, data=data)
    key = Authenticator.objects.filter(type=Authenticator.Type.WEBAUTHN).latest("pk").pk
    keys = {"passkey, rename": f"/{key}/edit/", "passkey, remove": f"/{key}/remove/"}
    addresses = {name: f"/accounts/2fa/webauthn/keys{path}" for name, path in keys.items()}
    yield from walk("second factor", client, SECOND_FACTOR | addresses)
    Authenticator.objects.filter(type=Authenticator.Type.WEBAUTHN).delete()  # these keys don't exist
    late = Client()
    asked = late.post("/accounts/login/", {"login": EMAIL, "password": PASSWORD}, follow=True)
    yield Page("second factor", "asked at login", text_of(asked))
    wrong = late.post("/accounts/2fa/authenticate/", {"code": "1"})
    yield Page("second factor", "asked at login, refused", text_of(wrong))
    yield Page("second factor", "log out", text_of(client.get("/accounts/logout/")))


def leaving(client: Client) -> Iterator[Page]:
    client.post("/accounts/data/export/")
    DataExport.objects.update(ready_at=timezone.now())
    yield from walk("account", client, {"data with a file": "/accounts/data/", "delete": "/accounts/data/delete/"})
    left = client.post("/accounts/data/delete/", {"password": PASSWORD, "comments": "keep"}, follow=True)
    yield Page("account", "delete, answered", text_of(left))


def with_inline_image(client: Client, response: Any) -> str:
    """The page with an inline QR code, which can only be fetched in the same session."""
    svg = text_of(client.get(QR))
    return text_of(response).replace(QR, f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}")


def link_in(text: str, part: str) -> str:
    found = re.search(rf"https?://[^/\s]+(\S*{part}\S*)", text)
    assert found, f"no link with {part} in the mail"
    return found[1]


ANONYMOUS_PAGES = {
    "log in": "/accounts/login/",
    "log in and back": "/accounts/login/?next=/articles/odd/",
    "sign up": "/accounts/signup/",
    "forgotten password": "/accounts/password/reset/",
    "forgotten password, sent": "/accounts/password/reset/done/",
    "new password, wrong link": "/accounts/password/reset/key/1-wrong/",
    "new password, done": "/accounts/password/reset/key/done/",
    "confirm, wrong link": "/accounts/confirm-email/wrong/",
    "confirm, mail sent": "/accounts/confirm-email/",
    "code by mail": "/accounts/login/code/",
    "inactive": "/accounts/inactive/",
}
ANONYMOUS_PAGES_REFUSED = {
    "log in": ("/accounts/login/", {"login": EMAIL, "password": "wrong words"}),
    "log in, empty,": ("/accounts/login/", {}),
    "sign up": ("/accounts/signup/", {"email": "x", "display_name": "", "password1": "x", "password2": "y"}),
    "forgotten password": ("/accounts/password/reset/", {"email": "x"}),
}
LISTS = {
    "overview": "/accounts/",
    "my comments": "/accounts/comments/",
    "subscriptions": "/comments/subscriptions/",
    "bookmarks": "/accounts/bookmarks/",
    "passkeys": "/accounts/2fa/webauthn/",
    "second factor": "/accounts/2fa/",
    "data": "/accounts/data/",
}
MEMBERS = {
    "home": "/",
    "article": f"/articles/{TIMER}/",
    "closed article": "/articles/closed/",
    "profile": "/accounts/profile/",
    "e-mail": "/accounts/email/",
    "password": "/accounts/password/change/",
    "sessions": "/accounts/sessions/",
    "confirm it is you": "/accounts/reauthenticate/",
    "passkey, new": "/accounts/2fa/webauthn/add/",
}
REFUSED = {
    "profile": ("/accounts/profile/", {"display_name": "", "links": "ftp://x"}),
    "e-mail": ("/accounts/email/", {"email": "x", "action_add": ""}),
    "password": ("/accounts/password/change/", {"oldpassword": "x", "password1": "x", "password2": "y"}),
    "confirm it is you": ("/accounts/reauthenticate/", {"password": "x"}),
}
SECOND_FACTOR = {
    "everything set": "/accounts/2fa/",
    "passkeys": "/accounts/2fa/webauthn/",
    "recovery codes": "/accounts/2fa/recovery-codes/",
    "recovery codes, new": "/accounts/2fa/recovery-codes/generate/",
    "app, off": "/accounts/2fa/totp/deactivate/",
    "confirm with a code": "/accounts/2fa/reauthenticate/",
}
