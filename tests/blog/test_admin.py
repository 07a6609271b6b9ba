from datetime import timedelta

import pytest
from django.utils import timezone

from blog.models import Authorship, BlogSettings, Image, Post, RelatedPost
from comments.models import Comment
from tests.blog.article_forms import ADD, change_url, current_data, errors, form_data
from tests.factories import make_comment, make_post, make_tag
from tests.html import read
from tests.uploads import as_file, make_raster

pytestmark = pytest.mark.django_db


def test_an_author_of_a_new_article_is_in_its_byline(signed_in, alice):
    signed_in(alice).post(ADD, form_data(tags=[make_tag("radio").pk]))
    post = Post.objects.get()
    assert post.ordered_authors == [alice]
    assert [section.heading for section in post.sections.all()] == ["", "Part"]
    assert post.tags.get().name == "radio"


def test_an_article_published_without_a_date_is_published_now(signed_in, alice, client):
    signed_in(alice).post(ADD, form_data(status="published"))
    assert Post.objects.published().exists()


def test_a_future_date_schedules_an_article(signed_in, alice):
    later = timezone.now() + timedelta(days=2)
    when = {"published_at_0": later.strftime("%Y-%m-%d"), "published_at_1": "08:00:00"}
    signed_in(alice).post(ADD, form_data(status="published", **when))
    assert Post.objects.get().is_scheduled()
    assert not Post.objects.published().exists()


def test_authors_can_only_open_their_own_articles(signed_in, alice):
    own, other = make_post("Own", author=alice), make_post("Other")
    client = signed_in(alice)
    listed = client.get("/admin/blog/post/").content.decode()
    assert ("Own" in listed, "Other" in listed) == (True, False)
    assert client.get(change_url(own)).status_code == 200
    assert client.get(change_url(other)).status_code == 302
    assert client.post(change_url(other), current_data(other, title="Taken over")).status_code == 302
    assert client.post(f"/admin/blog/post/{other.pk}/delete/", {"post": "yes"}).status_code == 302
    other.refresh_from_db()
    assert other.title == "Other"


def test_authors_can_only_change_their_own_articles_in_bulk(signed_in, alice):
    other = make_post("Other", status=Post.Status.DRAFT)
    signed_in(alice).post("/admin/blog/post/", {"action": "publish_now", "_selected_action": [other.pk]})
    other.refresh_from_db()
    assert other.status == Post.Status.DRAFT


def test_authors_cannot_remove_themselves_from_a_byline(signed_in, alice, edith):
    post = make_post("Own", author=alice)
    signed_in(alice).post(change_url(post), current_data(post, **{"authorships-0-author": edith.pk}))
    assert Post.objects.editable_by(alice).filter(pk=post.pk).exists()


def test_editors_can_edit_all_articles(signed_in, edith):
    post = make_post("Other")
    assert signed_in(edith).post(change_url(post), current_data(post, title="Edited")).status_code == 302
    post.refresh_from_db()
    assert post.title == "Edited"


def test_moderators_and_readers_cannot_open_articles_in_the_admin(signed_in, mona, bob):
    make_post()
    assert signed_in(mona).get("/admin/blog/post/").status_code == 403
    assert signed_in(bob).get("/admin/blog/post/").status_code == 302


def test_users_who_may_not_publish_are_not_offered_public_statuses(signed_in, alice):
    alice.groups.get().permissions.get(codename="publish_post").group_set.clear()
    client = signed_in(alice)
    offered = [option.value for option in read(client.get(ADD)).all("#post_form [name=status] option")]
    assert "draft" in offered
    assert "published" not in offered
    assert "status" in errors(client.post(ADD, form_data(status="published")))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"body": "[" * 4_000}, "body"),
        ({"cta_url": "javascript:alert(1)", "cta_label": "Go"}, "cta_url"),
        ({"cta_label": "Go"}, "__all__"),
        ({"slug": "two words"}, "slug"),
        ({"title": ""}, "title"),
        ({"body": "x" * 200_001}, "body"),
        (
            {"status": "published", "published_at_0": "2026-01-02", "published_at_1": "08:00"}
            | {"expires_at_0": "2026-01-01", "expires_at_1": "08:00"},
            "expires_at",
        ),
    ],
)
def test_invalid_input_is_explained_and_kept(signed_in, alice, changes, field):
    answer = signed_in(alice).post(ADD, form_data(standfirst="My words", **changes))
    assert answer.status_code == 200
    assert field in errors(answer)
    assert b"My words" in answer.content
    assert not Post.objects.exists()


def test_the_list_shows_status_authors_and_pending_comments(signed_in, edith, alice):
    post = make_post("Listed", author=alice, tags=["radio"])
    make_comment(post, status=Comment.Status.HELD)
    html = signed_in(edith).get("/admin/blog/post/").content.decode()
    for part in (
        "Listed",
        "Published",
        "Alice Author",
        "radio",
        "1 minute",
        '<td class="field-pending_comments">1</td>',
    ):
        assert part in html
    assert "Listed" in signed_in(edith).get("/admin/blog/post/?q=list&state=published").content.decode()


