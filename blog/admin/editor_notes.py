"""Private notes on the paragraphs of an article: a page of them that works without JavaScript, and a part of the form.

Scripts ask for the part (``fragment``) and get it as the answer to every change.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.forms import Script
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts.models import User
from blog.admin.article_pages import ArticlePagesMixin, editable_post
from blog.admin.drafts import DraftsMixin
from blog.editorial.notes import TooManyNotes, add_note, reopen, reply_to, resolve, threads
from blog.models import Draft, EditorNote, Post
from blog.models.editor_note import BODY_LENGTH, QUOTE_LENGTH
from blog.models.revision import content_of
from blog.text_diff import split_paragraphs

FRAGMENT = "fragment"
EMPTY = gettext_lazy("Write a note first.")


class ReplyForm(forms.Form):
    body = forms.CharField(
        label=gettext_lazy("Note"),
        max_length=BODY_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 60}),
        error_messages={"required": EMPTY},
    )


class NoteForm(ReplyForm):
    quote = forms.CharField(
        widget=forms.HiddenInput,
        strip=False,
        error_messages={"required": gettext_lazy("Put the cursor into the paragraph that the note is about.")},
    )
    position = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=1_000_000)

    def clean_quote(self) -> str:
        """One paragraph, as ``split_paragraphs`` normalizes it."""
        paragraphs = split_paragraphs(self.cleaned_data["quote"])
        if not paragraphs:
            raise forms.ValidationError(self.fields["quote"].error_messages["required"])
        return paragraphs[0].strip()[:QUOTE_LENGTH]


class EditorNotesMixin(ArticlePagesMixin, DraftsMixin):
    class Media:
        css: ClassVar[dict[str, list[str]]] = {"all": ["admin/notes.css"]}
        js: ClassVar[list[Script]] = [Script("admin/editor/notes.js", type="module")]

    def get_urls(self) -> list[URLPattern]:
        view, note = self.admin_site.admin_view, "<int:post_id>/notes/<int:key>"
        return [
            path("<int:post_id>/notes/", view(self.notes), name="blog_post_notes"),
            path(f"{note}/replies/", view(self.reply), name="blog_post_note_reply"),
            path(f"{note}/resolution/", view(self.resolve_note), name="blog_post_note_resolve"),
            path(f"{note}/resolution/withdraw/", view(self.reopen_note), name="blog_post_note_reopen"),
            *super().get_urls(),
        ]

    def notes(self, request: HttpRequest, post_id: int) -> HttpResponse:
        """GET: all paragraphs with their notes, and a form at the ``paragraph`` of the URL. POST: add a note."""
        post, user = editable_post(request, post_id)
        if request.method != "POST":
            return notes_part(request, post, user) if FRAGMENT in request.GET else self.notes_page(request, post, user)
        form = NoteForm(request.POST)
        if not form.is_valid():
            return rejected(request, form) or self.notes_page(request, post, user, form)
        data = form.cleaned_data
        return self.change(
            request,
            post,
            user,
            lambda: add_note(post, user, data["quote"], data["position"], data["body"]),
            done=_("Added a private note."),
        )

    @method_decorator(require_POST)
    def reply(self, request: HttpRequest, post_id: int, key: int) -> HttpResponse:
        post, user = editable_post(request, post_id)
        note = get_object_or_404(EditorNote, pk=key, post=post, parent=None)
        form = ReplyForm(request.POST)
        if not form.is_valid():
            messages.error(request, str(EMPTY))
            return rejected(request, form) or page_of(post, note.pk)
        return self.change(
            request,
            post,
            user,
            lambda: reply_to(note, user, form.cleaned_data["body"]),
            note,
            done=_("Replied to a private note."),
        )

    @method_decorator(require_POST)
    def resolve_note(self, request: HttpRequest, post_id: int, key: int) -> HttpResponse:
        post, user = editable_post(request, post_id)
        note = get_object_or_404(EditorNote, pk=key, post=post, parent=None)
        return self.change(request, post, user, lambda: resolve(note, user), note, done=_("Resolved a private note."))

    @method_decorator(require_POST)
    def reopen_note(self, request: HttpRequest, post_id: int, key: int) -> HttpResponse:
        post, user = editable_post(request, post_id)
        note = get_object_or_404(EditorNote, pk=key, post=post, parent=None)
        return self.change(request, post, user, lambda: reopen(note, user), note, done=_("Reopened a private note."))

    def change(
        self,
        request: HttpRequest,
        post: Post,
        user: User,
        change: Callable[[], EditorNote | bool],
        note: EditorNote | None = None,
        *,
        done: str,
    ) -> HttpResponse:
        try:
            changed = change()
        except TooManyNotes:
            text = _("This article has too many open notes. Resolve some of them first.")
            if FRAGMENT in request.POST:
                return JsonResponse({"error": text}, status=422)
            messages.error(request, text)
            return page_of(post)
        if changed:
            self.log_change(request, post, done)
        if FRAGMENT in request.POST:
            return notes_part(request, post, user)
        shown = note or (changed if isinstance(changed, EditorNote) else None)
        return page_of(post, shown.pk if shown else None)

    def notes_page(self, request: HttpRequest, post: Post, user: User, form: NoteForm | None = None) -> HttpResponse:
        text = current_text(post, user)
        found = threads(post, text)
        paragraphs = [paragraph.strip() for paragraph in split_paragraphs(text)]
        number = request.GET.get("paragraph", "")
        selected = int(number) if number.isdecimal() and len(number) < 9 else None
        if form is not None:
            selected = form.cleaned_data.get("position")
        elif selected is not None and selected < len(paragraphs):
            form = NoteForm(initial={"quote": paragraphs[selected], "position": selected})
        context = {
            "title": _("Notes on “%(title)s”") % {"title": post},
            "here": _("Notes"),
            "rows": [
                (index, paragraph, [thread for thread in found if thread.paragraph == index])
                for index, paragraph in enumerate(paragraphs)
            ],
            "removed": [thread for thread in found if thread.paragraph is None],
            "selected": selected,
            "form": form,
            "reply_form": ReplyForm(auto_id=False),
        }
        status = 422 if form and form.is_bound else 200
        return self.article_page(request, "notes", post, status=status, **context)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        post = context["original"]
        if post is not None and isinstance(request.user, User):
            context["note_threads"] = threads(post, current_text(post, request.user))
        return super().render_change_form(request, context, *args, **kwargs)


def current_text(post: Post, user: User) -> str:
    """The text of the user's draft, otherwise of the article."""
    draft = Draft.objects.of(post, user)
    return draft.content(content_of(post))["body"] if draft else post.body


def notes_part(request: HttpRequest, post: Post, user: User) -> HttpResponse:
    context = {"threads": threads(post, current_text(post, user)), "original": post}
    return render(request, "admin/blog/post/notes_list.html", context)


def rejected(request: HttpRequest, form: forms.Form) -> JsonResponse | None:
    """For scripts, the first error."""
    if FRAGMENT not in request.POST:
        return None
    return JsonResponse({"error": next(iter(form.errors.values()))[0]}, status=422)


def page_of(post: Post, note: int | None = None) -> HttpResponse:
    url = reverse("admin:blog_post_notes", args=[post.pk])
    return HttpResponseRedirect(f"{url}#note-{note}" if note else url)
