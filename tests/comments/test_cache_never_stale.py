"""A random walk over a blog: whatever happens in whatever order, every cached page is what would be rendered now."""

import re
from contextlib import ExitStack
from datetime import timedelta
from functools import partial
from unittest.mock import patch

import pytest
from django.core.cache import caches
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from accounts.models import User
from accounts.personal_data.deletion import delete_account
from blog.editorial.duplication import duplicate
from blog.models import Post, Tag
from blog.posts import delete_posts, save_post
from blog.taxonomy import delete_tags, merge_tags, save_tag, tag_posts, untag_posts
from comments.models import Comment, Decision
from comments.moderation.decide import decide
from comments.reactions.likes import like, unlike
from comments.submission.edit import edit_comment
from tests import factories
from tests.factories import make_comment, make_tag, make_user
from tests.page_cache import forget_pages, is_hit, rendered_again
from tests.state_machines import run_state_machine

pytestmark = pytest.mark.django_db
make_post = partial(factories.make_post, related=True)

NUMBER = st.integers(0, 20)
TEXT = st.sampled_from(
    ["Water boils in a kettle.", "Bicycles have chains.", "## Part\n\nKettles and bicycles.", "A [link](post:{})."]
)
TAGS = st.sets(st.sampled_from(["tea", "wheels"]))
NETWORK = "192.0.2.0/24"


def one_of(rows, number):
    found = list(rows.order_by("pk"))
    return found[number % len(found)] if found else None


def linking(text, number):
    """The text, with a link to an article of any status if it has a place for it."""
    target = one_of(Post.objects.all(), number)
    return text.format(target.pk if target else 1)


def without_tokens(page):
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", page.text)


