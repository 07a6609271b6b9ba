"""The revisions of an article: a list, a comparison of any two, and restoring one into one's own draft."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.models import User
from blog.admin.article_pages import ArticlePagesMixin, editable_post
from blog.admin.conflict import parse_version
from blog.drafts import restore_revision
from blog.models import Draft, Post, Revision
from blog.models.revision import CONTENT_FIELDS, content_of
from blog.text_diff import Chunk, count_changed_words, diff

PER_PAGE = 50
DRAFT = "draft"


@dataclass(frozen=True)
class Version:
    """One side of a comparison."""

    label: str
    content: dict[str, str]


@dataclass(frozen=True)
class FieldChanges:
    label: str
    chunks: list[Chunk]


class RevisionsMixin(ArticlePagesMixin):
    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<int:post_id>/revisions/", view(self.list_revisions), name="blog_post_revisions"),
            path("<int:post_id>/revisions/compare/", view(self.compare_revisions), name="blog_post_compare"),
            path("<int:post_id>/revisions/<int:number>/restore/", view(self.restore), name="blog_post_restore"),
            path("<int:post_id>/revisions/<int:number>/name/", view(self.name_revision), name="blog_post_name"),
            *super().get_urls(),
        ]

    def list_revisions(self, request: HttpRequest, post_id: int) -> HttpResponse:
        """Newest first, fifty a page. Five queries beside the page's own."""
        post, user = editable_post(request, post_id)
        revisions = Revision.objects.filter(post=post).select_related("user").defer("content").order_by("-number")
        page = Paginator(revisions, PER_PAGE).get_page(request.GET.get("p"))
        draft, numbers = Draft.objects.of(post, user), [revision.number for revision in page]
        # Without a draft, the newest revision usually is what the article contains now.
        old = numbers[0 if draft or len(numbers) < 2 else 1] if numbers else None
        title = _("Revisions of “%(title)s”") % {"title": post}
        context: dict[str, Any] = {"title": title, "here": _("Revisions"), "page": page, "old": old, "draft": draft}
        return self.article_page(request, "revisions", post, **context)

    def compare_revisions(self, request: HttpRequest, post_id: int) -> HttpResponse:
        """``old`` and ``new`` are numbers of revisions, or "draft" for what you haven't saved yet.

        Without ``old``, with what the article contains.
        """
        post, user = editable_post(request, post_id)
        old = version(post, user, request.GET.get("old", ""))
        new = version(post, user, request.GET.get("new", ""))
        changes = field_changes(old.content, new.content)
        words = count_changed_words([chunk for change in changes for chunk in change.chunks])
        context: dict[str, Any] = {"old": old, "new": new, "changes": changes, "words": words, "here": _("Changes")}
        return self.article_page(
            request, "compare", post, title=_("Changes in “%(title)s”") % {"title": post}, **context
        )

    def restore(self, request: HttpRequest, post_id: int, number: int) -> HttpResponse:
        post, user = editable_post(request, post_id)
        if request.method != "POST":
            return HttpResponseRedirect(reverse("admin:blog_post_revisions", args=[post.pk]))
        revision = get_object_or_404(Revision, post=post, number=number)
        restore_revision(revision, user)
        self.log_change(request, post, _("Restored revision %(number)d into a draft.") % {"number": number})
        text = _("Revision %(number)d is in your draft. Nothing changes for readers until you save it.")
        messages.success(request, text % {"number": number})
        return HttpResponseRedirect(reverse("admin:blog_post_change", args=[post.pk]))

    def name_revision(self, request: HttpRequest, post_id: int, number: int) -> HttpResponse:
        """Revisions with a name are never deleted."""
        post, _user = editable_post(request, post_id)
        if request.method == "POST":
            name = " ".join(request.POST.get("name", "").split())[:100]
            if Revision.objects.filter(post=post, number=number).exclude(name=name).update(name=name):
                text = _("Named revision %(number)d “%(name)s”.") if name else _("Revision %(number)d has no name now.")
                self.log_change(request, post, text % {"number": number, "name": name})
        return HttpResponseRedirect(reverse("admin:blog_post_revisions", args=[post.pk]))


def version(post: Post, user: User, name: str) -> Version:
    """A revision by its number, the user's draft, or the article as it is. Raises Http404."""
    stored = content_of(post)
    draft = Draft.objects.of(post, user) if name == DRAFT else None
    if draft:
        return Version(_("Your draft"), draft.content(stored))
    if name in ("", DRAFT):
        return Version(_("What readers see") if post.is_readable() else _("The article now"), stored)
    revision = get_object_or_404(Revision, post=post, number=parse_version(name))
    label = _("Revision %(number)d") % {"number": revision.number}
    return Version(f"{label}: {revision.name}" if revision.name else label, revision.content)


def field_changes(old: dict[str, str], new: dict[str, str]) -> list[FieldChanges]:
    """The fields that differ, with their changes word by word."""
    labels = {field.name: capfirst(str(field.verbose_name)) for field in Post._meta.fields}
    return [
        FieldChanges(labels[name], diff(old.get(name, ""), new.get(name, "")))
        for name in CONTENT_FIELDS
        if old.get(name, "") != new.get(name, "")
    ]
