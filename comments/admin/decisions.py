"""What the queue's buttons do: decide, take back, answer. Mixed into CommentAdmin."""

from __future__ import annotations

from datetime import datetime
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
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from accounts.models import User
from comments.admin.filters import is_number
from comments.admin.permissions import MODERATE, ModeratorAdmin
from comments.commenters.author import CommentAuthor, SubmissionContext
from comments.commenters.network import network_of
from comments.errors import CommentRejected
from comments.models import Comment
from comments.moderation.decide import REASON_LENGTH, Outcome, Seen, decide_as_seen, undo
from comments.moderation_queue import ACTIONS, action_label, needs_decision
from comments.submission.submit import submit_comment

QUEUE = "admin:comments_comment_changelist"
VERSION = "version-"  # and the number of a comment: the field that holds what a row of the queue showed
MOST_SHOWN = 5
SHORTCUTS = {"approve": "a", "spam": "s", "remove": "x"}


def decisions_for(comment: Comment) -> list[tuple[str, object, str]]:
    """What can be decided: another state, or that a reported comment is kept as it is."""
    return [
        (key, action_label(key, comment), SHORTCUTS[key])
        for key, (state, _label) in ACTIONS.items()
        if state != comment.status or (key == "approve" and needs_decision(comment))
    ]


class ActionForm(helpers.ActionForm):
    """Many are decided for one reason."""

    why = forms.CharField(
        label=gettext_lazy("Reason, if you like. The writer can read it."),
        required=False,
        widget=forms.TextInput({"maxlength": REASON_LENGTH, "autocomplete": "off"}),
    )
    seen_at = forms.CharField(
        label="", required=False, initial=lambda: timezone.now().isoformat(), widget=forms.HiddenInput
    )


class DecisionsMixin(ModeratorAdmin[Comment]):
    action_form = ActionForm

    @admin.action(description=gettext_lazy("Approve the chosen comments"), permissions=["change"])
    def approve_chosen(self, request: HttpRequest, chosen: QuerySet[Comment]) -> None:
        apply_to_selected(request, chosen, "approve")

    @admin.action(description=gettext_lazy("Mark the chosen comments as spam"), permissions=["change"])
    def mark_chosen_as_spam(self, request: HttpRequest, chosen: QuerySet[Comment]) -> None:
        apply_to_selected(request, chosen, "spam")

    @admin.action(description=gettext_lazy("Remove the chosen comments"), permissions=["change"])
    def remove_chosen(self, request: HttpRequest, chosen: QuerySet[Comment]) -> None:
        apply_to_selected(request, chosen, "remove")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/decision/", view(require_POST(decision)), name="comments_comment_decision"),
            path("<int:pk>/answer/", view(require_POST(answer)), name="comments_comment_answer"),
            path("undo/", view(require_POST(take_back)), name="comments_comment_undo"),
            *super().get_urls(),
        ]


def act(request: HttpRequest, chosen: QuerySet[Comment], key: str, why_field: str, seen: Seen) -> Outcome:
    """Decide, and say what was done and what was not."""
    why = " ".join(request.POST.get(why_field, "").split())
    outcome = decide_as_seen(chosen, ACTIONS[key][0], seen, by=moderator(request), why=why)
    if outcome.changed:
        # The button belongs to the form of the list, which holds the token.
        button = '{} <button class="undo" form="changelist-form" formaction="{}">{}</button>'
        undo_url = reverse("admin:comments_comment_undo")
        add_message(request, messages.SUCCESS, format_html(button, told(key, outcome.changed), undo_url, _("Undo")))
    elif not outcome.outdated:
        add_message(request, messages.WARNING, _("Nothing changed: that was decided before."))
    if outcome.outdated:
        add_message(request, messages.WARNING, describe_changed_comments(outcome.outdated))
    return outcome


def apply_to_selected(request: HttpRequest, chosen: QuerySet[Comment], key: str) -> None:
    """``chosen`` is narrowed as the queue was; what a colleague moved out of it meanwhile is to be told of as well."""
    fields = ((name.removeprefix(VERSION), value) for name, value in request.POST.items() if name.startswith(VERSION))
    versions = {int(pk): str(value) for pk, value in fields if is_number(pk)}
    if request.POST.get("select_across") == "1":
        act(request, chosen, key, "why", Seen(versions, moment(request.POST.get("seen_at", ""))))
    else:
        ticked = request.POST.getlist(helpers.ACTION_CHECKBOX_NAME)
        act(request, Comment.objects.filter(pk__in=ticked), key, "why", Seen(versions))


def moment(text: str) -> datetime | None:
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return found if found and timezone.is_aware(found) else None


