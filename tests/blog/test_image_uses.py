"""Images that articles use can't be deleted."""

from html import unescape

import pytest

from blog.images import store_image
from blog.models import Image, ImageUse, Post
from blog.posts import save_post
from tests.factories import make_post
from tests.html import read
from tests.uploads import as_file, make_raster

pytestmark = pytest.mark.django_db


def delete(client, image):
    return client.post(f"/admin/blog/image/{image.pk}/delete/", {"post": "yes"})


@pytest.mark.parametrize("status", [Post.Status.PUBLISHED, Post.Status.DRAFT])
@pytest.mark.parametrize(
    "body",
    [
        "![A kettle]({url})",
        '<img src="{url}" alt="A kettle">',
        "![A kettle](https://media.example.org/bucket{url})",
        "[The kettle, large]({variant})",
    ],
)
def test_an_image_in_a_text_is_not_deleted_and_the_article_is_linked(signed_in, edith, image, status, body):
    body = body.format(url=image.file.url, variant=f"/media/{image.variants[0]['path']}")
    post = make_post("Of kettles", body=body, status=status)
    answer = delete(signed_in(edith), image)
    assert read(answer).link("Of kettles")["href"] == f"/admin/blog/post/{post.pk}/change/"
    assert Image.objects.filter(pk=image.pk).exists()
    assert image.file.storage.exists(image.file.name)


def test_a_cover_is_not_deleted(signed_in, edith, image):
    make_post("Of kettles", cover=image)
    assert "Of kettles" in delete(signed_in(edith), image).text
    assert Image.objects.filter(pk=image.pk).exists()


def test_many_images_are_not_deleted_when_one_is_in_use(signed_in, edith, image):
    other = store_image(as_file(make_raster()), alt="A cup", uploaded_by=None)
    make_post("Of kettles", body=f"![A kettle]({image.file.url})")
    chosen = {"action": "delete_selected", "_selected_action": [image.pk, other.pk], "post": "yes"}
    assert "Of kettles" in signed_in(edith).post("/admin/blog/image/", chosen).text
    assert Image.objects.count() == 2


def test_an_image_that_is_no_longer_used_can_be_deleted(signed_in, edith, image):
    post = make_post("Of kettles", body=f"![A kettle]({image.file.url})")
    post.body = "No images."
    save_post(post)
    assert not ImageUse.objects.exists()
    assert delete(signed_in(edith), image).status_code == 302
    assert not image.file.storage.exists(image.file.name)


def test_the_page_of_an_image_links_to_the_articles_that_use_it(signed_in, edith, image):
    client = signed_in(edith)
    assert "no article" in client.get(f"/admin/blog/image/{image.pk}/change/").text
    make_post("Of kettles", body=f"![A kettle]({image.file.url})")
    assert "Of kettles</a>" in client.get(f"/admin/blog/image/{image.pk}/change/").text


def test_images_of_a_deleted_article_can_be_deleted(signed_in, edith, image):
    make_post("Of kettles", body=f"![A kettle]({image.file.url})").delete()
    assert delete(signed_in(edith), image).status_code == 302
    assert not Image.objects.exists()


@pytest.mark.parametrize(
    "alt", ["A [red] kettle", "A kettle]", "Back\\slash", "Say `this` *and* <that>", "R&amp;D ~~then~~ ==now=="]
)
def test_the_markdown_of_an_image_is_valid_for_any_description(signed_in, edith, image, client, alt):
    image.alt = alt
    image.save()
    post = make_post("Of kettles", body=image.markdown())
    html = client.get(post.get_absolute_url()).text
    assert post.image_uses.count() == 1
    assert f'alt="{alt}"' in unescape(html)
