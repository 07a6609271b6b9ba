"""The article as readers would see it, before it is saved: while writing, and as a page without JavaScript."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.db.models import Field
from django.forms import Script
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.utils.formats import number_format
from django.utils.translation import ngettext

from accounts.models import User
from blog.admin.drafts import DraftsMixin, staff_user
from blog.article_page.draft_page import build_draft_page
from blog.links import resolve_links
from blog.models import Draft, Post
from blog.posts import build_sections
from blog.rendering import Unrenderable
from blog.validators import validate_language
from blog.views.article import article_page, is_right_to_left

PREVIEW = "_preview"
TYPED = ("title", "standfirst", "body", "language")


class PreviewMixin(DraftsMixin):
    class Media:
        css: ClassVar[dict[str, list[str]]] = {"all": ["admin/preview.css"]}
        js: ClassVar[list[Script]] = [Script("admin/editor/preview.js", type="module")]

    def get_urls(self) -> list[URLPattern]:
        return [
            path("add/preview/", self.preview, name="blog_post_preview_add"),
            path("<int:post_id>/preview/", self.preview, name="blog_post_preview"),
            *super().get_urls(),
        ]

    def preview(self, request: HttpRequest, post_id: int | None = None) -> HttpResponse:
        """GET: the user's draft as a page. POST: what is typed, as JSON in both directions."""
        if request.method == "POST":
            return self.preview_typed(request, post_id)
        if request.method not in {"GET", "HEAD"} or post_id is None:
            return HttpResponseNotAllowed(["POST"] if post_id is None else ["GET", "HEAD", "POST"])
        view = self.admin_site.admin_view(self.preview_draft)
        response: HttpResponse = view(request, post_id)
        return response

    def preview_typed(self, request: HttpRequest, post_id: int | None) -> JsonResponse:
        """JSON. 401: log in. 422: the text can't be rendered. Writes nothing.

        At most five queries beside those for the user and their permissions.
        """
        user = staff_user(self.admin_site, request)
        if isinstance(user, JsonResponse):
            return user
        try:
            typed = parse(request.body)
        except (ValueError, TypeError, KeyError):
            return JsonResponse({"error": "The request is malformed."}, status=400)
        if post_id is None:
            if not self.has_add_permission(request):
                return JsonResponse({}, status=403)
            post = Post()
        else:
            found = Post.objects.editable_by(user).only("pk").filter(pk=post_id).first()
            if found is None:
                return JsonResponse({}, status=404)
            post = found
        for name, text in typed.items():
            setattr(post, name, text)
        try:
            return JsonResponse(preview_data(post))
        except Unrenderable as error:
            return JsonResponse({"error": str(error)}, status=422)

    def preview_draft(self, request: HttpRequest, post_id: int) -> HttpResponse:
        """The page of an article with the user's draft of it, which nobody else sees."""
        post = get_object_or_404(Post.objects.editable_by(request.user).for_reading(), pk=post_id)
        if not isinstance(request.user, User):
            raise Http404
        edit_url = reverse("admin:blog_post_change", args=[post.pk])
        try:
            article = build_draft_page(post, Draft.objects.of(post, request.user))
        except Unrenderable as error:
            self.message_user(request, str(error), "ERROR")
            return HttpResponseRedirect(edit_url)
        response = article_page(request, post, article=article, edit_url=edit_url)
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Without JavaScript, the button stores the draft and shows its page."""
        if request.method == "POST" and PREVIEW in request.POST and isinstance(request.user, User):
            post = self.get_object(request, unquote(object_id)) if object_id else None
            if post is not None or (object_id is None and self.has_add_permission(request)):
                draft = self.store_posted(request, post, request.user)
                return HttpResponseRedirect(reverse("admin:blog_post_preview", args=[draft.post_id]))
        return super().changeform_view(request, object_id, form_url, extra_context)

    def formfield_for_dbfield(self, db_field: Field[Any, Any], request: HttpRequest, **kwargs: Any) -> Any:
        """The browser remembers for each user whether the preview is open."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "body" and field is not None:
            field.widget.attrs["data-user"] = str(request.user.pk)
        return field


def parse(body: bytes) -> dict[str, str]:
    """Raises ValueError, TypeError or KeyError if the request is malformed."""
    data = json.loads(body)
    typed = {name: data[name].strip() for name in TYPED if isinstance(data[name], str)}
    if len(typed) < len(TYPED) or any("\0" in text for text in typed.values()):
        raise ValueError("Text was expected.")
    for text in typed.values():
        text.encode()
    try:
        validate_language(typed["language"])
    except ValidationError:
        typed["language"] = ""
    return typed


def preview_data(post: Post) -> dict[str, Any]:
    """``html`` is what the page of the article contains once this text is saved, and ``hash`` its SHA-256."""
    sections = build_sections(post)
    resolve_links(sections)
    language = post.language or settings.LANGUAGE_CODE
    direction = "rtl" if is_right_to_left(language) else "ltr"
    texts = {"sections": sections, "language": language, "direction": direction}
    html = render_to_string("components/article_text.html", texts)
    return {
        "title": render_to_string("components/article_title.html", {"post": post, "language": language}),
        "html": html,
        "hash": sha256(html.encode()).hexdigest(),
        "sections": [
            {"anchor": section.anchor, "level": section.level, "heading": section.heading} for section in sections
        ],
        "length": length_of(post),
        "words": post.words,
        "minutes": post.reading_minutes,
        "direction": direction,
    }


def length_of(post: Post) -> str:
    words = ngettext("%(words)s word", "%(words)s words", post.words) % {"words": number_format(post.words)}
    minutes = render_to_string("components/reading_time.html", {"minutes": post.reading_minutes})
    return f"{words} · {minutes.strip()}"
