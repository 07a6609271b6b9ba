"""What the queue's buttons do: decide, take back, answer. Mixed into CommentAdmin."""

from __future__ import annotations

from urllib.parse import urlsplit

from django import forms
from django.contrib import admin, messages
from django.contrib.admin import helpers
from django.contrib.messages import add_message
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from accounts.models import User
from comments.admin.access import MODERATE, ForModerators
from comments.decisions import REASON_LENGTH, decide, undo
from comments.models import Comment, Decision
from comments.moderation import ACTIONS
from comments.people.network import network_of
from comments.refusals import CommentRefused
from comments.submission import Context, Writer, submit_comment

QUEUE = "admin:comments_comment_changelist"
SHORTCUTS = {"approve": "a", "spam": "s", "remove": "x"}


def decisions_for(comment: Comment) -> list[tuple[str, object, str]]:
    return [(key, label, SHORTCUTS[key]) for key, (state, label) in ACTIONS.items() if state != comment.status]


class ActionForm(helpers.ActionForm):
    """Many are decided for one reason."""

    why = forms.CharField(
        label=gettext_lazy("Reason, if you like. The writer can read it."),
        required=False,
        widget=forms.TextInput({"maxlength": REASON_LENGTH, "autocomplete": "off"}),
    )


class DecidingMixin(ForModerators[Comment]):
    action_form = ActionForm

    @admin.action(description=gettext_lazy("Approve the chosen comments"), permissions=["change"])
    def approve_chosen(self, request: HttpRequest, chosen: QuerySet[Comment]) -> None:
        act(request, chosen, "approve", "why")

    @admin.action(description=gettext_lazy("Mark the chosen comments as spam"), permissions=["change"])
    def mark_chosen_as_spam(self, request: HttpRequest, chosen: QuerySet[Comment]) -> None:
        act(request, chosen, "spam", "why")

    @admin.action(description=gettext_lazy("Remove the chosen comments"), permissions=["change"])
    def remove_chosen(self, request: HttpRequest, chosen: QuerySet[Comment]) -> None:
        act(request, chosen, "remove", "why")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/decision/", view(require_POST(decision)), name="comments_comment_decision"),
            path("<int:pk>/answer/", view(require_POST(answer)), name="comments_comment_answer"),
            path("undo/", view(require_POST(take_back)), name="comments_comment_undo"),
            *super().get_urls(),
        ]


def act(request: HttpRequest, chosen: QuerySet[Comment], key: str, why_field: str) -> None:
    why = " ".join(request.POST.get(why_field, "").split())
    changed = decide(chosen, ACTIONS[key][0], by=moderator(request), via=Decision.Via.QUEUE, why=why)
    if not changed:
        add_message(request, messages.WARNING, _("Nothing changed: that was decided before."))
        return
    # The button belongs to the form of the list, which holds the token.
    button = '{} <button class="undo" form="changelist-form" formaction="{}">{}</button>'
    add_message(
        request,
        messages.SUCCESS,
        format_html(button, told(key, changed), reverse("admin:comments_comment_undo"), _("Undo")),
    )


def decision(request: HttpRequest, pk: int) -> HttpResponse:
    """One comment is decided, and the queue goes on."""
    moderator(request)
    comment = get_object_or_404(Comment, pk=pk)
    if key := next((key for key in ACTIONS if key in request.POST), None):
        act(request, Comment.objects.filter(pk=comment.pk), key, f"why-{pk}")
    return back(request)


def take_back(request: HttpRequest) -> HttpResponse:
    restored = undo(moderator(request))
    if restored:
        words = ngettext("%d comment is back as it was.", "%d comments are back as they were.", restored) % restored
        add_message(request, messages.SUCCESS, words)
    else:
        add_message(request, messages.WARNING, _("There is nothing to take back: it was decided anew, or long ago."))
    return back(request)


def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer as oneself, from the queue. What is answered is approved with it: nobody else could see the answer."""
    by = moderator(request)
    comment = get_object_or_404(Comment.objects.select_related("post"), pk=pk)
    text = request.POST.get(f"answer-{pk}", "")
    try:
        with transaction.atomic():
            decide(Comment.objects.filter(pk=pk), Comment.Status.APPROVED, by=by, via=Decision.Via.QUEUE)
            submit_comment(comment.post, Writer(by), text, Context(network=network_of(request), parent=comment))
    except CommentRefused as refusal:
        words = _("Your answer was not stored: %(why)s You wrote: %(text)s") % {"why": refusal, "text": text or "–"}
        add_message(request, messages.ERROR, words)
    else:
        add_message(request, messages.SUCCESS, _("Your answer is published."))
    return back(request)


def moderator(request: HttpRequest) -> User:
    if not (isinstance(request.user, User) and request.user.has_perm(MODERATE)):
        raise PermissionDenied
    return request.user


def back(request: HttpRequest) -> HttpResponse:
    """To the queue, narrowed as it was when the request came from there."""
    came_from = urlsplit(request.META.get("HTTP_REFERER", ""))
    queue = reverse(QUEUE)
    narrowed = f"?{came_from.query}" if came_from.path == queue and came_from.query else ""
    return HttpResponseRedirect(queue + narrowed)


def told(key: str, changed: int) -> str:
    if key == "approve":
        return ngettext("%d comment was approved.", "%d comments were approved.", changed) % changed
    if key == "spam":
        return ngettext("%d comment was marked as spam.", "%d comments were marked as spam.", changed) % changed
    return ngettext("%d comment was removed.", "%d comments were removed.", changed) % changed
