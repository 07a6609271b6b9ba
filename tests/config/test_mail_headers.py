"""The raw headers of mails, as received by a mail server or written by MAIL_URL=file:///…"""

import re
from email.header import decode_header, make_header

import pytest
from aiosmtpd.controller import Controller

from accounts.emails import build_email
from blog.models import BlogSettings
from comments.models import CommentSettings, Subscription
from comments.notifications import tasks
from config.env.backing_services import mailer
from config.env.variables import Env
from tests.comments.mails import approved, confirmed
from tests.config.processes import free_port
from tests.factories import make_comment, make_post

pytestmark = pytest.mark.django_db
LONG_SITE = "https://a-blog-with-quite-a-long-name.and-a-subdomain-that-is-not-short-either.example.org"
NAMES = [
    "Colophon",
    "Тест, Блог с очень длинным именем, которое не помещается в строку",
    "日本語の長い名前のブログ" * 5,
]


class Inbox:
    def __init__(self):
        self.raw = []

    async def handle_DATA(self, server, session, envelope):
        self.raw.append(envelope.content)
        return "250 OK"


def written_mails(folder):
    """Oldest first. Django's files are named after seconds and connections, so one may have several mails."""
    files = sorted(folder.iterdir(), key=lambda path: path.stat().st_mtime_ns)
    text = b"".join(path.read_bytes() for path in files)
    return [mail.lstrip(b"\n") for mail in text.split(b"-" * 79 + b"\n") if mail.strip()]


@pytest.fixture(params=["smtp", "file"])
def received(request, settings, tmp_path):
    """A function that returns the received mails as bytes."""
    settings.SITE_URL = LONG_SITE
    if request.param == "file":
        settings.MAILERS = {"default": mailer(Env({"MAIL_URL": f"file://{tmp_path}"}), "MAIL_URL")}
        yield lambda: written_mails(tmp_path)
        return
    inbox, port = Inbox(), free_port()
    controller = Controller(inbox, hostname="127.0.0.1", port=port)
    controller.start()
    settings.MAILERS = {"default": mailer(Env({"MAIL_URL": f"smtp://127.0.0.1:{port}"}), "MAIL_URL")}
    yield lambda: inbox.raw
    controller.stop()


@pytest.fixture(params=NAMES, ids=["latin", "cyrillic", "japanese"])
def site_name(request, db):
    BlogSettings.objects.update_or_create(pk=BlogSettings.current().pk, defaults={"name": request.param})
    return request.param


def lines(raw, name):
    """The raw lines of a header, not joined by a parser."""
    head = raw.replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    return re.findall(rf"(?mi)^{name}:.*(?:\n[ \t].*)*$".encode(), head)


def assert_readable(raw, to, site_name):
    """Addresses and URLs in headers are not encoded; only names are."""
    [unsubscribe] = lines(raw, "List-Unsubscribe")
    url = rb"<https://[\x21-\x3b\x3d\x3f-\x7e]+/>"
    assert re.fullmatch(rb"List-Unsubscribe: " + url, unsubscribe)
    assert lines(raw, "List-Unsubscribe-Post") == [b"List-Unsubscribe-Post: List-Unsubscribe=One-Click"]
    [list_id] = lines(raw, "List-Id")
    assert re.fullmatch(rb"List-Id: <[a-z.-]+>", list_id)
    [message_id] = lines(raw, "Message-ID")
    assert re.fullmatch(rb"Message-ID: <[\w.-]+@[a-z.-]+>", message_id)
    assert lines(raw, "To") == [b"To: " + to.encode()]
    [sender] = lines(raw, "From")
    encoded, _space, address = sender.removeprefix(b"From:").decode("ascii").rpartition(" ")
    assert re.fullmatch(r"<[a-z]+@[a-z0-9.-]+>", address)
    assert str(make_header(decode_header(re.sub(r"\n(?=\s)", "", encoded)))).strip() == site_name


@pytest.mark.parametrize("digest", [False, True], ids=["at once", "digest"])
def test_mail_to_moderators_has_a_plain_unsubscribe_header(received, site_name, mona, digest):
    held = make_comment(make_post("Über Türen"), status="held")
    CommentSettings(pk=1, mails="digest" if digest else "once").save()
    if digest:
        tasks.send_digests.enqueue()
    else:
        tasks.notify_moderators.enqueue(held.pk)
    [raw] = received()
    assert_readable(raw, "mona@example.org", site_name)


def test_mail_to_readers_has_a_plain_unsubscribe_header(received, site_name, bob):
    post = make_post("Über Türen")
    Subscription.objects.create(post=post, user=bob, kind="thread")
    approved(post)
    [raw] = received()
    assert_readable(raw, "bob@example.org", site_name)


def test_long_addresses_are_not_broken(received, site_name):
    long = f"{'a' * 60}@{'b' * 60}.{'c' * 60}.example.org"
    build_email("Hello", f"Words\n\n-- \n{site_name}\n{LONG_SITE}\n", [long]).send()
    [raw] = received()
    assert lines(raw, "To") == [b"To: " + long.encode()]
    assert b"=?" not in lines(raw, "Message-ID")[0]


def test_a_guest_with_a_non_ascii_domain_gets_the_mail(received):
    post = make_post()
    Subscription.objects.create(post=post, address=confirmed("gast@bücher.example"), kind="thread")
    before = len(received())
    approved(post)
    raw = received()[-1]
    assert len(received()) == before + 1
    assert lines(raw, "To") == [b"To: gast@xn--bcher-kva.example"]
