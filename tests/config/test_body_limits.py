"""The maximum body of each page, and that longer ones are not read."""

from io import BytesIO
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from blog.images import MAX_BYTES
from config.middleware.body_limits import FORM_BYTES
from tests import html
from tests.factories import make_post
from tests.uploads import as_file, make_raster
from tests.wsgi import respond

pytestmark = pytest.mark.django_db

FORM = "application/x-www-form-urlencoded"
MULTIPART = 'multipart/form-data; boundary="x"'
MEGABYTE = 1024 * 1024


class Body(BytesIO):
    """A stream of ``length`` bytes that counts how many were read."""

    asked = 0

    def read(self, size=-1):
        self.asked += size
        return b"a" * size


def post_unread(path, length, **headers):
    """The response to a body of this length, and how many bytes of it were read."""
    body = Body()
    environ = RequestFactory().post(path, b"", content_type=MULTIPART, headers=headers).environ
    environ |= {"wsgi.input": body, "CONTENT_LENGTH": str(length)}
    return *respond(environ), body.asked


@pytest.mark.parametrize("path", ["/accounts/login/", "/search/", "/accounts/profile/", "/admin/blog/image/add/"])
def test_60_megabytes_of_an_anonymous_visitor_are_rejected_without_reading_them(path):
    status, headers, page, read = post_unread(path, 60 * MEGABYTE)
    assert status == 413
    assert read == 0
    assert "This is too large to send" in page
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert headers["Cache-Control"] == "no-store, private"


def test_the_body_of_a_request_for_a_missing_page_is_not_read():
    status, _, _, read = post_unread("/none/", 60 * MEGABYTE)
    assert (status, read) == (404, 0)


@pytest.mark.parametrize("path", ["/accounts/login/", "/accounts/profile/", "/"])
def test_an_image_of_an_anonymous_visitor_is_rejected_without_reading_it(path):
    status, _, page, read = post_unread(path, 5 * MEGABYTE)
    assert (status, read) == (413, 0)
    assert "64.0" in page


def test_a_body_slightly_over_the_limit_is_read_so_that_the_browser_shows_the_page():
    status, _, _, read = post_unread("/accounts/login/", FORM_BYTES + 10)
    assert (status, read) == (413, FORM_BYTES + 10)


def test_a_body_of_unknown_length_is_rejected():
    status, headers, page, read = post_unread("/accounts/login/", "", **{"Transfer-Encoding": "chunked"})
    assert (status, read) == (411, 0)
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert html.read(page).one("h1").text


def test_the_longest_comment_fits(client):
    make_post("The Title")
    text = quote("😀" * 3_999 + "!")
    response = client.post(
        "/articles/the-title/comments/", f"name=Ann&email=ann%40example.org&body={text}", content_type=FORM
    )
    assert response.status_code != 413
    assert "too long" not in response.content.decode()


def test_the_longest_article_fits(client, edith):
    client.force_login(edith)
    body = quote("😀" * 199_000)
    response = client.post("/admin/blog/post/add/", f"body={body}", content_type=FORM)
    assert response.status_code == 200
    assert b"Please correct the error" in response.content


def test_members_have_the_normal_limit_on_other_pages(client, bob):
    client.force_login(bob)
    response = client.post("/accounts/email/", "x" * (FORM_BYTES + 1), content_type=FORM)
    assert response.status_code == 413


def test_members_can_upload_an_image_in_their_profile(client, bob):
    client.force_login(bob)
    file = SimpleUploadedFile("me.png", as_file(make_raster(), "PNG").read() + bytes(3 * MEGABYTE), "image/png")
    response = client.post("/accounts/profile/", {"display_name": "Bob", "avatar": file})
    assert response.status_code == 302


def test_members_cannot_upload_images_to_the_admin(client, bob):
    client.force_login(bob)
    file = SimpleUploadedFile("me.png", bytes(4 * MEGABYTE), "image/png")
    assert client.post("/admin/blog/image/add/", {"upload": file}).status_code == 413


def test_the_form_tells_staff_the_maximum_size_of_an_image(client, edith):
    client.force_login(edith)
    file = SimpleUploadedFile("me.png", bytes(MAX_BYTES + 1), "image/png")
    response = client.post("/admin/blog/image/add/", {"upload": file})
    assert response.status_code == 200
    assert "larger than 20 MB" in response.content.decode()