def test_the_form_links_to_the_preview(signed_in, alice):
    post = make_post("Draft", author=alice, status=Post.Status.DRAFT)
    client = signed_in(alice)
    assert "/articles/draft/" in read(client.get(change_url(post))).hrefs
    assert b"Preview" in client.get("/articles/draft/").content


def test_articles_can_be_published_withdrawn_and_archived_in_bulk(signed_in, edith):
    posts = [make_post(status=Post.Status.DRAFT), make_post(age=-3)]
    client = signed_in(edith)
    for action, visible in [("publish_now", 2), ("withdraw", 0), ("publish_now", 2), ("archive", 0)]:
        client.post("/admin/blog/post/", {"action": action, "_selected_action": [post.pk for post in posts]})
        assert Post.objects.published().count() == visible


def test_articles_deleted_in_bulk_are_removed_from_search(signed_in, edith):
    post, other = make_post(body="same words"), make_post(body="same words")
    data = {"action": "delete_selected", "_selected_action": [post.pk], "post": "yes"}
    signed_in(edith).post("/admin/blog/post/", data)
    assert list(Post.objects.all()) == [other]
    assert not RelatedPost.objects.exists()
    assert Authorship.objects.count() == 1


def test_an_uploaded_image_is_encoded_again(signed_in, alice, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    upload = as_file(make_raster())
    upload.name = "holiday.jpg"
    answer = signed_in(alice).post("/admin/blog/image/add/", {"upload": upload, "alt": "A beach", "credit": ""})
    assert answer.status_code == 302
    image = Image.objects.get()
    assert image.uploaded_by == alice
    assert "holiday" not in image.file.name
    assert len(list(tmp_path.rglob("*.*"))) == 1 + len(image.variants)


def test_an_image_needs_a_description_unless_it_is_decorative(signed_in, alice, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    client = signed_in(alice)
    answer = client.post("/admin/blog/image/add/", {"upload": as_file(make_raster()), "alt": ""})
    assert b"Describe the image" in answer.content
    assert list(tmp_path.rglob("*.*")) == []


def test_files_that_are_not_images_are_rejected(signed_in, alice):
    from django.core.files.base import ContentFile

    upload = ContentFile(b"<svg onload=alert(1)>", name="a.svg")
    answer = signed_in(alice).post("/admin/blog/image/add/", {"upload": upload, "alt": "A"})
    assert b"This is not a JPEG, PNG, GIF, WebP or AVIF image" in answer.content


def test_deleting_an_image_deletes_its_files(signed_in, edith, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    client = signed_in(edith)
    upload = as_file(make_raster())
    upload.name = "a.jpg"
    client.post("/admin/blog/image/add/", {"upload": upload, "alt": "A"})
    client.post(f"/admin/blog/image/{Image.objects.get().pk}/delete/", {"post": "yes"})
    assert not Image.objects.exists()
    assert list(tmp_path.rglob("*.*")) == []


def test_changed_blog_settings_are_shown_immediately(signed_in, edith, client):
    make_post()
    client.get("/")
    editor = signed_in(edith)
    assert editor.get("/admin/blog/blogsettings/").url == "/admin/blog/blogsettings/1/change/"
    data = {"name": "The Daily", "posts_per_page": 10, "related_count": 4, "comment_policy": "all"}
    assert editor.post("/admin/blog/blogsettings/1/change/", data).status_code == 302
    client.logout()
    assert b"The Daily" in client.get("/").content
    assert BlogSettings.objects.count() == 1


def test_the_admin_redirects_anonymous_users_to_the_login_page(client):
    answer = client.get("/admin/", follow=True)
    assert answer.redirect_chain[-1][0].startswith("/accounts/login/?next=/admin/")


def test_typographic_punctuation_applies_to_every_article_as_soon_as_it_is_turned_on(signed_in, edith):
    posts = [make_post(body='"Yes" -- `"no"`', language=language) for language in ("en", "de")]
    editor = signed_in(edith)
    editor.get("/admin/blog/blogsettings/", follow=True)
    data = {"name": "Blog", "posts_per_page": 10, "related_count": 4, "comment_policy": "all"}
    editor.post("/admin/blog/blogsettings/1/change/", data | {"typographic_punctuation": "on"})
    html = [post.sections.get().html for post in posts]
    assert html == ['<p>“Yes” – <code>"no"</code></p>', '<p>„Yes“ – <code>"no"</code></p>']
    editor.post("/admin/blog/blogsettings/1/change/", data)
    assert posts[0].sections.get().html == '<p>"Yes" -- <code>"no"</code></p>'
