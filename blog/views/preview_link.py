"""The page behind a secret preview link, and the notes that its readers send. Nobody needs an account for it.

The URL is the permission, so it must not get to other sites (no referrer), caches or search engines.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from accounts.abuse.client_ip import client_network
from accounts.abuse.rate_limits import RateLimit, allow
from accounts.profile.display_name import clean_display_name
from blog.article_page.build import build_article_page
from blog.article_page.draft_page import build_draft_page
from blog.editorial.preview_notes import TooManyNotes, add_note
from blog.models import BlogSettings, Draft, Post, PreviewLink
from blog.models.preview_note import NAME_LENGTH, NOTE_LENGTH
from blog.rendering import Unrenderable
from blog.views.article import article_page

OPENINGS = RateLimit("preview_links", 300, timedelta(minutes=10))
NOTES = RateLimit("preview_notes", 20, timedelta(hours=1))
HEADERS = {
    "Cache-Control": "no-store, private",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}
TOO_MANY = _("Too many notes were sent. Please try again later.")


class NoteForm(forms.Form):
    name = forms.CharField(
        label=_("Your name"), max_length=NAME_LENGTH, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    note = forms.CharField(
        label=_("Note"),
        max_length=NOTE_LENGTH,
        help_text=_("Plain text. Only the authors and editors of this article read it."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "note_%s")
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    def clean_name(self) -> str:
        return clean_display_name(str(self.cleaned_data["name"]))

    def clean_note(self) -> str:
        return str(self.cleaned_data["note"]).replace("\r\n", "\n")


@require_safe
def preview_link(request: HttpRequest, token: str) -> HttpResponse:
    """Unknown, expired and revoked links are all not found, and so are those of users who may not edit it any more."""
    if not allow(OPENINGS, client_network(request)):
        return render(request, "429.html", status=429)
    link = valid_link(token)
    if request.method == "GET":
        link.record_opening()
    return link_page(request, link, NoteForm(), is_sent="sent" in request.GET)


@csrf_exempt  # the token in the URL is what no other site can know; nobody is logged in for this
@require_http_methods(["POST"])
def send_note(request: HttpRequest, token: str) -> HttpResponse:
    if not allow(OPENINGS, client_network(request)):
        return render(request, "429.html", status=429)
    link = valid_link(token)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return link_page(request, link, form, status=422)
    try:
        if not allow(NOTES, client_network(request)):
            raise TooManyNotes
        add_note(link, form.cleaned_data["name"], form.cleaned_data["note"])
    except TooManyNotes:
        form.add_error(None, TOO_MANY)
        return link_page(request, link, form, status=429)
    return HttpResponseRedirect(f"{link.get_absolute_url()}?sent=1#notes", headers=HEADERS)


def valid_link(token: str) -> PreviewLink:
    """Raises Http404. No query for tokens that weren't signed by this site."""
    link = PreviewLink.objects.from_token(token)
    if link is None or not Post.objects.editable_by(link.created_by).filter(pk=link.post_id).exists():
        raise Http404
    return link


def link_page(
    request: HttpRequest, link: PreviewLink, form: NoteForm, *, status: int = 200, is_sent: bool = False
) -> HttpResponse:
    """A draft that can't be rendered is replaced by what is stored."""
    post = Post.objects.for_reading().get(pk=link.post_id)
    draft = Draft.objects.of(post, link.created_by)
    shared = {
        "link": link,
        "form": form,
        "is_sent": is_sent,
        "changed_at": draft.updated_at if draft else post.updated_at,
        "public_url": post.get_absolute_url() if post.is_readable() else "",
    }
    try:
        article = build_draft_page(post, draft)
    except Unrenderable:
        post = Post.objects.for_reading().get(pk=link.post_id)
        post.status = Post.Status.DRAFT
        article = build_article_page(post, BlogSettings.current())
    response = article_page(request, post, article=article, status=status, shared=shared)
    for name, value in HEADERS.items():
        response.headers[name] = value
    return response
