"""Which cached pages a change makes stale: those that show it, and no others."""

import pytest
from django.test import Client, override_settings

from accounts.personal_data.deletion import delete_account
from blog.models import RelatedPost
from blog.related.lists import update_related
from blog.views import article
from comments.reactions.likes import like
from config.page_cache import request
from config.page_cache.lookup import store
from tests.comments.posting import later
from tests.factories import make_comment, make_post, make_user, moderate
from tests.html import read
from tests.page_cache import forget_pages, is_hit

pytestmark = pytest.mark.django_db

KETTLE, PUMP, LONELY = "/articles/kettle/", "/articles/pump/", "/articles/lonely/"
FEED, COMMENTS, KETTLE_COMMENTS = "/feed/", "/comments/feed/", f"{KETTLE}comments/feed/"
PAGES = [
    "/",
    KETTLE,
    PUMP,
    LONELY,
    "/tags/",
    "/tags/tea/",
    "/archive/",
    FEED,
    COMMENTS,
    KETTLE_COMMENTS,
    "/sitemap.xml",
]


@pytest.fixture
def kettle(alice):
    return make_post("Kettle", author=alice, tags=["tea"], body="Water boils in a kettle.", age=1, related=True)


@pytest.fixture
def blog(kettle, mona, bob):
    """Three articles; mona answered bob below the first, a guest wrote below the second and a member below the third."""
    pump = make_post("Pump", tags=["bicycle"], age=2, related=True)
    lonely = make_post("Lonely", age=3, related=True)
    question = make_comment(kettle, "How hot?", author=bob)
    make_comment(kettle, "Very.", author=mona, parent=question)
    make_comment(pump, "Airy.")
    make_comment(lonely, "Alone.", author=make_user("carol@example.org", display_name="Carol"))
    return {"kettle": kettle, "pump": pump, "lonely": lonely, "question": question}


def is_cached(path):
    response = Client().get(path)
    assert response.status_code == 200
    return is_hit(response)


def fill():
    for path in PAGES:
        Client().get(path)
    assert [path for path in PAGES if not is_cached(path)] == []


def stale_after(change):
    fill()
    change()
    return {path for path in PAGES if not is_cached(path)}


def test_a_like_makes_no_other_page_stale(blog):
    assert stale_after(lambda: like(blog["question"], "guest:1", "192.0.2.0/24")) == {KETTLE}


def test_an_approved_comment_shows_on_its_article_on_cards_and_in_feeds_of_comments(blog):
    waiting = make_comment(blog["kettle"], "Me too.", status="held")

    def approve():
        moderate(waiting, "approved")

    assert stale_after(approve) == {KETTLE, "/", "/tags/tea/", COMMENTS, KETTLE_COMMENTS}


def test_a_reset_password_makes_nothing_stale(blog, bob, alice):
    def reset():
        for person in (bob, alice):
            person.set_password("a sober violet engine")
            person.save()

    assert stale_after(reset) == set()


def test_a_reader_who_changes_their_name_is_shown_where_they_commented(blog, bob):
    def rename():
        bob.display_name = "Robert"
        bob.save(update_fields=["display_name"])

    assert stale_after(rename) == {KETTLE, COMMENTS, KETTLE_COMMENTS}


def test_a_saved_profile_without_a_change_makes_nothing_stale(blog, alice):
    assert stale_after(lambda: alice.save(update_fields=["display_name", "bio", "links", "avatar"])) == set()


def test_an_author_with_another_name_changes_every_page_that_lists_articles(blog, alice):
    def rename():
        alice.display_name = "Alix"
        alice.save()

    assert {"/", KETTLE, "/tags/tea/", FEED} <= stale_after(rename)


def test_a_locked_moderator_has_no_badge_any_more(client, blog, mona):
    assert "Staff" in client.get(KETTLE).text

    def lock():
        mona.is_active = False
        mona.save(update_fields=["is_active"])

    assert stale_after(lock) == {KETTLE, COMMENTS, KETTLE_COMMENTS}
    assert "Staff" not in client.get(KETTLE).text


@pytest.mark.parametrize("change", ["groups", "group", "permissions"])
def test_who_is_no_moderator_any_more_has_no_badge(client, blog, mona, change):
    assert "Staff" in client.get(KETTLE).text
    group = mona.groups.get()
    if change == "groups":
        mona.groups.clear()
    elif change == "group":
        group.delete()
    else:
        group.permissions.clear()
    assert "Staff" not in client.get(KETTLE).text


def test_a_deleted_account_takes_its_likes_along(client, blog):
    admirer = make_user("dan@example.org")
    like(blog["question"], f"user:{admirer.pk}", "192.0.2.0/24")
    assert [likes.text for likes in read(client.get(KETTLE)).all(".comment-likes")] == ["1"]
    assert stale_after(lambda: delete_account(admirer)) == {KETTLE}
    assert read(client.get(KETTLE)).all(".comment-likes") == []


def test_the_name_of_a_deleted_account_is_gone(client, blog, bob):
    assert "Bob Reader" in client.get(KETTLE).text
    delete_account(bob)
    assert "Bob Reader" not in client.get(KETTLE).text


