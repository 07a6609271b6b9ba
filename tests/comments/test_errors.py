"""Why a comment can't be stored is explained at its field, and nothing that was typed is lost."""

import pytest

from comments.models import Comment
from tests.comments.posting import GUEST, form_of, hidden_fields, send
from tests.factories import make_comment, make_post, moderate
from tests.html import read

pytestmark = pytest.mark.django_db


def answer_of(client, post, body="A fair point.", **fields):
    answer = send(client, post, body, **fields)
    return answer.status_code, answer.content.decode()


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"name": ""}, "Enter the name"),
        ({"name": "\u200b"}, "Enter a name with visible characters."),
        ({"name": "n" * 81}, "at most 80 characters"),
        ({"email": ""}, "Enter your e-mail address"),
        ({"email": "gustav at home"}, "Enter a valid e-mail address"),
        ({"email": "g" * 50_000 + "@example.org"}, "at most 254 characters"),
        ({"body": ""}, "Write your comment first"),
        ({"body": "[" * 400}, "too many brackets"),
    ],
)
def test_an_error_is_shown_at_its_field_and_everything_typed_is_kept(client, fields, message):
    typed = GUEST | {"body": "What I had to say"} | fields
    status, html = answer_of(client, make_post(), **typed)
    assert status == 422
    page = read(html)
    assert "Your text is still here" in page.alert
    assert message in page.alert
    name = next(iter(fields))
    assert message in " ".join(page.one(f"#comment-form [name={name}]").errors)
    for name, value in typed.items():
        assert page.one(f"#comment-form [name={name}]").value == value
    assert not Comment.objects.exists()


def test_a_very_long_comment_is_kept_completely(client):
    body = "word " * 12_000  # more is refused before it is read: tests/config/test_body_limits.py
    status, html = answer_of(client, make_post(), body)
    assert status == 422
    assert "Comments can have at most 4000 characters. Yours has 59999." in html
    assert body.strip() in html


def test_a_line_ending_counts_as_one_character(client):
    lines = ["a" * 39] * 100
    assert answer_of(client, make_post(), "\r\n".join(lines))[0] == 303
    assert Comment.objects.get().body == "\n".join(lines)


def test_a_nul_character_is_rejected(client):
    assert answer_of(client, make_post(), "a\0b")[0] == 400


def test_too_many_fields_are_rejected(client):
    fields = "&".join(f"x{number}=1" for number in range(1_500))
    answer = client.post(
        f"{make_post().get_absolute_url()}comments/", fields, content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code == 400


def test_the_parent_is_kept_after_an_error(client):
    post = make_post()
    parent = make_comment(post, name="Petra")
    status, html = answer_of(client, post, "", query=f"?reply={parent.pk}")
    assert status == 422
    assert "You are replying to Petra." in html
    assert hidden_fields(html)["parent"] == str(parent.pk)


@pytest.mark.parametrize("parent", ["7777777", "x", "9" * 400, "²"])
def test_a_missing_parent_is_explained_and_the_comment_can_be_submitted_again(client, parent):
    post = make_post()
    status, html = answer_of(client, post, "My answer", parent=parent)
    assert status == 422
    assert "no longer available" in html
    assert "My answer" in html
    assert "parent" not in hidden_fields(html)


def test_too_many_comments_are_rejected_with_a_waiting_time_and_the_text(client):
    post = make_post()
    for number in range(10):
        send(client, post, f"Number {number}")
    status, html = answer_of(client, post, "Number eleven")
    assert status == 422
    assert "submit it again in 10 minutes" in html
    assert "Number eleven" in html


def test_a_thread_closed_in_the_meantime_shows_the_text(client):
    post = make_post()
    data = form_of(client, post) | GUEST | {"body": "A <long> answer"}
    post.comments_open = False
    post.save()
    answer = client.post(f"{post.get_absolute_url()}comments/", data)
    assert answer.status_code == 409
    page = read(answer)
    assert page.heading("Comments are closed")
    assert page.one("textarea").value == "A <long> answer"


def test_an_article_unpublished_in_the_meantime_shows_the_text_and_nothing_else(client):
    post = make_post("A secret title")
    data = form_of(client, post) | GUEST | {"body": "A long answer"}
    post.withdraw()
    answer = client.post(f"{post.get_absolute_url()}comments/", data)
    assert answer.status_code == 404
    assert "A long answer" in answer.content.decode()
    assert "A secret title" not in answer.content.decode()


def test_a_missing_article_is_not_found(client):
    assert client.post("/articles/nothing/comments/", {}).status_code == 404


def test_a_closed_thread_says_so_and_has_no_form(client):
    post = make_post(comments_open=False)
    make_comment(post, "Said before")
    html = client.get(post.get_absolute_url()).content.decode()
    assert "Comments are closed." in html
    assert "Said before" in html
    assert "Leave a comment" not in html
    assert "?reply=" not in html


def test_text_in_the_form_is_escaped(client):
    status, html = answer_of(
        client, make_post(), "<script>alert(1)</script>", name='"><img src=x onerror=alert(1)>', email="x"
    )
    assert status == 422
    assert "<script>alert" not in html
    assert "<img src=x" not in html


@pytest.mark.parametrize(
    "payload",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[click](javascript:alert(1))",
        "[click](JaVaScRiPt&#58;alert(1))",
        "<svg/onload=alert(1)>",
        "![x](https://evil.example/x.png)",
        '[x](https://a.example "onmouseover=alert(1)")',
        "<a href='https://a.example' style='position:fixed'>x</a>",
        "`<b id=comment-form>`",
    ],
)
def test_hostile_markup_in_a_comment_is_harmless(client, payload):
    post = make_post()
    send(client, post, f"Hello {payload}")
    comment = Comment.objects.get()
    moderate(comment, "approved")
    body = read(client.get(post.get_absolute_url())).one(".comment-body")
    found = [body, *body.descendants]
    assert "Hello" in body.text
    assert {element.tag for element in found} <= {"div", "p", "a", "span", "code"}
    assert {(element.tag, name) for element in found for name in element.attributes} <= {
        ("div", "class"),
        ("div", "dir"),
        ("a", "href"),
        ("a", "rel"),
        ("code", "class"),
    }
    assert all(address.startswith("https://") for address in body.hrefs)