def seen_in_address(request: HttpRequest, pk: int) -> Seen:
    """The button of a single comment has the version that it stands beside in its address."""
    return Seen({pk: request.GET.get("version", "")})


def decision(request: HttpRequest, pk: int) -> HttpResponse:
    """One comment is decided, and the queue goes on. If it is not what was shown any more, it is shown as it is now."""
    moderator(request)
    comment = get_object_or_404(Comment, pk=pk)
    key = next((key for key in ACTIONS if key in request.POST), None)
    if key is None:
        return back(request)
    outcome = act(request, Comment.objects.filter(pk=comment.pk), key, f"why-{pk}", seen_in_address(request, pk))
    return back(request, comment if outcome.outdated else None)


def take_back(request: HttpRequest) -> HttpResponse:
    restored = undo(moderator(request))
    if restored:
        words = ngettext("%d comment is back as it was.", "%d comments are back as they were.", restored) % restored
        add_message(request, messages.SUCCESS, words)
    else:
        add_message(
            request,
            messages.WARNING,
            _("There is nothing to undo: the comment was decided again since, or too long ago."),
        )
    return back(request)


class ChangedMeanwhile(CommentRejected):
    message = gettext_lazy("The comment changed after you opened the page.")


def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer as oneself, from the queue. What is answered is approved with it: nobody else could see the answer."""
    by = moderator(request)
    comment = get_object_or_404(Comment.objects.select_related("post"), pk=pk)
    text = request.POST.get(f"answer-{pk}", "")
    try:
        with transaction.atomic():
            answered = Comment.objects.filter(pk=pk)
            if decide_as_seen(answered, Comment.Status.APPROVED, seen_in_address(request, pk), by=by).outdated:
                raise ChangedMeanwhile
            submit_comment(
                comment.post, CommentAuthor(by), text, SubmissionContext(network=network_of(request), parent=comment)
            )
    except CommentRejected as refusal:
        words = _("Your answer was not stored: %(why)s You wrote: %(text)s") % {"why": refusal, "text": text or "–"}
        add_message(request, messages.ERROR, words)
    else:
        add_message(request, messages.SUCCESS, _("Your answer is published."))
    return back(request)


def moderator(request: HttpRequest) -> User:
    if not (isinstance(request.user, User) and request.user.has_perm(MODERATE)):
        raise PermissionDenied
    return request.user


def back(request: HttpRequest, changed: Comment | None = None) -> HttpResponse:
    """To the queue, narrowed as it was when the request came from there; to the page of a ``changed`` comment if the
    decision was made on it.
    """
    came_from = urlsplit(request.META.get("HTTP_REFERER", ""))
    queue = reverse(QUEUE)
    if changed and came_from.path == (page := reverse("admin:comments_comment_change", args=[changed.pk])):
        return HttpResponseRedirect(page)
    narrowed = f"?{came_from.query}" if came_from.path == queue and came_from.query else ""
    return HttpResponseRedirect(queue + narrowed)


def describe_changed_comments(outdated: list[Comment]) -> SafeString:
    """What became of comments since a moderator saw them. One query."""
    found = Comment.objects.filter(pk__in=[comment.pk for comment in outdated[:MOST_SHOWN]])
    link = '<a href="{}"><bdi>{}</bdi></a> ({})'
    rows = (
        (reverse("admin:comments_comment_change", args=[comment.pk]), comment, describe_state(comment))
        for comment in found.select_related("decided_by")
    )
    words = ngettext(
        "%d comment changed after you opened the page, so your decision was not applied to it:",
        "%d comments changed after you opened the page, so your decision was not applied to them:",
        len(outdated),
    )
    more = format_html(" …") if len(outdated) > MOST_SHOWN else ""
    return format_html("{} {}{}", words % len(outdated), format_html_join(" · ", link, rows), more)


def describe_state(comment: Comment) -> str:
    """The state, and who brought the comment there."""
    shown = {"state": comment.get_status_display(), "name": comment.decided_by}
    if comment.edited_at and (comment.decided_at is None or comment.edited_at >= comment.decided_at):
        return _("%(state)s, the text was edited") % shown
    return _("%(state)s, decided by %(name)s") % shown if comment.decided_by else str(shown["state"])


def told(key: str, changed: int) -> str:
    if key == "approve":
        return ngettext("%d comment was approved.", "%d comments were approved.", changed) % changed
    if key == "spam":
        return ngettext("%d comment was marked as spam.", "%d comments were marked as spam.", changed) % changed
    return ngettext("%d comment was removed.", "%d comments were removed.", changed) % changed
