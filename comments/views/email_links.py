"""The pages that links in e-mails lead to. GET changes nothing, because mail scanners open every link."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from blog.models import Post
from comments.commenters.guest_cookies import own_comment_ids, remember_own_comment
from comments.commenters.trust import moderators
from comments.commenters.viewer import member
from comments.models import CommentSettings
from comments.moderation import by_email
from comments.moderation.by_email import State
from comments.notifications import confirmation, subscriptions
from comments.notifications.links import (
    ExpiredLink,
    InvalidLink,
    Subscriber,
    read_confirmation_link,
    read_unsubscribe_link,
)
from comments.notifications.recipients import mask_email, verified_email
from comments.spam.reasons import describe_reasons

PER_PAGE = 25


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_address(request: HttpRequest, token: str) -> HttpResponse:
    """Confirm the address for the browser that sent the comment and for this one, which is often on another device."""
    try:
        asked = read_confirmation_link(token)
    except InvalidLink as error:
        return invalid_link(request, error)
    if request.method == "POST":
        own = own_comment_ids(request)
        confirmation.confirm(asked.address, [*own, asked.comment.pk] if asked.comment else own)
        response = redirect(request.path)
        if asked.comment:
            remember_own_comment(request, response, asked.comment.pk)
        return response
    post = asked.comment.post if asked.comment and asked.comment.post.is_readable() else None
    context = {
        "address": asked.address,
        "is_confirmed": asked.comment.email_confirmed if asked.comment else asked.address.answered_last_email,
        "comment": asked.comment,
        "post": post,
        "shown_email": mask_email(asked.address.email),
    }
    return render(request, "comments/mail/confirm.html", context)


@csrf_exempt  # The link is the credential, and mail providers post to it from their own servers (RFC 8058).
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """POST unsubscribes without cookies or a confirmation. Only the buttons of the page send ``scope``."""
    try:
        asked = read_unsubscribe_link(token)
    except InvalidLink as error:
        return invalid_link(request, error)
    person = subscriptions.find_person(asked.subscriber)
    done = ""
    if request.method == "POST":
        done = request.POST.get("scope", "this")
        if done == "again" and asked.kind == subscriptions.MODERATION:
            subscriptions.resume_moderation_mail(asked.subscriber.account)
        elif done == "again":
            subscriptions.allow_mail_to(asked.subscriber)
        elif done == "all" and asked.kind != subscriptions.MODERATION:
            subscriptions.unsubscribe_from_all(asked.subscriber)
        else:
            subscriptions.unsubscribe(asked)
    context = {
        "asked": asked,
        "post": Post.objects.readable().filter(pk=asked.post).first(),
        "shown_email": mask_email(subscriptions.email_of(person)) if person else "",
        "is_stopped": subscriptions.is_stopped(asked.subscriber),
        "done": done,
    }
    if asked.kind == subscriptions.MODERATION:
        context["gets_mail"] = subscriptions.gets_moderation_mail(asked.subscriber.account)
        return render(request, "comments/mail/unsubscribe_moderator.html", context)
    return render(request, "comments/mail/unsubscribe.html", context)


@never_cache
@login_required
@require_safe
def my_subscriptions(request: HttpRequest) -> HttpResponse:
    """The member's e-mail settings. The number of queries does not depend on the number of subscriptions."""
    account = member(request)
    email = verified_email(account)
    moderates = account.has_perm("comments.moderate_comment")
    context = {
        "page": Paginator(subscriptions.subscriptions_of_member(account), PER_PAGE).get_page(request.GET.get("page")),
        "email": email,
        "is_stopped": bool(email) and confirmation.wants_no_mail(email),
        "to_moderators": CommentSettings.current().get_mails_display() if moderates else "",
        "gets_moderation_mail": moderates and subscriptions.gets_moderation_mail(account.pk),
    }
    return render(request, "comments/mail/subscriptions.html", context)


@login_required
@require_POST
def leave_subscription(request: HttpRequest, pk: int) -> HttpResponse:
    subscriptions.leave(get_object_or_404(subscriptions.subscriptions_of_member(member(request)), pk=pk))
    messages.success(request, _("You will no longer receive these e-mails."))
    return redirect("comments:subscriptions")


@login_required
@require_POST
def stop_all_mail(request: HttpRequest) -> HttpResponse:
    subscriptions.unsubscribe_from_all(Subscriber.of(member(request)))
    return redirect("comments:subscriptions")


@login_required
@require_POST
def allow_mail(request: HttpRequest) -> HttpResponse:
    subscriptions.allow_mail_to(Subscriber.of(member(request)))
    return redirect("comments:subscriptions")


@login_required
@require_POST
def moderation_mail(request: HttpRequest) -> HttpResponse:
    """Turn e-mails about the moderation queue on or, with ``wish=stop``, off. Idempotent."""
    account = get_object_or_404(moderators(), pk=request.user.pk)
    if request.POST.get("wish") == "stop":
        subscriptions.stop_moderation_mail(account.pk)
    else:
        subscriptions.resume_moderation_mail(account.pk)
    return redirect("comments:subscriptions")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, action: str, token: str) -> HttpResponse:
    """A decision by a link in an e-mail. No login: the link belongs to one moderator, whom the page names."""
    acted = False
    try:
        if request.method == "POST":
            why = " ".join(request.POST.get("why", "").split())
            case, acted = by_email.decide_by_mail(action, token, why)
        else:
            case = by_email.load_case(action, token)
    except InvalidLink as error:
        return invalid_link(request, error)
    context = {
        "case": case,
        "comment": case.comment,
        "reasons": describe_reasons(case.comment.reasons) if case.comment else [],
        "state": case.state.value,
        "acted": acted,
    }
    too_late = request.method == "POST" and not acted
    status = 409 if too_late else 404 if case.state == State.GONE else 200
    return render(request, "comments/mail/decide.html", context, status=status)


def invalid_link(request: HttpRequest, error: InvalidLink) -> HttpResponse:
    if isinstance(error, by_email.NotAllowed):
        reason, status = "not-allowed", 403
    elif isinstance(error, ExpiredLink):
        reason, status = "expired", 410
    else:
        reason, status = "invalid", 404
    return render(request, "comments/mail/invalid_link.html", {"reason": reason}, status=status)
