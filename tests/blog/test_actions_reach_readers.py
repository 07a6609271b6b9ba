"""After every action of the admin, readers get the new state of each page that was cached before, not the cached one."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from blog.models import Post, Tag
from tests.blog.article_forms import change_url, current_data
from tests.factories import make_post
from tests.html import read

pytestmark = pytest.mark.django_db
LIST = "/admin/blog/post/"
LINKED = "See the [kettle](post:{})."
ON_LINE = ["/articles/kettle/"]


@pytest.fixture
def kettle(alice):
    return make_post("Kettle", author=alice, tags=["Radio"])


@pytest.fixture
def linking(kettle):
    """An article with a link to the other one by id."""
    return make_post("Linking", body=LINKED.format(kettle.pk), tags=["Tea"])


@pytest.fixture
def editor(edith):
    client = Client()
    client.force_login(edith)
    return client


def links_in(post):
    return read(Client().get(post.get_absolute_url())).one(".prose").hrefs


def stored(post):
    return Post.objects.get(pk=post.pk)


def press(client, url, **data):
    """Open a page that asks first, and press its button."""
    return client.post(url, read(client.get(url)).hidden_fields | data)


def run(client, action, *posts, **data):
    return client.post(LIST, {"action": action, "_selected_action": [post.pk for post in posts], **data})


def save(client, post, **changes):
    return client.post(change_url(post), current_data(stored(post), **changes))


def at(moment):
    local = timezone.localtime(moment)
    return {"published_at_0": f"{local:%Y-%m-%d}", "published_at_1": f"{local:%H:%M:%S}"}


PUBLIC = {"status": "published", **at(timezone.now() - timedelta(days=1))}
TOMORROW = timezone.now() + timedelta(days=1)
TAKEN_OUT = {
    "the page that withdraws": lambda client, post: press(client, f"{LIST}{post.pk}/withdraw/"),
    "the page that archives": lambda client, post: press(client, f"{LIST}{post.pk}/archive/"),
    "withdrawing in the list": lambda client, post: run(client, "withdraw", post),
    "archiving in the list": lambda client, post: run(client, "archive", post),
    "a draft in the form": lambda client, post: save(client, post, status="draft"),
    "a review in the form": lambda client, post: save(client, post, status="review"),
    "publishing at a later time": lambda client, post: save(
        client, post, _publish="1", _publish_at=TOMORROW.isoformat()
    ),
    "deleting": lambda client, post: client.post(f"{LIST}{post.pk}/delete/", {"post": "yes"}),
    "deleting in the list": lambda client, post: run(client, "delete_selected", post, post="yes"),
}


@pytest.mark.parametrize("take_out", TAKEN_OUT.values(), ids=TAKEN_OUT)
def test_links_to_an_article_that_was_taken_out_become_text(editor, kettle, linking, take_out):
    assert links_in(linking) == ON_LINE
    take_out(editor, kettle)
    assert links_in(linking) == []
    assert "/articles/kettle/" not in Client().get("/").text


def approve(client, post):
    post.submit()
    return press(client, f"{LIST}{post.pk}/review/publication/", version=post.version)


PUBLISHED = {
    "approving": approve,
    "publishing in the list": lambda client, post: run(client, "publish_now", post),
    "the button in the form": lambda client, post: save(client, post, _publish="1", _publish_at="now"),
    "the status in the form": lambda client, post: save(client, post, **PUBLIC),
}


@pytest.mark.parametrize("publish", PUBLISHED.values(), ids=PUBLISHED)
def test_links_to_an_article_that_was_published_appear(editor, kettle, linking, publish):
    kettle.withdraw()
    assert links_in(linking) == []
    assert "/articles/kettle/" not in Client().get("/").text
    publish(editor, kettle)
    assert links_in(linking) == ON_LINE
    assert "/articles/kettle/" in Client().get("/").text


def test_links_to_an_article_appear_at_the_time_chosen_when_it_was_published(editor, kettle, linking, monkeypatch):
    kettle.withdraw()
    assert links_in(linking) == []
    save(editor, kettle, _publish="1", _publish_at=TOMORROW.isoformat())
    assert stored(kettle).is_scheduled()
    for later, links in ((TOMORROW - timedelta(minutes=1), []), (TOMORROW, ON_LINE)):
        monkeypatch.setattr("django.utils.timezone.now", lambda later=later: later)
        assert links_in(linking) == links


def test_links_to_a_renamed_article_have_its_new_url(editor, kettle, linking):
    assert links_in(linking) == ON_LINE
    save(editor, kettle, **PUBLIC, slug="samovar")
    assert links_in(linking) == ["/articles/samovar/"]


def test_readers_see_nothing_of_a_copy(editor, kettle, linking):
    before = Client().get("/").text
    press(editor, f"{LIST}{kettle.pk}/duplicate/")
    assert Post.objects.filter(title="Copy of Kettle").exists()
    assert Client().get("/").text == before


def merge(client, post):
    tags = {tag.name: tag.pk for tag in Tag.objects.all()}
    data = {"action": "merge", "_selected_action": list(tags.values()), "into": tags["Tea"], "confirmed": "Merge tags"}
    return client.post("/admin/blog/tag/", data)


TAGGED = {
    "merging": (merge, {"Tea"}),
    "adding in the list": (lambda client, post: run(client, "add_tag", post, tag="tea"), {"Radio", "Tea"}),
    "adding a new one in the list": (lambda client, post: run(client, "add_tag", post, tag="Rain"), {"Radio", "Rain"}),
    "removing in the list": (lambda client, post: run(client, "remove_tag", post, tag="Radio"), set()),
    "typing in the form": (
        lambda client, post: save(
            client, post, **PUBLIC, tags=[tag.pk for tag in post.tags.all()], new_tags="Tea, Rain"
        ),
        {"Radio", "Rain", "Tea"},
    ),
}


def tags_in(path):
    return {href for href in read(Client().get(path)).hrefs if href.startswith("/tags/") and href != "/tags/"}


@pytest.mark.parametrize(("change", "names"), TAGGED.values(), ids=TAGGED)
def test_changes_of_tags_are_on_the_article_on_lists_and_on_the_pages_of_tags(editor, kettle, linking, change, names):
    here = kettle.get_absolute_url()
    assert tags_in(here) >= {"/tags/radio/"}
    assert tags_in("/tags/") == {"/tags/radio/", "/tags/tea/"}
    assert here not in read(Client().get("/tags/tea/")).hrefs
    change(editor, kettle)
    assert {tag.name for tag in kettle.tags.all()} == names
    paths = {f"/tags/{name.lower()}/" for name in names}
    assert tags_in("/tags/") == paths | {"/tags/tea/"}
    assert paths <= tags_in(here)
    assert ("/tags/radio/" in tags_in(here)) == ("Radio" in names)
    assert (here in read(Client().get("/tags/tea/")).hrefs) == ("Tea" in names)
