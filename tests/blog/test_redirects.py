"""Redirects from old URLs of this site and of other blogs."""

import unicodedata
from urllib.parse import quote

import pytest
from django.db import IntegrityError, transaction

from accounts.models import User
from blog.models import Post, Redirect, Series, Tag
from blog.posts import save_post
from blog.redirects import clean_former_url, clean_target
from blog.taxonomy import save_tag
from tests.blog.redirecting import OLD, redirect_of
from tests.factories import make_post, make_tag

pytestmark = pytest.mark.django_db

ADD = "/admin/blog/redirect/add/"


def fill(**fields):
    return {"path": OLD, "post": "", "tag": "", "series": "", "author": "", "page": "", **fields}


def errors(response):
    return " ".join(message for messages in response.context["adminform"].form.errors.values() for message in messages)


@pytest.fixture
def hello(db):
    post = make_post("Hello World")
    Redirect.objects.create(path=OLD, post=post)
    return post


@pytest.mark.parametrize(
    "address",
    [
        OLD,
        "/2019/05/hello-world",
        "/2019/05/hello%2Dworld/",
    ],
)
def test_a_url_of_an_old_site_redirects_to_the_article_in_one_hop(client, hello, address):
    assert redirect_of(client, address) == (301, "/articles/hello-world/")


@pytest.mark.parametrize(
    "path", ["/2019/05/hello-world.html", "/index.php", "/wp/über-uns/", "/a b/", "/100%25/", "/x%3Fy/"]
)
def test_an_editor_can_add_a_redirect(signed_in, edith, client, path):
    post = make_post("Hello World")
    assert signed_in(edith).post(ADD, fill(path=path, post=post.pk)).status_code == 302
    client.logout()
    assert redirect_of(client, quote(path, safe="/%")) == (301, "/articles/hello-world/")


def test_an_old_url_can_be_pasted_with_its_host(signed_in, edith, client):
    post = make_post("Hello World")
    signed_in(edith).post(ADD, fill(path="https://old.example:8080/2019/05/hello-world/?p=7#top", post=post.pk))
    assert Redirect.objects.get().path == f"{OLD}?p=7"


def test_only_get_and_head_requests_are_redirected(client, hello):
    assert client.post(OLD).status_code in {403, 404, 405}


@pytest.mark.parametrize(
    ("address", "location"),
    [
        ("/old/?p=1", "/articles/one/"),
        ("/old/?p=2", "/articles/two/"),
        ("/old?p=2", "/articles/two/"),
        ("/old/?p=3", "/articles/any/?p=3"),
        ("/old/", "/articles/any/"),
        ("/?p=1", "/articles/one/"),
    ],
)
def test_the_stored_query_string_is_matched_first_and_the_path_alone_next(client, address, location):
    for path, title in [("/old/?p=1", "One"), ("/old/?p=2", "Two"), ("/old/", "Any"), ("/?p=1", "One")]:
        post = Post.objects.filter(title=title).first() or make_post(title)
        Redirect.objects.create(path=path, post=post)
    client.get("/")  # caches the home page
    assert redirect_of(client, address) == (301, location)


def test_other_query_strings_of_the_home_page_show_the_home_page(client, hello):
    for address in ("/?p=99", "/?utm_source=x", "/?page=1"):
        assert client.get(address).status_code == 200


def test_a_cached_page_is_served_without_a_look_up(client, hello, django_assert_num_queries):
    client.get("/?utm_source=x")
    client.get("/")
    with django_assert_num_queries(1):
        client.get("/?utm_source=x")


def test_a_redirect_to_an_unpublished_page_is_not_revealed(client, alice):
    draft = make_post("Secret", status=Post.Status.DRAFT, author=alice)
    series = Series.objects.create(title="Empty", slug="empty")
    for field, target in {"post": draft, "author": alice, "series": series}.items():
        Redirect.objects.create(path=f"/articles/{field}/", **{field: target})
        assert client.get(f"/articles/{field}/").status_code == 404


@pytest.mark.parametrize(
    ("address", "location"),
    [
        ("/2019/05/hello-world/feed/", "/articles/hello-world/comments/feed/"),
        ("/2019/05/hello-world/feed/atom/", "/articles/hello-world/comments/feed/"),
        ("/category/radio/feed/", "/tags/radio/feed/"),
        ("/category/radio/feed", "/tags/radio/feed/"),
        ("/category/radio/index.xml", "/tags/radio/feed/"),
        ("/author/alice/rss/", "/authors/alice-author/feed/"),
        ("/rss.xml", "/feed/"),
        ("/feed/atom/", "/feed/"),
        ("/index.xml", "/feed/"),
        ("/comments/feed/rss2/", "/comments/feed/"),
    ],
)
def test_old_feeds_redirect_to_feeds(client, hello, alice, address, location):
    make_post(author=alice)
    Redirect.objects.create(path="/category/radio/", tag=make_tag("Radio"))
    Redirect.objects.create(path="/author/alice/", author=alice)
    assert redirect_of(client, address) == (301, location)
    assert client.get(location).status_code == 200


