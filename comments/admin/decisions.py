"""Actions of the moderation queue: decide, undo and reply. Mixed into CommentAdmin."""

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
VERSION = "version-"  # plus the primary key: the field with the version of a comment that a row shows
MAX_LISTED = 5
SHORTCUTS = {"approve": "a", "spam": "s", "remove": "x"}


def decisions_for(comment: Comment) -> list[tuple[str, object, str]]:
    """The possible decisions: every other status and, for reported comments, keeping them published."""
    return [
        (key, action_label(key, comment), SHORTCUTS[key])
        for key, (state, _label) in ACTIONS.items()
        if state != comment.status or (key == "approve" and needs_decision(comment))
    ]


class ActionForm(helpers.ActionForm):
    """With a reason for all selected comments."""

    why = forms.CharField(
        label=gettext_lazy("Reason (optional, visible to the commenter)"),
        required=False,
        widget=forms.TextInput({"maxlength": REASON_LENGTH, "autocomplete": "off"}),
    )
    seen_at = forms.CharField(
        label="", required=False, initial=lambda: timezone.now().isoformat(), widget=forms.HiddenInput
    )


class DecisionsMixin(ModeratorAdmin[Comment]):
    action_form = ActionForm

    @admin.action(description=gettext_lazy("Approve selected comments"), permissions=["change"])
    def approve_selected(self, request: HttpRequest, selected: QuerySet[Comment]) -> None:
        apply_to_selected(request, selected, "approve")

    @admin.action(description=gettext_lazy("Mark selected comments as spam"), permissions=["change"])
    def mark_selected_as_spam(self, request: HttpRequest, selected: QuerySet[Comment]) -> None:
        apply_to_selected(request, selected, "spam")

    @admin.action(description=gettext_lazy("Remove selected comments"), permissions=["change"])
    def remove_selected(self, request: HttpRequest, selected: QuerySet[Comment]) -> None:
        apply_to_selected(request, selected, "remove")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/decision/", view(require_POST(decision)), name="comments_comment_decision"),
            path("<int:pk>/answer/", view(require_POST(reply)), name="comments_comment_answer"),
            path("undo/", view(require_POST(undo_last_decision)), name="comments_comment_undo"),
            *super().get_urls(),
        ]


def apply_decision(request: HttpRequest, selected: QuerySet[Comment], key: str, why_field: str, seen: Seen) -> Outcome:
    """Decide, and report what was changed and what wasn't."""
    why = " ".join(request.POST.get(why_field, "").split())
    outcome = decide_as_seen(selected, ACTIONS[key][0], seen, by=moderator(request), why=why)
    if outcome.changed:
        # The button belongs to the form of the list, which holds the token.
        button = '{} <button class="undo" form="changelist-form" formaction="{}">{}</button>'
        undo_url = reverse("admin:comments_comment_undo")
        add_message(
            request, messages.SUCCESS, format_html(button, describe_result(key, outcome.changed), undo_url, _("Undo"))
        )
    elif not outcome.outdated:
        add_message(request, messages.WARNING, _("Nothing was changed: this had already been decided."))
    if outcome.outdated:
        add_message(request, messages.WARNING, describe_changed_comments(outcome.outdated))
    return outcome


def apply_to_selected(request: HttpRequest, selected: QuerySet[Comment], key: str) -> None:
    """``selected`` contains only what matches the queue's filters now. Checked comments are looked up without filters,
    so that those which a colleague has decided since are reported.
    """
    fields = ((name.removeprefix(VERSION), value) for name, value in request.POST.items() if name.startswith(VERSION))
    versions = {int(pk): str(value) for pk, value in fields if is_number(pk)}
    if request.POST.get("select_across") == "1":
        apply_decision(
            request, selected, key, "why", Seen(versions, parse_aware_datetime(request.POST.get("seen_at", "")))
        )
    else:
        ticked = request.POST.getlist(helpers.ACTION_CHECKBOX_NAME)
        apply_decision(request, Comment.objects.filter(pk__in=ticked), key, "why", Seen(versions))


def parse_aware_datetime(text: str) -> datetime | None:
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return found if found and timezone.is_aware(found) else None


def seen_in_query(request: HttpRequest, pk: int) -> Seen:
    """The version of a single comment is in the query string of its buttons."""
    return Seen({pk: request.GET.get("version", "")})


