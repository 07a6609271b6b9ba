"""A random walk of two authors in three tabs: every word that was ever reported as saved can be found.

Requests and answers get lost, repeated and reordered; forms are saved, refused, merged and discarded; articles are
published, withdrawn, scheduled, restored and deleted meanwhile.
"""

import json
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from blog.models import Draft, Post, Revision
from blog.posts import delete_posts, save_post
from tests.blog.article_forms import current_data
from tests.factories import make_post, make_user
from tests.state_machines import run_state_machine

pytestmark = pytest.mark.django_db

TABS = st.integers(0, 2)
NEW = "/admin/blog/post/add/draft/"


class Tab:
    """One open form, as the browser and autosave.js keep it."""

    def __init__(self, number, client, user):
        self.client, self.user, self.number, self.opened = client, user, number, 0
        self.post, self.text, self.acknowledged = None, "", set()

    def open(self, post):
        self.opened += 1
        self.name, self.seq, self.post = f"tab-{self.number}-{self.opened:05}", 0, post
        page = self.client.get(f"/admin/blog/post/{post.pk}/change/").context
        form, draft = page["adminform"].form, page["draft"]
        self.text, self.base = form["body"].value(), form["base_version"].value()
        self.seen, self.sent = draft.token if draft else "", None

    def type(self, word):
        self.text += f"\n\n{word}"

    def request(self, **more):
        """The next request; one that wasn't answered is repeated if nothing was typed since."""
        if self.sent is None or self.sent["fields"]["body"] != [self.text] or more:
            self.seq += 1
        fields = {"title": ["Shared"], "body": [self.text], "base_version": [str(self.base)]}
        self.sent = {"tab": self.name, "seq": self.seq, "base": self.base, "seen": self.seen, "fields": fields} | more
        return self.sent

    def post_json(self, data, url=""):
        url = url or f"/admin/blog/post/{self.post.pk}/draft/"
        return self.client.post(url, json.dumps(data), content_type="application/json")


def words(text):
    return {word for word in text.split() if word.startswith("word")}


def all_words():
    """Every word in an article, a draft or a revision."""
    texts = [*Post.objects.values_list("body", flat=True), *Revision.objects.values_list("content__body", flat=True)]
    texts += [fields["body"][-1] for fields in Draft.objects.values_list("fields", flat=True)]
    return words(" ".join(texts))