def test_related_articles_that_are_found_while_an_article_is_rendered_are_shown(client, blog, monkeypatch):
    make_post("Teapot", tags=["tea"], body="Water boils in a kettle.", age=4, related=True)
    RelatedPost.objects.all().delete()
    render = article.render

    def relate_meanwhile(*args, **kwargs):
        update_related(blog["kettle"].pk)
        return render(*args, **kwargs)

    monkeypatch.setattr(article, "render", relate_meanwhile)
    assert "Related articles" not in client.get(KETTLE).text
    monkeypatch.undo()
    assert read(client.get(KETTLE)).heading("Related articles")


@pytest.mark.parametrize("path", [*PAGES, f"{KETTLE}?order=newest"])
def test_every_process_renders_the_same_bytes(client, blog, path):
    etags = set()
    for minutes in (0, 1, 90):
        forget_pages()
        with later(minutes=minutes):
            etags.add(client.get(path).headers["ETag"])
    assert len(etags) == 1


@pytest.mark.parametrize("path", [FEED, COMMENTS])
def test_every_process_renders_the_same_bytes_of_an_empty_feed(client, db, path):
    etags = set()
    for minutes in (0, 1):
        forget_pages()
        with later(minutes=minutes):
            etags.add(client.get(path).headers["ETag"])
    assert len(etags) == 1


def test_a_page_carries_the_tags_of_what_it_shows_and_no_others(client, blog, bob, mona):
    kettle, pump, lonely = (f"post:{blog[name].pk}" for name in ("kettle", "pump", "lonely"))
    assert tags_of(client, "/") == {"site", "posts", kettle, pump, lonely}
    assert tags_of(client, "/tags/bicycle/") == {"site", "posts", pump}
    assert tags_of(client, FEED) == {"site", "posts"}
    thread = {kettle.replace("post", kind) for kind in ("post", "related", "comments", "likes")}
    assert tags_of(client, KETTLE) == {"site", "posts", *thread, f"user:{bob.pk}", f"user:{mona.pk}"}


def tags_of(client, path):
    return set(client.get(path).headers["Surrogate-Key"].split())


def test_a_thread_of_very_many_people_does_not_name_them_all(client, kettle):
    """Proxies refuse long headers."""
    people = [make_user(display_name="One of many") for _ in range(60)]
    root = make_comment(kettle)
    for person in people:
        make_comment(kettle, author=person, parent=root)
    assert {"users"} == {tag for tag in tags_of(client, KETTLE) if tag.startswith("user")}
    assert "Just one" not in client.get(KETTLE).text
    people[0].display_name = "Just one"
    people[0].save()
    assert "Just one" in client.get(KETTLE).text


ODD = [
    ("?order=newest%0Areply=10", ""),
    ("?order=CALL-0900&order=newest", "?order=newest"),
    ("?order=newest&order=best", "?order=best"),
    ("?order=", ""),
    ("?order=NEWEST", ""),
    ("?after=0005-3&order=best", "?order=best&after=5-3"),
    ("?after=1%0Areplies=9-5-3", ""),
    ("?replies=09-5-3&utm_source=x", "?replies=9-5-3"),
    ("?reply=007&reply=x", "?reply=7"),
]


@pytest.mark.parametrize(("asked", "canonical"), ODD)
def test_odd_parameters_lead_to_the_canonical_address_and_are_not_stored(client, kettle, asked, canonical):
    for _ in range(2):
        answer = client.get(KETTLE + asked)
        assert (answer.status_code, answer.url) == (302, KETTLE + canonical)
        assert not is_cached(KETTLE + canonical) or canonical == ""
        forget_pages()
    assert client.get(answer.url).status_code == 200


def test_what_one_address_says_reaches_no_other(client, kettle):
    for _ in range(3):
        client.get(f"{KETTLE}?order=CALL-0900&order=newest")
        client.get(f"{KETTLE}?order=newest%0Areply=10")
    assert "CALL-0900" not in client.get(f"{KETTLE}?order=newest").text
    assert "reply=10" not in client.get(f"{KETTLE}?order=newest").text


def test_a_repeated_page_number_is_not_stored(client, kettle):
    assert client.get("/?page=2&page=1").url == "/?page=1"
    assert client.get("/?page=01").url == "/?page=1"
    assert client.get("/?page=x&page=y").status_code == 404
    assert client.get("/missing/?page=1&page=2").status_code == 404


def test_the_order_of_parameters_makes_no_other_page(client, kettle):
    client.get(f"{KETTLE}?order=best&after=5-3")
    assert is_cached(f"{KETTLE}?after=5-3&order=best")


def test_a_stranger_fills_the_store_with_a_few_variants_of_a_page(kettle, monkeypatch):
    monkeypatch.setattr(request, "SLOTS", 4)
    client = Client(headers={"Host": "testserver"})
    with override_settings(SITE_URL="http://testserver"):
        client.get(KETTLE)
        for number in range(25):
            client.get(f"{KETTLE}?after={number}-1")
        assert len(store.memory) == 1 + 4
        assert is_hit(client.get(KETTLE)), "the plain page is displaced by no variant"
        assert is_hit(client.get(f"{KETTLE}?after=24-1"))


def test_two_variants_that_share_a_slot_are_told_apart(client, kettle, monkeypatch):
    monkeypatch.setattr(request, "SLOTS", 1)
    for order in ("newest", "best", "newest"):
        assert (
            f'rel="canonical" href="http://127.0.0.1:8000{KETTLE}?order={order}"'
            in client.get(f"{KETTLE}?order={order}").text
        )
