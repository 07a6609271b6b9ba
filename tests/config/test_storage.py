"""Images in a bucket: the URLs that readers load them from, and that the CSP allows it."""

import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from django.urls import reverse
from PIL import Image as Raster  # noqa: TID251 (makes an image to upload)

from blog.images import store_image
from tests.factories import make_post
from tests.html import read

ROOT = Path(__file__).resolve().parents[2]
SHOW = """
import django; django.setup()
from django.conf import settings
from django.core.files.storage import default_storage
print(default_storage.url("images/a b.jpg"), settings.SECURE_CSP["img-src"][-1])
"""


@pytest.mark.parametrize("public", ["https://media.example.org", "http://localhost:9000", "https://minio.example/pics"])
def test_images_are_loaded_from_the_public_url_of_the_bucket_and_the_csp_allows_it(new_environment, public):
    bucket = {"S3_BUCKET": "pictures", "S3_PUBLIC_URL": public, "S3_ACCESS_KEY": "key", "S3_SECRET_KEY": "secret"}
    shown = subprocess.run(
        [sys.executable, "-c", SHOW],
        cwd=ROOT,
        env=new_environment | bucket,
        capture_output=True,
        text=True,
    )
    origin = public.removesuffix("/pics")
    assert shown.stdout.split() == [f"{public}/images/a%20b.jpg", origin], shown.stderr


def test_make_run_installs_the_s3_extra_for_a_variable_in_a_file():
    extras = (ROOT / "Makefile").read_text().partition("EXTRAS =")[2].partition("PYTEST")[0]
    for variable in ("DATABASE_URL", "REDIS_URL", "S3_BUCKET", "SOCIAL_LOGIN_ISSUER"):
        assert f"$${variable}$${variable}_FILE" in extras


@pytest.fixture
def bucket(settings, s3):
    """The blog stores its images in a bucket."""
    settings.S3_BUCKET, settings.S3_PUBLIC_URL = s3["S3_BUCKET"], s3["S3_PUBLIC_URL"]
    options = {
        "bucket_name": s3["S3_BUCKET"],
        "endpoint_url": s3["S3_ENDPOINT_URL"],
        "region_name": s3["S3_REGION"],
        "access_key": s3["S3_ACCESS_KEY"],
        "secret_key": s3["S3_SECRET_KEY"],
        "custom_domain": s3["S3_PUBLIC_URL"].partition("://")[2],
        "url_protocol": "http:",
        "querystring_auth": False,
    }
    backend = {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
    settings.STORAGES = settings.STORAGES | {"default": backend}
    return s3["S3_PUBLIC_URL"]


def red_door():
    file = BytesIO()
    Raster.new("RGB", (900, 500), "red").save(file, "PNG")
    file.seek(0)
    return store_image(file, alt="A red door", uploaded_by=None)


@pytest.mark.django_db
def test_the_markdown_of_the_image_page_shows_an_image_in_a_bucket(bucket, client, signed_in, edith):
    image = red_door()
    page = read(signed_in(edith).get(reverse("admin:blog_image_change", args=[image.pk])))
    markdown = page.all("#content code")[0].text
    assert markdown == f"![A red door](/media/{image.file.name})"
    post = make_post(body=markdown)
    shown = read(client.get(post.get_absolute_url())).one(".prose img")
    assert shown["src"] == f"/media/{image.file.name}"
    assert shown["srcset"].startswith(f"{bucket}/{image.variants[0]['path']} 480w")
    redirect = client.get(f"/media/{image.file.name}")
    assert redirect.url == image.file.url
    assert redirect.url.startswith(bucket)


@pytest.mark.django_db
def test_the_bucket_url_of_an_image_is_the_same_image(bucket, client):
    image = red_door()
    post = make_post(body=f"![A red door]({image.file.url})")
    shown = read(client.get(post.get_absolute_url())).one(".prose img")
    assert (shown["src"], shown["width"]) == (f"/media/{image.file.name}", "900")


@pytest.mark.django_db
def test_an_image_of_another_host_is_still_a_link(bucket, client):
    post = make_post(body="![A door](https://elsewhere.example/a.png)")
    assert "https://elsewhere.example/a.png" in read(client.get(post.get_absolute_url())).one(".prose").hrefs
