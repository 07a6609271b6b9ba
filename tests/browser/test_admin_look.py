"""The admin in the colours of the site, in light and dark mode."""

import pytest
from django.urls import reverse

from blog.models import Revision
from comments.models import Comment
from tests.browser.axe import violations
from tests.browser.whole_blog import make_blog

PAGES = [
    "/admin/",
    "/admin/comments/comment/?state=all",
    "/admin/blog/post/",
    "/admin/blog/post/formatting/",
    "/admin/blog/post/formatting/editor/",
    "/admin/accounts/user/",
]
FORMS = ["/admin/blog/post/add/", "/admin/blog/redirect/add/"]
RULES = ["color-contrast", "target-size"]
NAMES = ["aria-input-field-name", "label", "select-name"]


@pytest.fixture(params=["light", "dark"])
def staff(signed_in_page, editor, request):
    make_blog()
    page = signed_in_page(editor, viewport={"width": 1280, "height": 900}, color_scheme=request.param)
    page.goto(PAGES[0])
    return page


def test_pages_of_the_admin_have_no_accessibility_violations(staff):
    for address in PAGES:
        staff.goto(address)
        assert violations(staff, only=RULES) == [], address
    for address in FORMS:
        staff.goto(address)
        assert violations(staff, only=["color-contrast", *NAMES]) == [], address


@pytest.mark.parametrize(("chosen", "paper"), [("light", "rgb(251, 248, 242)"), ("dark", "rgb(22, 20, 18)")])
def test_the_admin_has_the_background_of_the_site(staff, chosen, paper):
    """The scheme that is chosen in the admin overrides that of the device."""
    staff.evaluate("theme => localStorage.setItem('theme', theme)", chosen)
    staff.goto("/admin/")
    assert staff.evaluate("getComputedStyle(document.body).backgroundColor") == paper


def test_pages_of_the_admin_fit_on_a_phone(signed_in_page, editor):
    make_blog()
    page = signed_in_page(editor, viewport={"width": 360, "height": 800})
    comment = reverse("admin:comments_comment_change", args=[Comment.objects.latest("pk").pk])
    figures = reverse("admin:comments_comment_figures")
    revisions = reverse("admin:blog_post_revisions", args=[Revision.objects.latest("pk").post_id])
    for address in [*PAGES, *FORMS, comment, figures, revisions]:
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") == 360, address


def test_filters_are_below_the_list_on_narrow_screens(signed_in_page, editor):
    page = signed_in_page(editor, viewport={"width": 768, "height": 900})
    for model in ("comments_comment", "comments_wordfilter", "comments_commenterrule", "accounts_user"):
        page.goto(reverse(f"admin:{model}_changelist"))
        rows, filters = page.locator("#changelist-form"), page.locator("#changelist-filter")
        assert filters.bounding_box()["y"] >= rows.bounding_box()["y"] + rows.bounding_box()["height"], model


def test_the_article_list_fits_into_1280_pixels(signed_in_page, editor):
    make_blog()
    page = signed_in_page(editor, viewport={"width": 1280, "height": 900})
    page.goto("/admin/blog/post/")
    room, table = page.evaluate("(e => [e.clientWidth, e.scrollWidth])(document.querySelector('.results'))")
    assert table <= room
