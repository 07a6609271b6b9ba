"""Preview links of an article: creating and revoking them, and reading the notes of those who opened them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy
from django.views.decorators.http import require_POST

from blog.admin.article_pages import ArticlePagesMixin, editable_post
from blog.models import Post, PreviewLink, PreviewNote

SHOWN_LINKS, SHOWN_NOTES = 50, 200
MAX_VALID = 20  # for each article
DAYS = [(days, ngettext_lazy("%d day", "%d days", days) % days) for days in (1, 7, 30)]


class PreviewLinkForm(forms.Form):
    label = forms.CharField(
        label=gettext_lazy("For whom"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("Only you and the editors of the article see this."),
    )
    days = forms.TypedChoiceField(label=gettext_lazy("Works for"), choices=DAYS, coerce=int, initial=7)


class PreviewLinksMixin(ArticlePagesMixin):
    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<int:post_id>/preview-links/", view(self.preview_links), name="blog_post_preview_links"),
            path("<int:post_id>/preview-links/<int:key>/revoke/", view(self.revoke_link), name="blog_post_revoke_link"),
            path("<int:post_id>/preview-notes/<int:key>/delete/", view(self.delete_note), name="blog_post_delete_note"),
            *super().get_urls(),
        ]

    def preview_links(self, request: HttpRequest, post_id: int) -> HttpResponse:
        """GET: the latest links and notes. POST: create a link. Three queries beside the page's own."""
        post, user = editable_post(request, post_id)
        form = PreviewLinkForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            if PreviewLink.objects.valid().filter(post=post).count() >= MAX_VALID:
                text = _("This article has %(count)d preview links that work. Revoke one before you create another.")
                form.add_error(None, text % {"count": MAX_VALID})
            else:
                PreviewLink.objects.make(post, user, form.cleaned_data["days"], form.cleaned_data["label"])
                self.log_change(request, post, _("Created a preview link."))
                messages.success(request, _("The preview link was created. Copy it from the list."))
                return back(post)
        context: dict[str, Any] = {
            "title": _("Preview links of “%(title)s”") % {"title": post},
            "here": _("Preview links"),
            "form": form,
            "preview_site": settings.SITE_URL,
            "links": PreviewLink.objects.filter(post=post).select_related("created_by")[:SHOWN_LINKS],
            "notes": PreviewNote.objects.filter(post=post).select_related("link")[:SHOWN_NOTES],
        }
        return self.article_page(request, "preview_links", post, **context)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        post = context["original"]
        context["preview_note_count"] = PreviewNote.objects.filter(post=post).count() if post else 0
        return super().render_change_form(request, context, *args, **kwargs)

    @method_decorator(require_POST)
    def revoke_link(self, request: HttpRequest, post_id: int, key: int) -> HttpResponse:
        post, _user = editable_post(request, post_id)
        if get_object_or_404(PreviewLink, post=post, pk=key).revoke():
            self.log_change(request, post, _("Revoked a preview link."))
            messages.success(request, _("The preview link was revoked. It shows nothing any more."))
        return back(post)

    @method_decorator(require_POST)
    def delete_note(self, request: HttpRequest, post_id: int, key: int) -> HttpResponse:
        post, _user = editable_post(request, post_id)
        get_object_or_404(PreviewNote, post=post, pk=key).delete()
        self.log_change(request, post, _("Deleted a note on a preview."))
        messages.success(request, _("The note was deleted."))
        return back(post)


def back(post: Post) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:blog_post_preview_links", args=[post.pk]))
