"""Checks of an article: what they find, where, and for whom. They never prevent saving or publishing."""

import json

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext

from blog.images import process_upload, store_processed
from blog.models import Post, Redirect
from tests.blog.article_forms import ADD, change_url, current_data, form_data
from tests.factories import make_post, make_tag
from tests.uploads import as_file, make_raster

pytestmark = pytest.mark.django_db

URL = "/admin/blog/post/checks/"
LIST = "/admin/blog/post/"
WORDS = {"title": "A kettle", "standfirst": "It boils.", "body": "Words."}


@pytest.fixture
def ask(signed_in):
    def ask(user, **typed):
        data = WORDS | typed
        return signed_in(user).post(URL, json.dumps(data), content_type="application/json")

    return ask


@pytest.fixture
def found(ask, alice):
    """The codes of the checks of a text, each with what it selects."""

    def found(body, **typed):
        answer = ask(alice, body=body, **typed)
        assert answer.status_code == 200
        text = body.encode("utf-16-le")
        return [
            (check["code"], text[check["start"] * 2 : check["end"] * 2].decode("utf-16-le"))
            for check in answer.json()["checks"]
        ]

    return found


@pytest.fixture
def make_image(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return lambda **fields: store_processed(
        process_upload(as_file(make_raster())), **{"uploaded_by": None, "alt": "", **fields}
    )


@pytest.mark.parametrize(
    ("body", "code", "place"),
    [
        ("Some 😀 [text]() here", "link-empty", "[text]()"),
        ("Some [](https://a.org/) here", "link-empty", "[](https://a.org/)"),
        ("A [link](#).", "link-placeholder", "[link](#)"),
        ("A [link](https://example.com/page).", "link-placeholder", "[link](https://example.com/page)"),
        ("See <https://www.example.org/>.", "link-placeholder", "https://www.example.org/"),
        ("A [link](todo).", "link-placeholder", "[link](todo)"),
        ("A [link](www.kettles.org/x).", "link-dead", "[link](www.kettles.org/x)"),
        ("A [link](/articles/none/).", "link-dead", "[link](/articles/none/)"),
        ("A [link](/nothing/here/).", "link-dead", "[link](/nothing/here/)"),
        ("A [link][1].\n\n[1]: /articles/none/", "link-dead", "/articles/none/"),
        ("A [link](post:999999).", "link-dead", "[link](post:999999)"),
        ("A [link](#s-none).\n\n## Steam\n\nHot.", "link-dead", "[link](#s-none)"),
        ("## One\n\n#### Steam\n\nHot.", "heading-skipped", "#### Steam"),
        ("### Steam\n\nHot.", "heading-skipped", "### Steam"),
        ("![A box](box.jpg)", "image-missing", "![A box](box.jpg)"),
        ("![A](/media/images/0123456789abcdef.jpg)", "image-missing", "![A](/media/images/0123456789abcdef.jpg)"),
        ("![A](https://kettles.org/x.jpg)", "image-external", "![A](https://kettles.org/x.jpg)"),
        ("`[a](#)` and\n\n```\n[a](#)\n```\n\nthen [b](#)", "link-placeholder", "[b](#)"),
    ],
)
def test_each_problem_is_found_in_its_place(found, body, code, place):
    assert found(body) == [(code, place)]


@pytest.mark.parametrize(
    "body",
    [
        "## One\n\n### Two\n\n## Three\n\n# Four\n\nText[^1].\n\n[^1]: A note.",
        "[a](/), [b](/tags/), [c](mailto:a@b.org), [d](https://kettles.org/#part), <https://kettles.org>",
        "[a](#s-steam)\n\n## Steam\n\nHot.",
        "`[](#)`\n\n    ![](nowhere.jpg)\n",
    ],
)
def test_a_text_without_problems_has_no_checks(found, body):
    assert found(body) == []


def test_equal_links_are_found_one_after_the_other(ask, alice):
    checks = ask(alice, body="[a](#) [b](#)").json()["checks"]
    assert [(check["start"], check["end"]) for check in checks] == [(0, 6), (7, 13)]


def test_links_to_pages_that_readers_can_open_are_not_dead(found, alice, settings):
    make_post("Open", author=alice, tags=["tea"])
    make_post("Unlisted", status="unlisted")
    Redirect.objects.create(path="/old/kettle/", post=Post.objects.get(slug="open"))
    paths = ["/articles/open/", "/articles/open", "/articles/unlisted/", "/tags/tea/", "/old/kettle/", "/feed/"]
    paths += [f"/authors/{alice.slug}/", f"{settings.SITE_URL}/articles/open/#s-part", "/articles/open/?x=1"]
    assert found("\n\n".join(f"[a]({path})" for path in paths)) == []
    assert [code for code, _place in found(f"[a]({settings.SITE_URL}/articles/gone/)")] == ["link-dead"]


def test_links_to_drafts_of_others_look_the_same_as_links_to_nothing(ask, alice, bob):
    secret = make_post("Secret plan", author=bob, status="draft", body="Text.\n\n## Part\n\nMore.")
    targets = [f"post:{secret.pk}", f"post:{secret.pk}#s-part", "/articles/secret-plan/", "post:98765", "/articles/no/"]
    said = [check["message"] for check in ask(alice, body=" ".join(f"[a]({one})" for one in targets)).json()["checks"]]
    assert [message.replace(target, "X") for message, target in zip(said, targets, strict=True)] == [
        said[-1].replace("/articles/no/", "X")
    ] * 5


def test_links_by_id_to_sections_are_checked(found):
    post = make_post(body="Text.\n\n## Part\n\nMore.")
    assert found(f"[a](post:{post.pk}) [b](post:{post.pk}#s-part)") == []
    assert found(f"[b](post:{post.pk}#s-none)") == [("link-dead", f"[b](post:{post.pk}#s-none)")]


def test_images_need_a_description_unless_they_are_decorative(found, make_image):
    plain, decorative = (make_image(**fields).permanent_url() for fields in ({"alt": "A box"}, {"decorative": True}))
    assert found(f"![]({plain})\n\n![A box]({plain})\n\n![]({decorative})") == [("image-alt", f"![]({plain})")]


def test_the_other_fields_are_checked(ask, alice):
    tags = [make_tag(name) for name in ("JavaScript", "java-scripts", "Tea", "Python 2", "Python 3")]
    answer = ask(alice, title="x" * 71, standfirst=" ", tags=[tag.pk for tag in tags]).json()
    assert [(check["code"], check["field"]) for check in answer["checks"]] == [
        ("title-long", "title"),
        ("description-missing", "standfirst"),
        ("tag-similar", "tags"),
    ]
    assert "“JavaScript”" in answer["checks"][-1]["message"]
    assert answer["title"] == "3 things to check"


def test_names_of_new_tags_are_checked_while_they_are_typed(ask, alice):
    make_tag("Kettle")
    said = ask(alice, new_tags="kettle, Ketle").json()["checks"]
    assert [check["message"] for check in said] == [
        "The tag “Kettle” is almost the same as “Ketle”. Use only one of them."
    ]


def test_an_empty_article_is_left_alone(ask, alice):
    assert ask(alice, title="", standfirst="", body="  ").json() == {"checks": [], "title": ""}


def test_a_text_that_cannot_be_rendered_is_not_checked(found):
    assert found("[" * 5_000) == []


def test_checks_are_for_those_who_may_edit_the_article(ask, client, alice, mona, edith):
    theirs, mine = make_post(author=edith), make_post(author=alice)
    assert ask(alice, post=mine.pk).status_code == ask(edith, post=mine.pk).status_code == 200
    assert ask(alice, post=theirs.pk).status_code == ask(alice, post=99_999).status_code == 404
    assert ask(mona).status_code == 403
    client.logout()
    assert client.post(URL, "{}", content_type="application/json").status_code == 401
    assert client.get(URL).status_code == 405


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"{}", b'{"title": 1}', b"\xff", json.dumps(WORDS | {"body": "a\0"}), json.dumps(WORDS | {"post": "x"}),
     json.dumps(WORDS | {"tags": ["x"]}), json.dumps(WORDS | {"tags": [10**30]}), json.dumps(WORDS | {"body": "\ud800"})],
)  # fmt: skip
def test_malformed_requests_are_rejected(signed_in, alice, body):
    assert signed_in(alice).post(URL, body, content_type="application/json").status_code == 400


