"""Tags in the admin: merging, renaming, and creating them in the form of an article."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.messages import get_messages

from blog import search
from blog.models import Post, Redirect, Tag
from tests.blog.article_forms import ADD, change_url, current_data, errors, form_data
from tests.factories import make_post, make_tag
from tests.html import read

pytestmark = pytest.mark.django_db

LIST = "/admin/blog/tag/"


@pytest.fixture
def merge(signed_in, edith):
    def merge(tags, into, user=edith):
        data = {"action": "merge", "_selected_action": [tag.pk for tag in tags]}
        client = signed_in(user)
        page = client.post(LIST, data)
        if into is None or page.status_code != 200:
            return page
        return client.post(LIST, data | {"into": into.pk, "confirmed": "Merge tags"})

    return merge


@pytest.fixture
def three_tags():
    tags = [make_tag(name) for name in ("Radio", "Radios", "Wireless")]
    make_post("One", tags=["Radio"])
    make_post("Two", tags=["Radios", "Wireless"])
    make_post("Both", tags=["Radio", "Wireless"], status="draft")
    return tags


def test_articles_get_the_tag_that_stays(merge, three_tags, client):
    radio = three_tags[0]
    versions = dict(Post.objects.values_list("title", "version"))
    assert merge(three_tags, radio).status_code == 302
    assert list(Tag.objects.all()) == [radio]
    assert set(radio.posts.values_list("title", flat=True)) == {"One", "Two", "Both"}
    changed = {title for title, version in Post.objects.values_list("title", "version") if version > versions[title]}
    assert changed == {"Two", "Both"}
    client.logout()
    assert "Two" in client.get("/tags/radio/").content.decode()
    assert search.find(search.Query.parse("wireless")) == []


def test_old_pages_and_older_redirects_lead_to_the_tag_in_one_hop(merge, three_tags, client):
    radio, radios, _wireless = three_tags
    Redirect.objects.create(path="/category/radios/", tag=radios)
    client.get("/tags/wireless/")
    merge(three_tags, radio)
    client.logout()
    for path in ("/tags/radios/", "/tags/wireless/", "/category/radios/"):
        answer = client.get(path)
        assert (answer.status_code, answer.url) == (301, "/tags/radio/")
    assert client.get("/tags/wireless/feed/").url == "/tags/radio/feed/"


def test_merging_is_in_the_history_of_every_tag(merge, three_tags, edith):
    merge(three_tags, three_tags[0])
    notes = LogEntry.objects.order_by("pk").values_list("object_repr", "change_message", "user")
    assert list(notes) == [
        ("Radios", "Merged into Radio.", edith.pk),
        ("Wireless", "Merged into Radio.", edith.pk),
        ("Radio", "Merged with Radios, Wireless.", edith.pk),
    ]


def test_the_page_asks_which_tag_stays(merge, three_tags):
    page = read(merge(three_tags, None))
    assert [label.text for label in page.one("#id_into").all("label")] == ["Radio", "Radios", "Wireless"]
    assert Tag.objects.count() == 3


def test_merging_needs_two_tags_of_which_one_stays(merge, three_tags):
    answer = merge(three_tags[:1], None)
    assert [str(message) for message in get_messages(answer.wsgi_request)] == [
        "Select 2 to 50 tags. Nothing was changed."
    ]
    other = make_tag("Other")
    assert merge(three_tags, other).status_code == 200
    assert Tag.objects.count() == 4


def test_authors_cannot_merge_tags(merge, three_tags, alice):
    merge(three_tags, three_tags[0], user=alice)
    assert Tag.objects.count() == 3


def test_a_renamed_tag_keeps_its_articles_and_redirects(signed_in, edith, client):
    tag = make_tag("Radio")
    make_post("One", tags=[tag])
    signed_in(edith).post(f"{LIST}{tag.pk}/change/", {"name": "Wireless", "slug": "wireless", "description": ""})
    client.logout()
    assert client.get("/tags/radio/").url == "/tags/wireless/"
    assert search.find(search.Query.parse("wireless")) != []
    assert LogEntry.objects.get().object_repr == "Wireless"


def test_authors_see_numbers_of_articles_without_the_drafts_of_others(signed_in, alice, edith):
    make_post(author=edith, tags=["Radio"], status="draft")
    make_post(author=edith, tags=["Radio"])
    make_post(author=alice, tags=["Radio"], status="draft")
    for user, number in ((alice, "2"), (edith, "3")):
        assert read(signed_in(user).get(LIST)).one("td.field-uses").text == number


# --- in the form of an article ---
def test_tags_are_added_and_created_by_their_names(signed_in, alice):
    make_tag("Radio")
    answer = signed_in(alice).post(ADD, form_data(new_tags=" radio,  Kettle Songs , kettle songs"))
    assert answer.status_code == 302
    assert sorted(Post.objects.get().tags.values_list("name", "slug")) == [
        ("Kettle Songs", "kettle-songs"),
        ("Radio", "radio"),
    ]
    assert LogEntry.objects.filter(object_repr="Kettle Songs", action_flag=1, user=alice).exists()


def test_similar_tags_are_suggested_before_one_is_created(signed_in, alice):
    make_tag("Kettle")
    client = signed_in(alice)
    answer = client.post(ADD, form_data(new_tags="Ketle"))
    assert errors(answer)["new_tags"] == [
        "There is no tag “Ketle”, but there is Kettle. Correct it, or save again to create “Ketle”."
    ]
    page = read(answer)
    again = {field["name"]: field.value for field in page.all("input[name^=new_tags]")}
    assert client.post(ADD, form_data(**again)).status_code == 302
    assert Post.objects.get().tags.get().name == "Ketle"


def test_another_name_is_suggested_again(signed_in, alice):
    make_tag("Kettle")
    answer = signed_in(alice).post(ADD, form_data(new_tags="Kettel", new_tags_confirmed="Ketle"))
    assert "Kettel" in errors(answer)["new_tags"][0]


def test_users_who_may_not_create_tags_can_add_existing_ones(signed_in, alice):
    alice.groups.get().permissions.get(codename="add_tag").group_set.clear()
    make_tag("Radio")
    client = signed_in(alice)
    answer = client.post(ADD, form_data(new_tags="Radio, Kettle"))
    assert errors(answer)["new_tags"] == ["There is no tag “Kettle”, and you may not create tags. Ask an editor."]
    assert client.post(ADD, form_data(new_tags="Radio")).status_code == 302
    assert Tag.objects.count() == 1


@pytest.mark.parametrize(("name", "typed"), [("Kräuter", "KRÄUTER"), ("Straße", "STRASSE"), ("Чай", "чай")])
def test_tags_are_found_whatever_their_case_in_all_scripts(signed_in, alice, name, typed):
    tag = Tag.objects.create(name=name, slug="a-tag")
    assert signed_in(alice).post(ADD, form_data(new_tags=typed)).status_code == 302
    assert [*Post.objects.get().tags.all()] == [*Tag.objects.all()] == [tag]


@pytest.mark.parametrize(
    "names", ["x" * 61, ",".join(f"tag {number}" for number in range(21)), "!!!, ???", "a" * 2_000]
)
def test_names_that_cannot_be_tags_are_explained(signed_in, alice, names):
    answer = signed_in(alice).post(ADD, form_data(new_tags=names))
    if answer.status_code == 302:
        assert all(tag.slug for tag in Tag.objects.all())
    else:
        assert "new_tags" in errors(answer)
        assert not Tag.objects.exists()


def test_added_tags_join_the_others(signed_in, alice):
    post = make_post(author=alice, tags=["Tea"])
    data = current_data(post, tags=[tag.pk for tag in post.tags.all()], new_tags="Coffee")
    assert signed_in(alice).post(change_url(post), data).status_code == 302
    assert set(post.tags.values_list("name", flat=True)) == {"Tea", "Coffee"}


def test_a_page_that_was_opened_by_readers_shows_a_created_tag(signed_in, alice, client):
    post = make_post("Page", author=alice)
    client.get("/tags/")
    signed_in(alice).post(change_url(post), current_data(post, status="published", new_tags="Coffee"))
    client.logout()
    assert "Coffee" in client.get("/tags/").content.decode()


@pytest.mark.parametrize("names", ["راديو، غلاية", "ラジオ、やかん", "收音机，水壶"])
def test_names_of_new_tags_are_separated_by_the_commas_of_all_scripts(signed_in, alice, names):
    assert signed_in(alice).post(ADD, form_data(new_tags=names)).status_code == 302
    assert Tag.objects.count() == 2