def test_feeds_of_a_renamed_tag_and_article_redirect(client):
    tag, post = make_tag("Radio"), make_post("Hello")
    tag.slug, post.slug = "wireless", "good-day"
    save_tag(tag)
    save_post(post)
    assert redirect_of(client, "/tags/radio/") == (301, "/tags/wireless/")
    assert redirect_of(client, "/tags/radio/feed/") == (301, "/tags/wireless/feed/")
    assert redirect_of(client, "/articles/hello/comments/feed/") == (301, "/articles/good-day/comments/feed/")


def test_a_renamed_author_keeps_readers_and_subscribers(client, alice):
    make_post(author=alice)
    for slug in ("alice-b", "alice-c"):
        alice.slug = slug
        alice.save()
    for former in ("alice-author", "alice-b"):
        assert redirect_of(client, f"/authors/{former}/") == (301, "/authors/alice-c/")
    assert redirect_of(client, "/authors/alice-author/feed/") == (301, "/authors/alice-c/feed/")


def test_old_urls_of_readers_are_not_recorded(bob):
    bob.slug = "robert"
    bob.save(update_fields=["slug"])
    assert not Redirect.objects.exists()


def test_a_renamed_series_redirects(signed_in, edith, client):
    series = Series.objects.create(title="Radio", slug="radio")
    make_post(series=series)
    client = signed_in(edith)
    client.post(f"/admin/blog/series/{series.pk}/change/", {"title": "Radio", "slug": "wireless", "description": ""})
    assert redirect_of(client, "/series/radio/") == (301, "/series/wireless/")


def test_redirects_keep_the_page_number(client):
    tag = make_tag("Radio")
    tag.slug = "wireless"
    save_tag(tag)
    assert redirect_of(client, "/tags/radio/?page=2") == (301, "/tags/wireless/?page=2")


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("slug", ["tokyo-日本", "café", "بطارية", "ガ"])
def test_redirects_work_for_both_normal_forms_of_all_scripts(client, slug, form):
    address = quote(unicodedata.normalize(form, slug))
    post, tag = make_post("Post", slug=slug), Tag.objects.create(name="Tag", slug=slug)
    assert client.get(f"/articles/{address}/").status_code == client.get(f"/tags/{address}/").status_code == 200
    post.slug = tag.slug = "new"
    save_post(post)
    save_tag(tag)
    assert redirect_of(client, f"/articles/{address}/") == (301, "/articles/new/")
    assert redirect_of(client, f"/tags/{address}/feed/") == (301, "/tags/new/feed/")


def test_two_normal_forms_of_a_slug_are_one_url():
    make_post("Post", slug="café")
    post = Post(title="Other", slug=unicodedata.normalize("NFD", "café"))
    with pytest.raises(IntegrityError), transaction.atomic():
        post.save()
    assert post.slug == "café"


def test_a_comment_sent_to_an_old_url_arrives(client):
    post = make_post("Post", slug="tokyo-日本")
    post.slug = "new"
    save_post(post)
    form = {"name": "Gustav", "email": "gustav@example.org", "body": "A fair point."}
    client.post(f"/articles/{quote('tokyo-日本')}/comments/", form)
    assert post.comments.count() == 1


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"path": "/articles/hello-world/"}, "/articles/hello-world/ is an existing page"),
        ({"path": "/articles/hello-world"}, "is an existing page"),
        ({"path": "/articles/hello-world/?x=1"}, "is an existing page"),
        ({"path": "/"}, "is an existing page"),
        ({"path": "/?utm_source=x"}, "is an existing page"),
        ({"path": "/tags/"}, "is an existing page"),
        ({"path": "/admin/x/"}, "is an existing page"),
        ({"path": "/accounts/login/"}, "is an existing page"),
        ({"path": "/static/css/x.css"}, "is an existing page"),
        ({"path": "2019/hello/"}, "Start the URL with a slash"),
        ({"path": "http://[/"}, "This is not a valid URL"),
        ({"path": "/" + "x" * 501}, "500"),
        ({"page": "/nowhere/"}, "No page found at /nowhere/"),
        ({"page": OLD}, "No page found"),
        ({"page": "https://elsewhere.example/"}, "on another site"),
        ({"page": "//elsewhere.example/"}, "on another site"),
        ({"page": "/admin/"}, "No page found"),
        ({"page": "/feed/", "post": "1"}, "Choose only one"),
    ],
)
def test_invalid_redirects_are_rejected_with_a_reason(signed_in, edith, fields, words):
    post = make_post("Hello World")
    fields = {name: post.pk if name == "post" else value for name, value in fields.items()}
    if "page" not in fields:
        fields["post"] = post.pk
    response = signed_in(edith).post(ADD, fill(**fields))
    assert response.status_code == 200
    assert words in errors(response)
    assert not Redirect.objects.exists()