class Blog(RuleBasedStateMachine):
    """Time stands still between steps, so that only a step can change what is shown."""

    @initialize()
    def begin(self):
        self.stack = ExitStack()
        self.stack.enter_context(transaction.atomic())
        forget_pages()
        caches["default"].clear()  # the likes that a network may give
        self.now = timezone.now()
        self.clock = self.stack.enter_context(patch("django.utils.timezone.now", lambda: self.now))
        authors = [make_user(display_name=f"Author {number}") for number in range(2)]
        self.members = [make_user(display_name=f"Member {number}", groups=["Moderator"]) for number in range(2)]
        for number, author in enumerate(authors):
            post = make_post(author=author, tags=["tea"], age=number + 1)
            question = make_comment(post, author=self.members[0])
            make_comment(post, author=self.members[1], parent=question)

    def teardown(self):
        if hasattr(self, "stack"):
            transaction.set_rollback(True)
            self.stack.close()

    @rule(text=TEXT, tags=TAGS, days=st.integers(-2, 2), expires=st.booleans(), number=NUMBER)
    def write(self, text, tags, days, expires, number):
        when = self.now + timedelta(days=days)
        author = one_of(User.objects.filter(posts__isnull=False).distinct(), number) or make_user()
        make_post(
            author=author,
            body=linking(text, number),
            tags=tags,
            published_at=when,
            expires_at=when + timedelta(days=1) if expires else None,
        )

    @rule(number=NUMBER, text=TEXT, tags=TAGS, slug=st.integers(0, 3))
    def edit(self, number, text, tags, slug):
        if post := one_of(Post.objects.all(), number):
            post.title, post.body = f"{text[:6]} {slug}", linking(text, number + slug)
            post.slug = f"{post.pk}-{slug}"
            save_post(post, tags=[make_tag(name) for name in sorted(tags)])

    @rule(number=NUMBER, verb=st.sampled_from(["publish", "submit", "withdraw", "archive"]))
    def move(self, number, verb):
        if post := one_of(Post.objects.all(), number):
            getattr(post, verb)()

    @rule(number=NUMBER)
    def unlist(self, number):
        if post := one_of(Post.objects.filter(status="published"), number):
            post.status = "unlisted"
            save_post(post)

    @rule(number=NUMBER)
    def copy_and_publish(self, number):
        if post := one_of(Post.objects.all(), number):
            duplicate(post, post.authors.get()).publish()

    @rule(number=NUMBER)
    def delete(self, number):
        if post := one_of(Post.objects.all(), number):
            delete_posts(Post.objects.filter(pk=post.pk))

    @rule(number=NUMBER, name=st.sampled_from(["Tea time", "Wheels and gears"]), gone=st.booleans())
    def change_tag(self, number, name, gone):
        if tag := one_of(Tag.objects.all(), number):
            if gone:
                delete_tags(Tag.objects.filter(pk=tag.pk))
            elif namesake := Tag.objects.filter(name=name).exclude(pk=tag.pk).first():
                merge_tags([tag], namesake)
            else:
                tag.name = name
                save_tag(tag)

    @rule(number=NUMBER, name=st.sampled_from(["tea", "wheels"]), change=st.sampled_from([tag_posts, untag_posts]))
    def tag_or_untag(self, number, name, change):
        if post := one_of(Post.objects.all(), number):
            change(Post.objects.filter(pk__gte=post.pk), make_tag(name))

    @rule(number=NUMBER, member=NUMBER, status=st.sampled_from(["approved", "held"]), reply=st.booleans())
    def comment(self, number, member, status, reply):
        if post := one_of(Post.objects.all(), number):
            parent = one_of(post.comments.filter(status="approved"), member) if reply else None
            author = one_of(User.objects.filter(display_name__startswith="Member"), member)
            make_comment(post, f"Words {number}.", author=author, status=status, parent=parent)

    @rule(number=NUMBER, status=st.sampled_from(Comment.Status.values))
    def decide(self, number, status):
        if comment := one_of(Comment.objects.all(), number):
            decide(Comment.objects.filter(pk=comment.pk), Comment.Status(status), by=None, via=Decision.Via.QUEUE)

    @rule(number=NUMBER, words=st.sampled_from(["Other words.", "**Bold** words."]))
    def reword(self, number, words):
        if comment := one_of(Comment.objects.filter(status__in=["approved", "held"], author__isnull=False), number):
            edit_comment(comment, words, comment.text_version, NETWORK, comment.created_at + timedelta(seconds=9))

    @rule(number=NUMBER, member=NUMBER, wish=st.booleans())
    def like(self, number, member, wish):
        comment = one_of(Comment.objects.approved(), number)
        liker = one_of(User.objects.filter(display_name__startswith="Member"), member)
        if comment and liker:
            key = f"user:{liker.pk}"
            like(comment, key, NETWORK) if wish else unlike(comment, key)

    @rule(number=NUMBER, name=st.sampled_from(["Member A", "Member B", "Member 0"]))
    def rename(self, number, name):
        if person := one_of(User.objects.all(), number):
            person.display_name = name
            person.save()

    @rule(number=NUMBER, lock=st.booleans())
    def lock_or_demote(self, number, lock):
        if person := one_of(User.objects.filter(groups__name="Moderator"), number):
            if lock:
                person.is_active = not person.is_active
                person.save(update_fields=["is_active"])
            else:
                person.groups.clear()

    @rule(number=NUMBER, words_too=st.booleans())
    def leave(self, number, words_too):
        if person := one_of(User.objects.filter(posts__isnull=True), number):
            person.delete_comments = words_too
            delete_account(person)

    @rule(hours=st.sampled_from([1, 11, 25, 60]))
    def wait(self, hours):
        self.now += timedelta(hours=hours)

    @invariant()
    def every_cached_page_is_what_would_be_rendered(self):
        if not hasattr(self, "stack"):
            return
        paths = ["/", "/tags/", "/archive/", "/feed/", "/comments/feed/", "/sitemap-articles.xml", "/tags/tea/"]
        for post in Post.objects.all():
            paths += [post.get_absolute_url(), f"{post.get_absolute_url()}?order=best"]
            paths.append(f"{post.get_absolute_url()}comments/feed/")
        for path in paths:
            shown = Client().get(path)
            if not is_hit(shown) and "/articles/" not in path:
                continue  # it was rendered just now; only articles contain stored parts
            with rendered_again():
                fresh = Client().get(path)
            assert (shown.status_code, shown.content) == (fresh.status_code, fresh.content), path

    @invariant()
    def members_see_what_would_be_rendered_without_the_stored_comments(self):
        if not hasattr(self, "stack"):
            return
        client = Client()
        client.force_login(one_of(User.objects.filter(is_active=True), 2))
        for post in Post.objects.all()[:2]:
            shown = client.get(post.get_absolute_url())
            with rendered_again():
                fresh = client.get(post.get_absolute_url())
            assert without_tokens(shown) == without_tokens(fresh)


def test_no_cached_page_is_ever_stale():
    run_state_machine(Blog, examples=4, steps=8)
