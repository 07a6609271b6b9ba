"""Text of people keeps its direction in the queue and in mails, and names stay within their line."""

import pytest
from django.core import mail

from comments.models import Comment
from comments.notifications import tasks
from tests.comments.mails import approved, follow
from tests.comments.posting import send
from tests.factories import make_comment, make_post
from tests.html import read

pytestmark = pytest.mark.django_db
ARABIC, TITLE = "قارئ", "مقال"
STACKED = "x" + "\u0301" * 5


def test_the_queue_leaves_the_direction_to_each_text(signed_in, mona):
    parent = make_comment(make_post(TITLE), "سؤال", name="سائل")
    make_comment(parent.post, "جواب", name=ARABIC, status="held", parent=parent)
    queue = read(signed_in(mona).get("/admin/comments/comment/")).one("#result_list")
    isolated = [part.text for part in queue.all("bdi")]
    assert {f"{ARABIC} (guest)", "سائل", "سؤال"} <= set(isolated)
    assert "in reply to سائل: “سؤال”" in queue.text
    assert queue.link(TITLE)["dir"] == "auto"
    assert queue.one("div.queue-text[dir=auto]").text.startswith("جواب")
    pk = Comment.objects.get(status="held").pk
    change = read(signed_in(mona).get(f"/admin/comments/comment/{pk}/change/"))
    assert "جواب" in [part.text for part in change.all("div[dir=auto]")]


def test_mails_leave_the_direction_to_each_text(mona, bob):
    post = make_post(TITLE)
    tasks.notify_moderators.enqueue(make_comment(post, "جواب", name=ARABIC, status="held").pk)
    follow(post, bob)
    approved(post, name=ARABIC)
    for message in mail.outbox:
        html = message.alternatives[0].content
        assert f"<bdi>{ARABIC}</bdi>" in html
        assert f"“<bdi>{TITLE}</bdi>”" in html
        assert '<blockquote dir="auto"' in html
    assert len(mail.outbox) == 2


def test_a_guest_name_with_piled_up_marks_is_refused_and_the_text_kept(client):
    answer = send(client, make_post(), "Kept words", name=STACKED)
    assert answer.status_code == 422
    assert "Please use at most 4 accents or other marks on a letter." in answer.text
    assert read(answer).one("#comment-form textarea").value == "Kept words"
    assert not Comment.objects.exists()


@pytest.mark.parametrize("name", ["Nguyễn Thị Ánh", "Zoë A\u0301\u0301\u0301\u0301", "שָׁלוֹם", "हिन्दी", "👩🏽‍🦰"])
def test_names_with_ordinary_marks_are_taken(client, name):
    assert send(client, make_post(), name=name).status_code == 303


def test_an_account_takes_no_name_with_piled_up_marks(signed_in, bob):
    answer = signed_in(bob).post("/accounts/profile/", {"display_name": STACKED, "bio": "", "links": ""})
    assert "Please use at most 4 accents or other marks on a letter." in answer.text
    bob.refresh_from_db()
    assert bob.display_name == "Bob Reader"