def test_an_existing_url_in_another_form_is_rejected(signed_in, edith, hello):
    response = signed_in(edith).post(ADD, fill(path="/2019/05/hello%2Dworld/", post=hello.pk))
    assert "already exists" in errors(response)


def test_a_redirect_to_a_redirect_leads_to_the_final_target(signed_in, edith, hello, client):
    client = signed_in(edith)
    client.post(ADD, fill(path="/?p=123", page=OLD))
    assert Redirect.objects.get(path="/?p=123").post == hello
    assert redirect_of(client, "/?p=123") == (301, "/articles/hello-world/")


def test_the_url_of_an_article_is_stored_as_a_foreign_key(signed_in, edith, client):
    post = make_post("Hello World")
    client = signed_in(edith)
    client.post(ADD, fill(page="http://127.0.0.1:8000/articles/hello-world/?x=1#part"))
    post.slug = "renamed"
    save_post(post)
    assert redirect_of(client, OLD) == (301, "/articles/renamed/")


def test_a_redirect_can_lead_to_other_pages(signed_in, edith):
    client = signed_in(edith)
    client.post(ADD, fill(path="/blog/", page="/archive/"))
    assert redirect_of(client, "/blog/") == (301, "/archive/")
    assert ">/archive/</a>" in client.get("/admin/blog/redirect/").text


def test_a_redirect_without_a_target_responds_with_410(signed_in, edith, client):
    signed_in(edith).post(ADD, fill(path="/gone/"))
    client.logout()
    response = client.get("/gone/")
    assert response.status_code == 410
    assert "This page has been deleted" in response.text
    assert "default-src 'self'" in response.headers["Content-Security-Policy"]
    assert response.headers["Cache-Control"] == "no-store, private"


def test_only_authors_of_articles_are_offered_as_targets(signed_in, edith, alice, bob):
    make_post(author=alice)
    options = signed_in(edith).get(ADD).context["adminform"].form.fields["author"].queryset
    assert list(options) == [alice]


def test_the_list_of_redirects_needs_a_constant_number_of_queries(signed_in, edith, django_assert_num_queries):
    client, post = signed_in(edith), make_post()
    Redirect.objects.bulk_create(Redirect(path=f"/{number}/", post=post) for number in range(25))
    client.get("/admin/blog/redirect/")
    with django_assert_num_queries(7):
        client.get("/admin/blog/redirect/")
    Redirect.objects.bulk_create(Redirect(path=f"/{number}/", post=post) for number in range(25, 45))
    with django_assert_num_queries(7):
        client.get("/admin/blog/redirect/")


@pytest.mark.parametrize("text", ["/articles/x/", "https://old.example/articles/x/"])
def test_urls_without_a_page_can_be_redirected(text):
    assert clean_former_url(text) == "/articles/x/"


def test_a_target_url_becomes_a_foreign_key(alice):
    post, tag = make_post("Hello", author=alice), make_tag("Radio")
    assert clean_target("/articles/hello/")["post"] == post
    assert clean_target("/tags/radio/")["tag"] == tag
    assert clean_target("/authors/alice-author/")["author"] == User.objects.get(pk=alice.pk)
    assert clean_target("/tags/radio/feed/")["page"] == "/tags/radio/feed/"


def test_a_page_that_is_not_found_needs_one_additional_query(client, django_assert_num_queries):
    client.get("/nothing/")
    with django_assert_num_queries(3):  # versions of pages, the redirect, the site's name
        assert client.get("/nothing/").status_code == 404


def test_a_url_of_an_old_site_redirects_to_an_unpublished_article(client):
    scheduled = make_post("Soon", age=-3)
    Redirect.objects.create(path="/2019/05/hello-world/", post=scheduled)
    Redirect.objects.create(path="/articles/its-former-title/", post=scheduled)
    response = client.get("/2019/05/hello-world/")
    assert (response.status_code, response.url) == (301, "/articles/soon/")
    assert client.get("/articles/its-former-title/").status_code == 404
