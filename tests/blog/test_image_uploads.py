"""Images while writing: the requests that the article form sends."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from blog.admin import image_uploads
from blog.images import MAX_BYTES, process
from blog.models import Image
from tests.factories import make_user
from tests.uploads import as_file, make_raster

pytestmark = pytest.mark.django_db

UPLOAD, LIBRARY = "/admin/blog/image/upload/", "/admin/blog/image/library/"


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def png(name="kettle.png"):
    return SimpleUploadedFile(name, as_file(make_raster((20, 10)), "PNG").read(), "image/png")


def upload(client, **data):
    return client.post(UPLOAD, {"file": png(), **data})


def describe(client, image, **data):
    return client.post(f"/admin/blog/image/{image.pk}/description/", data)


def make_image(alt, *, age=0, **fields):
    """Only the row. ``age`` in hours."""
    image = Image.objects.create(file="images/0123456789abcdef.png", width=20, height=10, alt=alt, **fields)
    Image.objects.filter(pk=image.pk).update(uploaded_at=timezone.now() - timedelta(hours=age))
    return image


def listed(client, **query):
    return [image["alt"] for image in client.get(LIBRARY, query).json()["images"]]


# --- uploading ---


def test_an_upload_is_answered_with_its_markdown(signed_in, alice):
    answer = upload(signed_in(alice), alt="A [red] kettle").json()
    image = Image.objects.get()
    assert (image.alt, image.uploaded_by, image.needs_description) == ("A [red] kettle", alice, False)
    assert answer["markdown"] == f"![A \\[red\\] kettle]({image.permanent_url()})"
    assert (answer["id"], answer["url"], answer["alt"]) == (image.pk, image.permanent_url(), "A [red] kettle")
    assert answer["thumbnail"].endswith(".webp")


def test_an_image_can_be_described_after_its_upload(signed_in, alice):
    client = signed_in(alice)
    answer = upload(client).json()
    assert answer["markdown"] == f"![]({answer['url']})"
    assert Image.objects.get().needs_description
    described = client.post(answer["describe"], {"alt": "A kettle"}).json()
    assert described["markdown"] == f"![A kettle]({answer['url']})"
    assert not Image.objects.get().needs_description


def test_a_decorative_image_needs_no_description(signed_in, alice):
    upload(signed_in(alice), decorative="on")
    image = Image.objects.get()
    assert (image.decorative, image.needs_description) == (True, False)


def test_describing_an_image_on_its_page_ends_the_wait_for_it(signed_in, edith):
    image = make_image("", needs_description=True)
    signed_in(edith).post(f"/admin/blog/image/{image.pk}/change/", {"alt": "A kettle", "credit": ""})
    image = Image.objects.get()
    assert (image.alt, image.needs_description) == ("A kettle", False)


def test_an_upload_is_in_the_history_of_the_image(signed_in, edith):
    client = signed_in(edith)
    key = upload(client).json()["id"]
    assert "Added." in client.get(f"/admin/blog/image/{key}/history/").content.decode()


# --- permissions ---


@pytest.mark.parametrize(("method", "url"), [("post", UPLOAD), ("get", LIBRARY)])
def test_someone_who_is_logged_out_gets_the_address_of_the_login(client, method, url):
    answer = getattr(client, method)(url)
    assert answer.status_code == 401
    assert answer.json()["login"].startswith("/accounts/login/")


def test_readers_and_moderators_neither_upload_nor_see_images(signed_in, bob, mona):
    for person in (bob, mona):
        client = signed_in(person)
        assert upload(client).status_code == 403
        assert client.get(LIBRARY).status_code == 403
        assert describe(client, make_image("A kettle"), alt="Mine").status_code == 403
    assert set(Image.objects.values_list("alt", flat=True)) == {"A kettle"}


def test_uploaders_describe_their_own_images_without_permission_for_others(signed_in):
    writer = make_user(is_staff=True)
    writer.user_permissions.add(Permission.objects.get(codename="add_image"))
    client = signed_in(writer)
    own = client.post(upload(client).json()["describe"], {"alt": "Mine"})
    other = describe(client, make_image("A kettle"), alt="Mine")
    assert (own.status_code, other.status_code) == (200, 403)
    assert "permission" in other.json()["error"]


def test_uploads_only_accept_post(signed_in, alice):
    assert signed_in(alice).get(UPLOAD).status_code == 405


# --- limits ---


def test_uploads_are_limited_per_hour_together_with_those_of_the_image_page(signed_in, alice, monkeypatch):
    monkeypatch.setattr(image_uploads, "allow", lambda limit, key: False)
    answer = upload(signed_in(alice))
    assert answer.status_code == 429
    assert "in an hour" in answer.json()["error"]


def test_an_upload_that_waits_too_long_for_others_can_be_tried_again(signed_in, alice, monkeypatch):
    monkeypatch.setattr(process, "MAX_WAIT_SECONDS", 0.01)
    with process.LOCK:
        answer = upload(signed_in(alice))
    assert answer.status_code == 503
    assert "in a minute" in answer.json()["error"]


def test_an_image_of_20_megabytes_reaches_the_check_of_its_content(signed_in, alice):
    large = SimpleUploadedFile("large.png", b"a" * (MAX_BYTES - 1000), "image/png")
    answer = signed_in(alice).post(UPLOAD, {"file": large})
    assert answer.status_code == 422
    assert "This is not a JPEG, PNG" in answer.json()["error"]


def test_too_many_pixels_are_refused_with_the_limit(signed_in, alice):
    big = SimpleUploadedFile("big.png", as_file(make_raster((6000, 4100), 0, "1"), "PNG").read(), "image/png")
    answer = signed_in(alice).post(UPLOAD, {"file": big})
    assert answer.status_code == 422
    assert "24 megapixels" in answer.json()["error"]


def test_a_description_has_at_most_300_characters(signed_in, alice):
    client = signed_in(alice)
    assert upload(client, alt="a" * 301).status_code == 400
    answer = describe(client, make_image("A kettle"), alt="a" * 301)
    assert answer.status_code == 422
    assert "300" in answer.json()["error"]


# --- malformed requests ---


def test_a_request_without_a_file_is_refused(signed_in, alice):
    answer = signed_in(alice).post(UPLOAD, {"alt": "A kettle"})
    assert answer.status_code == 400
    assert answer.json()["error"]


@pytest.mark.parametrize("content", [b"%PDF-1.7", b"<svg/>", b"\x89PNG\r\n\x1a\n", b"GIF89a\x00"])
def test_files_that_are_not_images_are_refused_and_leave_nothing(signed_in, alice, content, tmp_path):
    answer = signed_in(alice).post(UPLOAD, {"file": SimpleUploadedFile("image.png", content, "image/png")})
    assert answer.status_code == 422
    assert "This is not a JPEG, PNG" in answer.json()["error"]
    assert not Image.objects.exists()
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_description_is_not_removed(signed_in, alice):
    image = make_image("A kettle")
    answer = describe(signed_in(alice), image, alt=" ")
    assert answer.status_code == 422
    assert answer.json()["error"] == "Describe the image, or mark it as decorative."
    assert Image.objects.get().alt == "A kettle"


def test_describing_an_image_that_was_deleted_is_a_404(signed_in, alice):
    assert signed_in(alice).post("/admin/blog/image/77/description/", {"alt": "A"}).status_code == 404


# --- library ---


def test_the_library_lists_images_from_new_to_old(signed_in, alice):
    make_image("Old", age=2)
    make_image("New", age=1)
    assert listed(signed_in(alice)) == ["New", "Old"]


@pytest.mark.parametrize("words", ["kettle red", "RED", "ines", "0123456789abcdef"])
def test_the_library_is_searched_for_all_words_in_description_credit_and_file_name(signed_in, alice, words):
    make_image("A red kettle", credit="Ines")
    Image.objects.create(file="images/aaaaaaaaaaaaaaaa.png", width=1, height=1, alt="A kettle of blue")
    assert listed(signed_in(alice), q=words) == ["A red kettle"]


def test_the_library_has_pages_of_24(signed_in, alice):
    for number in range(25):
        make_image(f"Image {number}", age=number)
    client = signed_in(alice)
    assert len(listed(client)) == 24
    assert client.get(LIBRARY).json()["has_more"]
    assert listed(client, page="2") == ["Image 24"]
    assert not client.get(LIBRARY, {"page": "2"}).json()["has_more"]


@pytest.mark.parametrize("page", ["0", "-1", "x", "9" * 50, "²"])
def test_a_malformed_page_number_is_harmless(signed_in, alice, page):
    make_image("A kettle")
    assert signed_in(alice).get(LIBRARY, {"page": page, "q": "k" * 300}).status_code == 200


def test_the_library_takes_the_same_number_of_queries_with_more_images(signed_in, alice, django_assert_max_num_queries):
    client = signed_in(alice)
    client.get(LIBRARY)
    for number in range(25):
        make_image(f"Image {number}")
    with django_assert_max_num_queries(5) as few:
        client.get(LIBRARY)
    for number in range(30):
        make_image(f"More {number}")
    with django_assert_max_num_queries(len(few)):
        client.get(LIBRARY, {"q": "image"})