def test_the_number_of_queries_does_not_depend_on_the_text(signed_in, alice, make_image):
    post = make_post(author=alice, tags=["radio", "Radios"])
    image = make_image(alt="A box").permanent_url()
    links = f"[a](/articles/x/) [b](/tags/x/) [c](/series/x/) [d](/authors/x/) [e](/x/) [f](#s-x) [g](post:{post.pk}#s)"
    client, numbers = signed_in(alice), []
    client.get(LIST)
    for times in (1, 25):
        body = "\n\n".join(links.replace("x", f"x{n}") + f" ![]({image})" for n in range(times))
        data = WORDS | {"body": body, "post": post.pk, "tags": list(post.tags.values_list("pk", flat=True))}
        with CaptureQueriesContext(connection) as queries:
            answer = client.post(URL, json.dumps(data), content_type="application/json")
        assert len(answer.json()["checks"]) > times * 7
        numbers.append(len(queries))
    assert numbers[0] == numbers[1] <= 18


# --- without JavaScript ---
def said(answer):
    return [str(message) for message in get_messages(answer.wsgi_request) if message.level_tag == "warning"]


@pytest.mark.parametrize("status", ["draft", "published"])
def test_checks_are_said_after_saving_and_prevent_nothing(signed_in, alice, status):
    body = "Text.\n\n![A box](box.jpg)\n\nA [link](#)."
    answer = signed_in(alice).post(ADD, form_data(status=status, standfirst="About.", body=body))
    assert answer.status_code == 302
    assert Post.objects.get().status == status
    assert said(answer) == [
        "This image is missing: box.jpg. Choose another one, or remove it.",
        "This looks like a placeholder: #. Enter the real URL.",
    ]


def test_what_the_form_has_shown_is_not_said_again(signed_in, alice):
    answer = signed_in(alice).post(ADD, form_data(body="![](nowhere.jpg)", _checks_shown="1"))
    assert answer.status_code == 302
    assert said(answer) == []


def test_many_problems_are_counted(signed_in, alice):
    body = "\n\n".join(f"![](gone-{number}.jpg)" for number in range(8))
    messages = said(signed_in(alice).post(ADD, form_data(standfirst="About.", body=body)))
    assert len(messages) == 6
    assert messages[-1] == "3 more things to check."


def test_after_bulk_publishing_the_article_is_named(signed_in, edith):
    bad = make_post("Bad", standfirst="About.", body="![](nowhere.jpg)", status=Post.Status.DRAFT)
    good = make_post("Good", standfirst="About.")
    data = {"action": "publish_now", "_selected_action": [bad.pk, good.pk]}
    answer = signed_in(edith).post(LIST, data)
    assert said(answer) == ["Bad: This image is missing: nowhere.jpg. Choose another one, or remove it."]
    bad.refresh_from_db()
    assert bad.is_published()


def test_archived_articles_are_not_checked(signed_in, edith):
    post = make_post("Old", body="![](nowhere.jpg)")
    assert said(signed_in(edith).post(change_url(post), current_data(post, status="archived"))) == []
