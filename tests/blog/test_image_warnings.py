"""Authors are warned about problems with images. Articles can be saved and published anyway."""

import pytest
from django.contrib.messages import get_messages

from blog.images import process_upload, store_processed
from blog.models import Post
from tests.blog.article_forms import ADD, change_url, current_data, form_data
from tests.factories import make_post
from tests.uploads import as_file, make_raster

pytestmark = pytest.mark.django_db


@pytest.fixture
def make_image(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return lambda **fields: store_processed(
        process_upload(as_file(make_raster())), **{"uploaded_by": None, "alt": "", **fields}
    )


def warnings(answer):
    return [str(message) for message in get_messages(answer.wsgi_request) if message.level_tag == "warning"]


@pytest.mark.parametrize("status", ["draft", "published"])
@pytest.mark.parametrize(
    ("markdown", "warning"),
    [
        ("![A box](/media/images/0123456789abcdef.jpg)", "This image is missing: /media/images/0123456789abcdef.jpg"),
        ("![A box](box.jpg)", "This image is missing: box.jpg"),
        (
            "![A box](https://example.org/box.jpg)",
            "Readers see a link instead of this image, because it isn’t stored on this site: https://example.org/box.jpg",
        ),
        ('<img src="//example.org/box.jpg">', "because it isn’t stored on this site: //example.org/box.jpg"),
    ],
)
def test_there_is_a_warning_about_missing_and_external_images(signed_in, alice, status, markdown, warning):
    answer = signed_in(alice).post(ADD, form_data(status=status, body=f"Text.\n\n{markdown}"))
    assert answer.status_code == 302
    assert Post.objects.get().status == status
    (said,) = warnings(answer)
    assert warning in said


def test_there_is_a_warning_about_images_without_a_description(signed_in, alice, make_image):
    url = make_image(alt="A box").permanent_url()
    answer = signed_in(alice).post(ADD, form_data(body=f"![]({url})"))
    assert warnings(answer) == [f"This image has no description (alt text): {url}"]


def test_there_is_no_warning_about_described_or_decorative_images(signed_in, alice, make_image):
    plain, decorative = make_image(alt="A box"), make_image(decorative=True)
    body = f"![A box]({plain.permanent_url()})\n\n![]({decorative.permanent_url()})\n\n`![](nowhere.jpg)`"
    assert warnings(signed_in(alice).post(ADD, form_data(body=body))) == []


def test_warnings_after_bulk_publishing_name_the_article(signed_in, edith):
    bad, good = make_post("Bad", body="![](nowhere.jpg)", status=Post.Status.DRAFT), make_post("Good")
    data = {"action": "publish_now", "_selected_action": [bad.pk, good.pk]}
    answer = signed_in(edith).post("/admin/blog/post/", data)
    assert warnings(answer) == ["Bad: This image is missing: nowhere.jpg"]
    bad.refresh_from_db()
    assert bad.is_published()


def test_there_is_no_warning_about_archived_articles(signed_in, edith):
    post = make_post("Old", body="![](nowhere.jpg)")
    answer = signed_in(edith).post(change_url(post), current_data(post, status="archived"))
    assert warnings(answer) == []


def test_many_problems_are_counted(signed_in, alice):
    body = "\n\n".join(f"![](gone-{number}.jpg)" for number in range(8))
    said = warnings(signed_in(alice).post(ADD, form_data(body=body)))
    assert len(said) == 6
    assert said[-1] == "3 more images have problems."
