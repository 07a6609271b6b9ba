"""Sending and previewing a comment, and saving it as a draft before logging in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from accounts.abuse.rate_limits import RateLimit, allow
from accounts.models import User
from accounts.next_url import login_url_for
from blog.models import Post, Redirect
from blog.models.redirect import decode_path
from blog.views.article import article_page
from comments.commenters.author import CommentAuthor, SubmissionContext
from comments.commenters.guest_cookies import own_comment_ids, remember_own_comment
from comments.commenters.network import network_of
from comments.errors import (
    ArticleGone,
    CommentRejected,
    ParentGone,
    TextUnacceptable,
    ThreadClosed,
    TooManyDrafts,
    TooManyPreviews,
)
from comments.forms import CommentForm
from comments.models import Comment
from comments.models.comment import BODY_LENGTH
from comments.submission.drafts import SessionDraft, delete_draft, save_draft
from comments.submission.submit import Submission, render_comment, submit_comment
from comments.threads.urls import parse_number

UNACCEPTABLE, TOO_MANY = 422, 429
BOXES = ("wants_mail", "follow")
PREVIEWS = RateLimit("previews", 120, timedelta(minutes=10))
DRAFTS = RateLimit("drafts", 20, timedelta(minutes=10))  # each may create a session
LOGGED_OUT = _("You have been logged out. Log in and keep your text, or send it with a name.")


@never_cache
def submit(request: HttpRequest, slug: str) -> HttpResponse:
    """Submit a comment, or show the article again with the form as it was sent and its errors."""
    if request.method != "POST":
        return redirect("blog:post", slug=slug)
    post = requested_post(request, slug)
    if post is None:
        return return_text(request, None, status=404)
    if "preview" in request.POST:
        return show_preview(request, post)
    if "login" in request.POST:
        return save_draft_and_log_in(request, post)
    account = request.user if isinstance(request.user, User) else None
    form = CommentForm(request.POST, member=account is not None)
    parent = requested_parent(request, post)
    if not form.is_valid():
        if account is None and "name" not in request.POST:
            form.add_error(None, LOGGED_OUT)
        return article_page(request, post, status=UNACCEPTABLE, comment_form=form, reply_to=parent)
    name, email = form.cleaned_data.get("name", ""), form.cleaned_data.get("email", "")
    author = CommentAuthor(account, name, email, frozenset(own_comment_ids(request)))
    context = SubmissionContext(
        network=network_of(request),
        seconds=form.seconds,
        honeypot=form.cleaned_data["homepage"],
        parent=parent,
        wants_mail=form.cleaned_data["wants_mail"],
        follow=form.cleaned_data["follow"],
    )
    try:
        if parent is None and request.POST.get("parent"):
            raise ParentGone
        submission = submit_comment(post, author, form.cleaned_data["body"], context)
    except ThreadClosed:
        return return_text(request, post, status=409)
    except ArticleGone:
        return return_text(request, None, status=404)
    except ParentGone as error:
        form.add_error(None, str(error))
        return article_page(request, post, status=UNACCEPTABLE, comment_form=form, reply_to=None)
    except CommentRejected as error:
        form.add_error("body", str(error))
        return article_page(request, post, status=UNACCEPTABLE, comment_form=form, reply_to=parent)
    return redirect_to_comment(request, submission)


def redirect_to_comment(request: HttpRequest, submission: Submission) -> HttpResponse:
    """Redirect to the comment; a guest also gets the cookie that lets them see it before it is approved.

    A repeated submission without this cookie may come from someone else who knows the text. They are shown the
    comment, but get no cookie.
    """
    delete_draft(request)
    comment = submission.comment
    if submission.is_repeated and comment.author_id is None and comment.pk not in own_comment_ids(request):
        return render(request, "comments/received.html", {"comment": comment, "post": comment.post})
    response = HttpResponseRedirect(comment.get_absolute_url(), status=303)
    if comment.author_id is None:
        remember_own_comment(request, response, comment.pk)
    return response


@dataclass(frozen=True)
class Preview:
    """The rendered text, or why it can't be rendered."""

    html: str = ""
    problem: str = ""


def preview_of(text: str) -> Preview:
    """Uses the renderer and the limits of submitted comments."""
    text = text.replace("\r\n", "\n").strip()
    if not text:
        return Preview(problem=str(CommentForm.base_fields["body"].error_messages["required"]))
    try:
        check_length(text)
        return Preview(html=render_comment(text))
    except CommentRejected as error:
        return Preview(problem=str(error))


def check_length(text: str) -> None:
    if len(text) > BODY_LENGTH:
        message = CommentForm.base_fields["body"].error_messages["max_length"]
        raise TextUnacceptable(message % {"limit_value": BODY_LENGTH, "show_value": len(text)})


def show_preview(request: HttpRequest, post: Post) -> HttpResponse:
    """The article with the preview above the form, or only the preview for scripts. Other fields aren't validated."""
    allowed = allow(PREVIEWS, network_of(request))
    preview = preview_of(request.POST.get("body", "")) if allowed else Preview(problem=str(TooManyPreviews()))
    status = 200 if allowed else TOO_MANY
    if request.POST["preview"] == "alone":
        return render(request, "comments/preview.html", {"preview": preview}, status=status)
    return show_form_as_sent(request, post, preview, status)


def show_form_as_sent(request: HttpRequest, post: Post, preview: Preview, status: int) -> HttpResponse:
    """The article with the form as it was sent, without errors."""
    initial = {name: request.POST.get(name, "") for name in CommentForm.base_fields}
    form = CommentForm(initial=initial, member=request.user.is_authenticated)
    parent = requested_parent(request, post)
    return article_page(request, post, status=status, comment_form=form, reply_to=parent, preview=preview)


def save_draft_and_log_in(request: HttpRequest, post: Post) -> HttpResponse:
    """Store the text in the session, so that the form contains it after the login. Works without JavaScript.

    Anyone can create sessions this way, so the length and the number of drafts are limited.
    """
    back = f"{post.get_absolute_url()}#comment-form"
    draft = SessionDraft(
        body=request.POST.get("body", "").replace("\r\n", "\n"),
        parent=parse_number(request.POST.get("parent", "")),
        checked=tuple(name for name in BOXES if name in request.POST),
    )
    try:
        check_length(draft.body)
        if not allow(DRAFTS, network_of(request)):
            raise TooManyDrafts
    except CommentRejected as error:
        status = TOO_MANY if isinstance(error, TooManyDrafts) else UNACCEPTABLE
        return show_form_as_sent(request, post, Preview(problem=str(error)), status)
    save_draft(request, post, draft, back)
    return HttpResponseRedirect(login_url_for(back), status=303)


def requested_post(request: HttpRequest, slug: str) -> Post | None:
    """The readable article with this slug, current or former: the form may have been opened before a rename."""
    posts = Post.objects.visible_to(request.user).readable().for_reading()
    if post := posts.filter(slug=slug).first():
        return post
    former = Redirect.objects.at(decode_path(reverse("blog:post", args=[slug]))).values("post")
    return posts.filter(pk__in=former).first()


def requested_parent(request: HttpRequest, post: Post) -> Comment | None:
    pk = parse_number(request.POST.get("parent", ""))
    return Comment.objects.approved().filter(post=post, pk=pk).select_related("author").first() if pk else None


def return_text(request: HttpRequest, post: Post | None, *, status: int) -> HttpResponse:
    """Say that the comment can't be stored, and show its text to be copied. Raises Http404 if there is none."""
    text = request.POST.get("body", "")
    if post is None and not text:
        raise Http404
    return render(request, "comments/closed.html", {"post": post, "text": text}, status=status)
