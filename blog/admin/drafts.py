"""Drafts in the article form: autosave, a button without JavaScript, and the form filled from the draft."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db import transaction
from django.forms import Script
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models import User
from accounts.next_url import login_url_for
from blog.admin.conflict import entries_of, last_editor, parse_version
from blog.admin.unsaved import EXCLUDED
from blog.drafts import Autosave, OtherTab, discard_draft, end_draft, others_editing, save_draft, start_article
from blog.models import Draft, Post, Revision
from blog.models.revision import CONTENT_FIELDS, content_of
from blog.text_diff import diff

SAVE_DRAFT, DISCARD_DRAFT, SEEN = "_savedraft", "_discard_draft", "draft_seen"
NOT_KEPT = EXCLUDED | {SAVE_DRAFT, DISCARD_DRAFT, SEEN}
MAX_FIELDS = 500
MAX_TEXT = 250_000


class DraftsMixin(admin.ModelAdmin[Post]):
    """Shows a user's draft in the form of the article, and stores it without changing the article."""

    class Media:
        js: ClassVar[list[Script]] = [Script("admin/editor/autosave.js", type="module")]

    def get_urls(self) -> list[URLPattern]:
        return [
            path("compare-texts/", self.compare_texts, name="blog_post_compare_texts"),
            path("add/draft/", self.autosave, name="blog_post_draft_add"),
            path("<int:post_id>/draft/", self.autosave, name="blog_post_draft"),
            *super().get_urls(),
        ]

    @method_decorator(require_POST)
    def autosave(self, request: HttpRequest, post_id: int | None = None) -> HttpResponse:
        """JSON. 200: stored. 401: log in. 409: stored, but the article has changed; or not stored: another tab did.

        410: the article was deleted or isn't yours any more; send the same to the URL for new articles.
        """
        user = staff_user(self.admin_site, request)
        if isinstance(user, JsonResponse):
            return user
        try:
            edit, options = parse(request.body)
        except (ValueError, TypeError, KeyError, AttributeError):
            return JsonResponse({"error": "The request is malformed."}, status=400)
        try:
            if post_id is None:
                if not self.has_add_permission(request):
                    return JsonResponse({}, status=403)
                draft = start_article(user, edit)
                self.log_start(request, draft)
            else:
                post = Post.objects.editable_by(user).get(pk=post_id)
                if "keep" in options:
                    self.keep(request, post, user, {name: texts[-1] for name, texts in edit.fields.items() if texts})
                    return JsonResponse({"seq": edit.seq})
                draft = save_draft(post, user, edit, replace="replace" in options)
        except Post.DoesNotExist:
            return JsonResponse({"start": reverse("admin:blog_post_draft_add")}, status=410)
        except OtherTab as error:
            return JsonResponse({"saved": False, "at": error.draft.updated_at, "seen": error.draft.token}, status=409)
        return draft_response(draft, user)

    @method_decorator(require_POST)
    def compare_texts(self, request: HttpRequest) -> HttpResponse:
        """The differences between two texts, ``old`` and ``new`` in JSON, as a piece of HTML."""
        if not self.admin_site.has_permission(request):
            return HttpResponse(status=403)
        try:
            data = json.loads(request.body)
            old, new = data["old"][:MAX_TEXT], data["new"][:MAX_TEXT]
        except (ValueError, TypeError, KeyError):
            return HttpResponse(status=400)
        return render(request, "admin/blog/post/chunks.html", {"chunks": diff(old, new)})

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        is_draft = request.method == "POST" and {SAVE_DRAFT, DISCARD_DRAFT} & request.POST.keys()
        if is_draft and isinstance(request.user, User):
            post = self.get_object(request, unquote(object_id)) if object_id else None
            if post is not None and DISCARD_DRAFT in request.POST:
                return self.discard(request, post, request.user)
            if post is not None or (object_id is None and self.has_add_permission(request)):
                return self.save_as_draft(request, post, request.user)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def save_as_draft(self, request: HttpRequest, post: Post | None, user: User) -> HttpResponse:
        draft = self.store_posted(request, post, user)
        text = _("Draft saved. Readers see nothing of it until you publish it.")
        messages.success(request, text)
        return HttpResponseRedirect(change_url(draft))

    def store_posted(self, request: HttpRequest, post: Post | None, user: User) -> Draft:
        """Store the form as it was posted, without any checks."""
        fields = {name: values for name, values in request.POST.lists() if name not in NOT_KEPT}
        current = Draft.objects.of(post, user) if post else None
        base = parse_version(request.POST.get("base_version", ""))
        edit = Autosave(
            tab="",
            seq=current.seq + 1 if current else 1,
            base_version=(post.version if post else 0) if base is None else base,
            fields=fields,
            seen=request.POST.get(SEEN, ""),
        )
        if post:
            return save_draft(post, user, edit, replace=True)
        draft = start_article(user, edit)
        self.log_start(request, draft)
        return draft

    # --- history ---
    def log_start(self, request: HttpRequest, draft: Draft) -> None:
        """A new article is in the history once, however often its first words are sent."""
        if draft.post and not entries_of(draft.post).exists():
            self.log_addition(request, draft.post, [{"added": {}}])

    def keep(self, request: HttpRequest, post: Post, user: User, content: Mapping[str, str]) -> None:
        """Keep a text that lost against another one as a revision, whatever becomes of it."""
        if keep_text(post, user, content):
            self.log_change(request, post, _("Conflict: kept the other text as a revision."))

    def discard(self, request: HttpRequest, post: Post, user: User) -> HttpResponse:
        discard_draft(post, user)
        self.log_change(request, post, _("Discarded a draft."))
        messages.success(request, _("Draft discarded. Its text is kept as a revision."))
        return HttpResponseRedirect(reverse("admin:blog_post_change", args=[post.pk]))

    def get_form(self, request: HttpRequest, obj: Post | None = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        if obj is None or request.method != "GET" or not isinstance(request.user, User):
            return form
        draft = Draft.objects.of(obj, request.user)
        return type("DraftForm", (form,), {"draft": draft}) if draft else form

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """A form that is shown again has seen the same draft as before."""
        post = context["original"]
        draft = getattr(context["adminform"].form, "draft", None)
        context["draft_seen"] = draft.token if draft else request.POST.get(SEEN, "")
        if post is not None and isinstance(request.user, User):
            context |= {
                "draft": draft,
                "others": others_editing(post, request.user),
                "is_public": post.is_readable(),
            }
            if context["conflict"] is not None:
                self.keep(request, post, request.user, request.POST.dict())
        return super().render_change_form(request, context, *args, **kwargs)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """What was saved isn't a draft any more. A draft that the form hasn't seen is kept as a revision."""
        super().save_related(request, form, formsets, change)
        if isinstance(request.user, User):
            end_draft(form.instance, request.user, seen=request.POST.get(SEEN, ""))


def staff_user(site: admin.AdminSite, request: HttpRequest) -> User | JsonResponse:
    """The user of the editor who sent a request. A response if they aren't logged in (401) or not staff (403)."""
    if isinstance(request.user, User) and site.has_permission(request):
        return request.user
    login = login_url_for(reverse("admin:blog_post_changelist"))
    return JsonResponse({"login": login}, status=403 if request.user.is_authenticated else 401)


def keep_text(post: Post, user: User, content: Mapping[str, str]) -> Revision | None:
    """None if the article was deleted, or if its latest revision has the same text."""
    with transaction.atomic():
        for stored in Post.objects.filter(pk=post.pk).locked():
            known = {name: content[name] for name in CONTENT_FIELDS if name in content}
            return Revision.objects.keep(stored, content_of(stored) | known, user, Revision.Kind.CONFLICT)
    return None


def parse(body: bytes) -> tuple[Autosave, set[str]]:
    """An autosave request and its options: "replace" the draft of another tab; "keep" the text as a revision only.

    Raises ValueError, TypeError, KeyError or AttributeError if it is malformed."""
    data = json.loads(body)
    fields = {str(name): [str(value) for value in values] for name, values in data["fields"].items()}
    json.dumps(fields, ensure_ascii=False).encode()  # no database stores half of a surrogate pair
    tab, seq, base = str(data["tab"]), int(data["seq"]), int(data.get("base") or 0)
    if not 8 <= len(tab) <= 36 or not 0 < seq < 2**31 or not 0 <= base < 2**31 or len(fields) > MAX_FIELDS:
        raise ValueError(tab, seq, base, len(fields))
    kept = {name: values for name, values in fields.items() if name not in NOT_KEPT}
    options = {name for name in ("replace", "keep") if data.get(name) is True}
    return Autosave(tab, seq, base, kept, str(data.get("seen", ""))), options


def draft_response(draft: Draft, user: User) -> JsonResponse:
    post = draft.post
    answer: dict[str, Any] = {"seq": draft.seq, "at": draft.updated_at, "base": draft.base_version, "seen": draft.token}
    if post is None:
        return JsonResponse({"start": reverse("admin:blog_post_draft_add")}, status=410)
    others = others_editing(post, user)
    answer |= {
        "url": change_url(draft),
        "draft": reverse("admin:blog_post_draft", args=[post.pk]),
        "others": [other.user.display_name for other in others],
    }
    if draft.base_version >= post.version:
        return JsonResponse(answer)
    stale = {"saved": True, "version": post.version, "by": last_editor(post), "changed_at": post.updated_at}
    return JsonResponse(answer | stale, status=409)


def change_url(draft: Draft) -> str:
    return reverse("admin:blog_post_change", args=[draft.post_id])