class Authors(RuleBasedStateMachine):
    @initialize()
    def begin(self):
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.alice = make_user(groups=["Author"], is_staff=True)
        self.edith = make_user(groups=["Editor"], is_staff=True)
        self.post = make_post("Shared", slug="shared", body="Begin.", authors=[self.alice, self.edith])
        clients = [Client(), Client()]
        for client, user in zip(clients, [self.alice, self.edith], strict=True):
            client.force_login(user)
        self.tabs = [Tab(0, clients[0], self.alice), Tab(1, clients[0], self.alice), Tab(2, clients[1], self.edith)]
        for tab in self.tabs:
            tab.open(self.post)
        self.number, self.expected, self.late = 0, set(), []

    def teardown(self):
        if hasattr(self, "transaction"):
            transaction.set_rollback(True)
            self.transaction.__exit__(None, None, None)

    def acknowledge(self, tab, answer, data):
        if answer.status_code == 200 or (answer.status_code == 409 and answer.json().get("saved")):
            body = answer.json()
            if body["seq"] == data["seq"]:
                self.expected |= words(data["fields"]["body"][0])
            tab.seen, tab.sent = body["seen"], None
            if answer.status_code == 200:
                tab.base = body["base"]

    @rule(number=TABS)
    def type_a_word(self, number):
        self.number += 1
        self.tabs[number].type(f"word{self.number}")

    @rule(number=TABS, replace=st.booleans())
    def autosave(self, number, replace):
        tab = self.tabs[number]
        data = tab.request(**({"replace": True} if replace else {}))
        answer = tab.post_json(data)
        if answer.status_code == 410:
            tab.base = 0
            answer = tab.post_json(data, NEW)
            tab.post = Draft.objects.get(user=tab.user, tab=tab.name).post
        assert answer.status_code in (200, 409)
        self.acknowledge(tab, answer, data)

    @rule(number=TABS, arrives=st.booleans())
    def autosave_without_an_answer(self, number, arrives):
        tab = self.tabs[number]
        data = tab.request()
        if arrives:
            tab.post_json(data)
        else:
            self.late.append((tab, tab.post, dict(data)))

    @rule()
    def a_late_request_arrives(self):
        if self.late:
            tab, post, data = self.late.pop()
            tab.post_json(data, f"/admin/blog/post/{post.pk}/draft/")

    @rule(number=TABS)
    def the_server_dies_before_it_commits(self, number):
        tab = self.tabs[number]
        tab.client.raise_request_exception = False
        with patch.object(Draft, "save", side_effect=RuntimeError("killed")), transaction.atomic():
            tab.post_json(tab.request())
        tab.client.raise_request_exception = True

    @rule(number=TABS)
    def the_tab_is_closed_and_opened_again(self, number):
        if Post.objects.filter(pk=self.post.pk).exists():
            self.tabs[number].open(Post.objects.get(pk=self.post.pk))

    @rule(number=TABS, button=st.sampled_from(["_continue", "_savedraft", "_discard_draft", "_merge"]))
    def the_form_is_sent(self, number, button):
        tab = self.tabs[number]
        post = Post.objects.filter(pk=tab.post.pk).first()
        if post is None:
            return
        data = current_data(post, body=tab.text, base_version=tab.base, status=post.status, draft_seen=tab.seen)
        data |= {"slug": post.slug, "merge_base": str(tab.base), button: "1", "published_at_0": "2026-01-01"}
        answer = tab.client.post(f"/admin/blog/post/{post.pk}/change/", data)
        if answer.status_code == 302:
            if button != "_discard_draft":
                self.expected |= words(tab.text)
            tab.open(post)
        elif button == "_merge":
            form = answer.context["adminform"].form
            tab.text, tab.base, tab.sent = form["body"].value(), int(form["base_version"].value()), None
        else:
            # Shown again with what was typed; the author now decides knowingly.
            self.expected |= words(tab.text)
            tab.base, tab.sent = int(answer.context["adminform"].form["base_version"].value()), None

    @rule(state=st.sampled_from(["publish", "withdraw", "archive"]))
    def an_editor_changes_the_state(self, state):
        for post in Post.objects.filter(pk=self.post.pk):
            getattr(post, state)()

    @rule(days=st.integers(-3, 3))
    def an_editor_schedules_it(self, days):
        for post in Post.objects.filter(pk=self.post.pk):
            post.publish(at=timezone.now() + timedelta(days=days))

    @rule()
    def an_editor_renames_it(self):
        for post in Post.objects.filter(pk=self.post.pk):
            post.title = f"{post.title}!"
            save_post(post, user=self.edith)

    @rule(number=st.integers(1, 4), tab=TABS)
    def a_revision_is_restored(self, number, tab):
        if Post.objects.filter(pk=self.post.pk).exists():
            self.tabs[tab].client.post(f"/admin/blog/post/{self.post.pk}/revisions/{number}/restore/")

    @rule()
    def revisions_are_thinned(self):
        Revision.objects.thin(timezone.now())

    @rule()
    def the_article_is_deleted_by_someone_else(self):
        """Its saved text goes with it; what is in a draft does not."""
        delete_posts(Post.objects.filter(pk=self.post.pk))
        self.expected &= all_words()

    @invariant()
    def every_word_that_was_reported_as_saved_is_found(self):
        if hasattr(self, "expected"):
            assert self.expected <= all_words()

    @invariant()
    def readers_see_only_what_was_published(self):
        if not hasattr(self, "expected"):
            return
        post = Post.objects.filter(pk=self.post.pk).first()
        answer = Client().get(self.post.get_absolute_url())
        if post is None or not post.is_readable():
            assert answer.status_code in (404, 410)
        else:
            assert words(answer.content.decode().replace("<", " ").replace(">", " ")) <= words(post.body)

    @invariant()
    def equal_requests_make_one_article(self):
        if hasattr(self, "tabs"):
            assert Post.objects.count() <= 1 + len(self.tabs)


def test_no_word_that_was_reported_as_saved_is_lost():
    run_state_machine(Authors, examples=10, steps=12)