def decision(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide about one comment and return to the queue, or to the comment if it changed since it was shown."""
    moderator(request)
    comment = get_object_or_404(Comment, pk=pk)
    key = next((key for key in ACTIONS if key in request.POST), None)
    if key is None:
        return back_to_queue(request)
    outcome = apply_decision(
        request, Comment.objects.filter(pk=comment.pk), key, f"why-{pk}", seen_in_query(request, pk)
    )
    return back_to_queue(request, comment if outcome.outdated else None)


def undo_last_decision(request: HttpRequest) -> HttpResponse:
    restored = undo(moderator(request))
    if restored:
        message = ngettext(
            "%d comment was restored to its previous state.",
            "%d comments were restored to their previous state.",
            restored,
        )
        add_message(request, messages.SUCCESS, message % restored)
    else:
        add_message(
            request,
            messages.WARNING,
            _("There is nothing to undo: the comment has been decided again since, or the decision was too long ago."),
        )
    return back_to_queue(request)


class ChangedMeanwhile(CommentRejected):
    message = gettext_lazy("The comment changed after you opened the page.")


def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """Reply from the queue. The comment is approved, because otherwise the reply would not be visible."""
    by = moderator(request)
    comment = get_object_or_404(Comment.objects.select_related("post"), pk=pk)
    text = request.POST.get(f"reply-{pk}", "")
    try:
        with transaction.atomic():
            replied_to = Comment.objects.filter(pk=pk)
            if decide_as_seen(replied_to, Comment.Status.APPROVED, seen_in_query(request, pk), by=by).outdated:
                raise ChangedMeanwhile
            submit_comment(
                comment.post, CommentAuthor(by), text, SubmissionContext(network=network_of(request), parent=comment)
            )
    except CommentRejected as error:
        message = _("Your reply was not saved. %(why)s This is your text: “%(text)s”")
        add_message(request, messages.ERROR, message % {"why": error, "text": text or "–"})
    else:
        add_message(request, messages.SUCCESS, _("Your reply is published."))
    return back_to_queue(request)


def moderator(request: HttpRequest) -> User:
    if not (isinstance(request.user, User) and request.user.has_perm(MODERATE)):
        raise PermissionDenied
    return request.user


def back_to_queue(request: HttpRequest, changed: Comment | None = None) -> HttpResponse:
    """To the queue, with the filters that it had. If the request came from the page of a ``changed`` comment, to that
    page.
    """
    came_from = urlsplit(request.META.get("HTTP_REFERER", ""))
    queue = reverse(QUEUE)
    if changed and came_from.path == (page := reverse("admin:comments_comment_change", args=[changed.pk])):
        return HttpResponseRedirect(page)
    query = f"?{came_from.query}" if came_from.path == queue and came_from.query else ""
    return HttpResponseRedirect(queue + query)


def describe_changed_comments(outdated: list[Comment]) -> SafeString:
    """A message that lists comments which have changed since the moderator saw them. One query."""
    found = Comment.objects.filter(pk__in=[comment.pk for comment in outdated[:MAX_LISTED]])
    link = '<a href="{}"><bdi>{}</bdi></a> ({})'
    rows = (
        (reverse("admin:comments_comment_change", args=[comment.pk]), comment, describe_state(comment))
        for comment in found.select_related("decided_by")
    )
    message = ngettext(
        "%d comment changed after you opened the page, so your decision was not applied to it:",
        "%d comments changed after you opened the page, so your decision was not applied to them:",
        len(outdated),
    )
    more = format_html(" …") if len(outdated) > MAX_LISTED else ""
    return format_html("{} {}{}", message % len(outdated), format_html_join(" · ", link, rows), more)


def describe_state(comment: Comment) -> str:
    """The status and who decided it."""
    shown = {"state": comment.get_status_display(), "name": comment.decided_by}
    if comment.edited_at and (comment.decided_at is None or comment.edited_at >= comment.decided_at):
        return _("%(state)s, text edited") % shown
    return _("%(state)s, decided by %(name)s") % shown if comment.decided_by else str(shown["state"])


def describe_result(key: str, changed: int) -> str:
    if key == "approve":
        return ngettext("%d comment was approved.", "%d comments were approved.", changed) % changed
    if key == "spam":
        return ngettext("%d comment was marked as spam.", "%d comments were marked as spam.", changed) % changed
    return ngettext("%d comment was removed.", "%d comments were removed.", changed) % changed
