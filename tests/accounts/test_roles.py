"""Who may do what: one row for each action, one column for each role. Tested with the pages, where there is one."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission

from accounts.roles import ROLES, grant
from blog.models import Post, ReviewStep
from tests.blog.article_forms import change_url, current_data
from tests.factories import make_comment, make_post, make_tag, make_user
from tests.html import read

pytestmark = pytest.mark.django_db
COLUMNS = ("anonymous", "Reader", "Contributor", "Author", "Moderator", "Editor", "Administrator", "superuser")
# x: may, -: may not.
TABLE = {
    "open the admin":              "- - x x x x x x",
    "write an article":            "- - x x - x x x",
    "change an own article":       "- - x x - x x x",
    "change anybody's article":    "- - - - - x x x",
    "submit an own article":       "- - x x - x x x",
    "publish an own article":      "- - - x - x x x",
    "unpublish an own article":    "- - - x - x x x",
    "correct an own public article": "- - - x - x x x",
    "suggest changes of an own public article": "- - x - - - - -",
    "delete an own public article": "- - - x - x x x",
    "answer a submission":         "- - - - - x x x",
    "delete an own article":       "- - x x - x x x",
    "delete anybody's article":    "- - - - - x x x",
    "preview anybody's draft":     "- - - - - x x x",
    "upload a picture":            "- - x x - x x x",
    "make a tag":                  "- - - x - x x x",
    "rename a tag":                "- - - - - x x x",
    "delete a tag":                "- - - - - x x x",
    "make a series":               "- - - - - x x x",
    "make a redirect":             "- - - - - x x x",
    "change the site":             "- - - - - x x x",
    "see the queue of comments":   "- - - - x x x x",
    "decide about a comment":      "- - - - x x x x",
    "invite somebody":             "- - - - - x x x",
    "see the people":              "- - - - - - x x",
    "add a person":                "- - - - - - x x",
    "change a reader":             "- - - - - - x x",
    "change an author":            "- - - - - - x x",
    "give a role":                 "- - - - - - x x",
    "change a superuser":          "- - - - - - - x",
    "give all powers":             "- - - - - - - x",
    "see the groups":              "- - - - - - - x",
}  # fmt: skip
CASES = [
    (action, column, verdict == "x")
    for action, row in TABLE.items()
    for column, verdict in zip(COLUMNS, row.split(), strict=True)
]


@pytest.fixture
def person(client):
    def person(column):
        if column == "anonymous":
            return None
        is_super, is_staff = column == "superuser", column != "Reader"
        groups = [] if is_super else [column]
        somebody = make_user("me@example.org", groups=groups, is_staff=is_staff, is_superuser=is_super)
        assert is_super or somebody.groups.count() == 1
        client.force_login(somebody)
        return somebody

    return person


def opens(client, address):
    """Whether the user gets the page: no login page, no 403, and no redirect to the admin index."""
    return client.get(address).status_code == 200


def saves(client, address):
    """Whether the user gets a form with a button to save it."""
    return len(read(client.get(address, follow=True)).all("[name=_save]")) == 1


def others_post():
    return make_post("Theirs", author=make_user("other@example.org"), status=Post.Status.DRAFT)


def own_post(me):
    return make_post("Mine", author=me or make_user("other@example.org"), status=Post.Status.DRAFT)


def own_public_post(me):
    return make_post("Mine", author=me or make_user("other@example.org"))


def review(client, post, resource):
    """Whether taking a step of a review changed the status."""
    before = post.status
    client.post(f"/admin/blog/post/{post.pk}/review/{resource}/", {"version": post.version})
    return Post.objects.get(pk=post.pk).status != before


def publishes(client, post):
    client.post("/admin/blog/post/", {"action": "publish_now", "_selected_action": [post.pk]})
    client.post(change_url(post), current_data(post, status="published"))
    return Post.objects.get(pk=post.pk).status == Post.Status.PUBLISHED


def unpublishes(client, post):
    client.post("/admin/blog/post/", {"action": "withdraw", "_selected_action": [post.pk]})
    client.post(change_url(post), current_data(post, status="draft"))
    return Post.objects.get(pk=post.pk).status == Post.Status.DRAFT


def corrects(client, post):
    client.post(change_url(post), current_data(post, status="published", body="Corrected."))
    return Post.objects.get(pk=post.pk).body == "Corrected."


def suggests(client, post):
    corrects(client, post)
    return ReviewStep.objects.filter(post=post, kind="suggested").exists()


def answers(client):
    post = make_post("Theirs", author=make_user("other@example.org"), status=Post.Status.REVIEW)
    return review(client, post, "changes")


def page(name, thing, kind="change"):
    return f"/admin/{name}/{thing.pk}/{kind}/"


def fields(person, **more):
    return {"email": person.email, "display_name": person.display_name, "slug": person.slug, "bio": "", **more}


def gives(client, target, **powers):
    client.post(page("accounts/user", target), fields(target, is_active="on", **powers))
    target.refresh_from_db()


def gives_role(client):
    target, group = make_user("target@example.org"), Group.objects.get(name="Author")
    gives(client, target, is_staff="on", groups=[group.pk])
    return target.is_staff and target.groups.filter(name="Author").exists()


def gives_all_powers(client):
    target = make_user("target@example.org")
    gives(client, target, is_superuser="on", user_permissions=[Permission.objects.first().pk])
    return target.is_superuser or target.user_permissions.exists()


def changes_person(client, **kind):
    groups = kind.pop("groups", [])
    target = make_user("target@example.org", groups=groups, **kind)
    client.post(page("accounts/user", target), fields(target, display_name="Renamed", is_active="on", is_staff="on"))
    target.refresh_from_db()
    return target.display_name == "Renamed"


def decides(client):
    comment = make_comment(make_post("A post"), status="held")
    return opens(client, page("comments/comment", comment))


ACTIONS = {
    "open the admin": lambda client, me: opens(client, "/admin/"),
    "write an article": lambda client, me: opens(client, "/admin/blog/post/add/"),
    "change an own article": lambda client, me: opens(client, page("blog/post", own_post(me))),
    "change anybody's article": lambda client, me: opens(client, page("blog/post", others_post())),
    "submit an own article": lambda client, me: review(client, own_post(me), "submission"),
    "publish an own article": lambda client, me: publishes(client, own_post(me)),
    "unpublish an own article": lambda client, me: unpublishes(client, own_public_post(me)),
    "correct an own public article": lambda client, me: corrects(client, own_public_post(me)),
    "suggest changes of an own public article": lambda client, me: suggests(client, own_public_post(me)),
    "delete an own public article": lambda client, me: opens(client, page("blog/post", own_public_post(me), "delete")),
    "answer a submission": lambda client, me: answers(client),
    "delete an own article": lambda client, me: opens(client, page("blog/post", own_post(me), "delete")),
    "delete anybody's article": lambda client, me: opens(client, page("blog/post", others_post(), "delete")),
    "preview anybody's draft": lambda client, me: opens(client, others_post().get_absolute_url()),
    "upload a picture": lambda client, me: opens(client, "/admin/blog/image/add/"),
    "make a tag": lambda client, me: opens(client, "/admin/blog/tag/add/"),
    "rename a tag": lambda client, me: saves(client, page("blog/tag", make_tag("tea"))),
    "delete a tag": lambda client, me: opens(client, page("blog/tag", make_tag("tea"), "delete")),
    "make a series": lambda client, me: opens(client, "/admin/blog/series/add/"),
    "make a redirect": lambda client, me: opens(client, "/admin/blog/redirect/add/"),
    "change the site": lambda client, me: saves(client, "/admin/blog/blogsettings/"),
    "see the queue of comments": lambda client, me: opens(client, "/admin/comments/comment/"),
    "decide about a comment": lambda client, me: decides(client),
    "invite somebody": lambda client, me: opens(client, "/admin/accounts/invitation/add/"),
    "see the people": lambda client, me: opens(client, "/admin/accounts/user/"),
    "add a person": lambda client, me: opens(client, "/admin/accounts/user/add/"),
    "change a reader": lambda client, me: changes_person(client),
    "change an author": lambda client, me: changes_person(client, groups=["Author"], is_staff=True),
    "give a role": lambda client, me: gives_role(client),
    "change a superuser": lambda client, me: changes_person(client, is_staff=True, is_superuser=True),
    "give all powers": lambda client, me: gives_all_powers(client),
    "see the groups": lambda client, me: opens(client, "/admin/auth/group/"),
}


@pytest.mark.parametrize(("action", "column", "may"), CASES, ids=lambda value: str(value))
def test_the_table_of_roles_and_actions(client, person, action, column, may):
    assert ACTIONS[action](client, person(column)) is may


def test_every_action_of_the_table_is_tested():
    assert ACTIONS.keys() == TABLE.keys()


def test_groups_have_exactly_the_permissions_of_the_table(db):
    for role, names in ROLES.items():
        held = Group.objects.get(name=role).permissions.values_list("content_type__app_label", "codename")
        assert {f"{label}.{codename}" for label, codename in held} == names


def test_granting_again_revokes_permissions_that_are_not_in_the_table(db):
    group = Group.objects.get(name="Reader")
    group.permissions.add(Permission.objects.first())
    grant(apps.get_model)
    assert not group.permissions.exists()


def test_administrators_cannot_extend_their_own_permissions(client, person):
    me = person("Administrator")
    group = Group.objects.get(name="Editor")
    gives(client, me, is_superuser="on", groups=[group.pk])
    assert not me.is_superuser
    assert [held.name for held in me.groups.all()] == ["Administrator"]
