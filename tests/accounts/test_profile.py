"""Public profiles, and editing them."""

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image  # noqa: TID251 (makes pictures to upload)

from blog.templatetags.rendering import inline_markdown
from tests.html import read
from tests.uploads import make_upload

pytestmark = pytest.mark.django_db
PROFILE = "/accounts/profile/"


@pytest.fixture
def bob_in(signed_in, bob, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return signed_in(bob)


def test_the_overview_shows_name_and_address_and_links_the_pages(bob_in):
    page = read(bob_in.get("/accounts/")).landmark("main")
    assert "Bob Reader" in page.text
    assert "bob@example.org" in page.text
    addresses = {*page.hrefs, *(form["action"] for form in page.all("form"))}
    assert addresses >= {
        PROFILE,
        "/accounts/email/",
        "/accounts/password/change/",
        "/accounts/2fa/",
        "/accounts/logout/",
    }


def test_name_and_bio_are_changed_and_the_slug_stays(bob_in, bob):
    answer = bob_in.post(PROFILE, {"display_name": " Robert  Reader ", "bio": "Reads."}, follow=True)
    assert "Your profile was saved." in answer.text
    bob.refresh_from_db()
    assert (bob.display_name, bob.bio, bob.slug) == ("Robert Reader", "Reads.", "bob-reader")


def test_an_invalid_name_is_explained_and_not_shown_elsewhere(bob_in, bob):
    answer = bob_in.post(PROFILE, {"display_name": "\u200b!!", "bio": "Reads."})
    assert "at least one letter or number" in answer.text
    assert "Reads." in answer.text
    assert "Bob Reader" in read(answer).landmark("banner").text
    bob.refresh_from_db()
    assert bob.bio == ""


def test_an_image_is_re_encoded_and_replaces_the_old_file(bob_in, bob):
    bob_in.post(PROFILE, {"display_name": "Bob", "avatar": make_upload("red")})
    bob.refresh_from_db()
    first = bob.avatar.name
    assert first.startswith("avatars/")
    assert first.endswith(".webp")
    with default_storage.open(first) as file, Image.open(file) as stored:
        assert stored.size == (256, 256)

    bob_in.post(PROFILE, {"display_name": "Bob", "avatar": make_upload("blue")})
    bob.refresh_from_db()
    assert bob.avatar.name != first
    assert default_storage.exists(bob.avatar.name)
    assert not default_storage.exists(first)


def test_saving_the_profile_keeps_the_image(bob_in, bob):
    bob_in.post(PROFILE, {"display_name": "Bob", "avatar": make_upload()})
    bob_in.post(PROFILE, {"display_name": "Bobby"})
    bob.refresh_from_db()
    assert default_storage.exists(bob.avatar.name)


def test_an_image_is_removed_with_its_file(bob_in, bob):
    assert "remove_avatar" not in bob_in.get(PROFILE).text
    bob_in.post(PROFILE, {"display_name": "Bob", "avatar": make_upload()})
    bob.refresh_from_db()
    name = bob.avatar.name
    assert "remove_avatar" in bob_in.get(PROFILE).text
    bob_in.post(PROFILE, {"display_name": "Bob", "remove_avatar": "on"})
    bob.refresh_from_db()
    assert not bob.avatar
    assert not default_storage.exists(name)


@pytest.mark.parametrize(
    "data",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"GIF89a<script>",
        b"words",
        b"\xff\xd8",
    ],
)
def test_a_file_that_is_not_an_image_is_rejected_with_a_reason(bob_in, bob, data):
    answer = bob_in.post(PROFILE, {"display_name": "Robert", "avatar": SimpleUploadedFile("me.png", data)})
    assert answer.status_code == 200
    assert answer.context["form"].errors.keys() == {"avatar"}
    bob.refresh_from_db()
    assert not bob.avatar
    assert bob.display_name == "Bob Reader"


def test_users_can_only_change_their_own_profile(client, bob):
    client.post(PROFILE, {"display_name": "Mallory"})
    bob.refresh_from_db()
    assert bob.display_name == "Bob Reader"


def test_links_keep_their_order_and_repetitions_are_removed(bob_in, bob):
    typed = " https://social.example/@bob \r\n\r\nhttps://bob.example/\r\nhttps://social.example/@bob"
    bob_in.post(PROFILE, {"display_name": "Bob", "links": typed})
    bob.refresh_from_db()
    assert bob.links == ["https://social.example/@bob", "https://bob.example/"]
    assert "https://social.example/@bob\nhttps://bob.example/" in bob_in.get(PROFILE).text


@pytest.mark.parametrize(
    "links",
    [
        "http://bob.example/",
        "javascript:alert(1)",
        "//bob.example/",
        "bob.example",
        "https://",
        "https://bob:secret@bob.example/",
        "https://bank.example@bob.example/",
        "https://[::1",
        "https://bob.example/" + "x" * 200,
        "https://bob.example/ x",
        "\n".join(f"https://bob.example/{number}" for number in range(6)),
    ],
)
def test_invalid_links_are_rejected_with_a_reason_and_stay_in_the_field(bob_in, bob, links):
    answer = bob_in.post(PROFILE, {"display_name": "Bob", "links": links})
    assert answer.context["form"].errors.keys() == {"links"}
    field = read(answer).one("textarea[name=links]")
    assert "autofocus" in field
    assert field.value == links
    assert field.errors
    bob.refresh_from_db()
    assert bob.links == []


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("I *read*.", "<p>I <em>read</em>.</p>"),
        ("<script>x</script>", "<p>&lt;script&gt;x&lt;/script&gt;</p>"),
        ("[x](javascript:alert(1))", None),
    ],
)
def test_bios_are_rendered_like_comments(source, html):
    shown = inline_markdown(source)
    assert "javascript:" not in str(shown) or html is not None
    assert html is None or shown == html
