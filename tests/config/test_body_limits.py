"""What may be sent to which page, and that nothing longer is read."""

from io import BytesIO
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from blog.images import MAX_BYTES
from config.middleware.body_limits import FORM_BYTES
from tests.blog.test_images import as_file, picture
from tests.factories import make_post
from tests.wsgi import respond

pytestmark = pytest.mark.django_db

FORM = "application/x-www-form-urlencoded"
MULTIPART = 'multipart/form-data; boundary="x"'
MEGABYTE = 1024 * 1024


class Body(BytesIO):
    """A stream that announces ``length`` bytes and counts how many were asked for."""

    asked = 0

    def read(self, size=-1):
        self.asked += size
        return b"a" * size


def post_unread(path, length, **headers):
    """The response to a body of this length, and how much of it was read."""
    body = Body()
    environ = RequestFactory().post(path, b"", content_type=MULTIPART, headers=headers).environ
    environ |= {"wsgi.input": body, "CONTENT_LENGTH": str(length)}
    return *respond(environ), body.asked


@pytest.mark.parametrize("path", ["/accounts/login/", "/search/", "/accounts/profile/", "/admin/blog/image/add/"])
def test_60_megabytes_of_a_stranger_are_refused_unread(path):
    status, headers, page, read = post_unread(path, 60 * MEGABYTE)
    assert status == 413
    assert read == 0
    assert "This is too large to send" in page
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert headers["Cache-Control"] == "no-store, private"


def test_what_is_sent_to_no_page_is_not_read():
    status, _, _, read = post_unread("/none/", 60 * MEGABYTE)
    assert (status, read) == (404, 0)


@pytest.mark.parametrize("path", ["/accounts/login/", "/accounts/profile/", "/"])
def test_an_image_of_a_stranger_is_refused_unread(path):
    status, _, page, read = post_unread(path, 5 * MEGABYTE)
    assert (status, read) == (413, 0)
    assert "64.0" in page


def test_a_form_that_is_a_little_too_long_is_read_so_that_its_sender_sees_the_page():
    status, _, _, read = post_unread("/accounts/login/", FORM_BYTES + 10)
    assert (status, read) == (413, FORM_BYTES + 10)


def test_a_body_of_unknown_length_is_refused():
    status, headers, page, read = post_unread("/accounts/login/", "", **{"Transfer-Encoding": "chunked"})
    assert (status, read) == (411, 0)
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert "<h1" in page


def test_the_longest_comment_fits(client):
    make_post("The Title")
    text = quote("😀" * 3_999 + "!")
    answer = client.post(
        "/articles/the-title/comments/", f"name=Ann&email=ann%40example.org&body={text}", content_type=FORM
    )
    assert answer.status_code != 413
    assert "too long" not in answer.content.decode()


def test_the_longest_article_fits(client, edith):
    client.force_login(edith)
    body = quote("😀" * 199_000)
    answer = client.post("/admin/blog/post/add/", f"body={body}", content_type=FORM)
    assert answer.status_code == 200
    assert b"Please correct the error" in answer.content


def test_a_member_may_send_no_more_than_a_form_elsewhere(client, bob):
    client.force_login(bob)
    answer = client.post("/accounts/email/", "x" * (FORM_BYTES + 1), content_type=FORM)
    assert answer.status_code == 413


def test_a_member_may_send_an_image_for_the_profile(client, bob):
    client.force_login(bob)
    file = SimpleUploadedFile("me.png", as_file(picture(), "PNG").read() + bytes(3 * MEGABYTE), "image/png")
    answer = client.post("/accounts/profile/", {"display_name": "Bob", "avatar": file})
    assert answer.status_code == 302


def test_a_member_may_not_send_an_image_to_the_admin(client, bob):
    client.force_login(bob)
    file = SimpleUploadedFile("me.png", bytes(4 * MEGABYTE), "image/png")
    assert client.post("/admin/blog/image/add/", {"upload": file}).status_code == 413


def test_staff_is_told_by_the_form_how_large_an_image_may_be(client, edith):
    client.force_login(edith)
    file = SimpleUploadedFile("me.png", bytes(MAX_BYTES + 1), "image/png")
    answer = client.post("/admin/blog/image/add/", {"upload": file})
    assert answer.status_code == 200
    assert "larger than 20 MB" in answer.content.decode()
