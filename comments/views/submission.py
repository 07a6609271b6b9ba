"""Sending a comment, looking at it first, and taking it along through the login page."""

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
from comments.submission.submit import render_comment, submit_comment
from comments.threads.urls import number_in

UNACCEPTABLE, TOO_MANY = 422, 429
BOXES = ("wants_mail", "follow")
PREVIEWS = RateLimit("previews", 120, timedelta(minutes=10))
DRAFTS = RateLimit("drafts", 20, timedelta(minutes=10))  # each may be a new row among the sessions
LOGGED_OUT = _("You were logged out meanwhile. Log in and keep your text, or send it under a name.")


@never_cache
def submit(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a comment, or show the article again with every word that was typed and what to change."""
    if request.method != "POST":
        return redirect("blog:post", slug=slug)
    post = commented_post(request, slug)
    if post is None:
        return give_back(request, None, status=404)
    if "preview" in request.POST:
        return show_preview(request, post)
    if "login" in request.POST:
        return log_in_first(request, post)
    account = request.user if isinstance(request.user, User) else None
    form = CommentForm(request.POST, member=account is not None)
    parent = parent_asked(request, post)
    if not form.is_valid():
        if account is None and "name" not in request.POST:
            form.add_error(None, LOGGED_OUT)
        return article_page(request, post, status=UNACCEPTABLE, comment_form=form, reply_to=parent)
    name, email = form.cleaned_data.get("name", ""), form.cleaned_data.get("email", "")
    writer = CommentAuthor(account, name, email, frozenset(own_comment_ids(request)))
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
        comment = submit_comment(post, writer, form.cleaned_data["body"], context)
    except ThreadClosed:
        return give_back(request, post, status=409)
    except ArticleGone:
        return give_back(request, None, status=404)
    except ParentGone as refusal:
        form.add_error(None, str(refusal))
        return article_page(request, post, status=UNACCEPTABLE, comment_form=form, reply_to=None)
    except CommentRejected as refusal:
        form.add_error("body", str(refusal))
        return article_page(request, post, status=UNACCEPTABLE, comment_form=form, reply_to=parent)
    return answer_with(request, comment)


def answer_with(request: HttpRequest, comment: Comment) -> HttpResponse:
    """Lead the writer to the comment; a guest also gets the cookie that shows it before it is approved.

    A repeated submission that came without this cookie may be anybody's who knows what was typed: it shows the
    comment and gives no cookie.
    """
    delete_draft(request)
    if comment.is_repeated and comment.author_id is None and comment.pk not in own_comment_ids(request):
        return render(request, "comments/received.html", {"comment": comment, "post": comment.post})
    response = HttpResponseRedirect(comment.get_absolute_url(), status=303)
    if comment.author_id is None:
        remember_own_comment(request, response, comment.pk)
    return response


@dataclass(frozen=True)
class Preview:
    """How a text would look, or why it cannot be shown."""

    html: str = ""
    problem: str = ""


def preview_of(text: str) -> Preview:
    """The same renderer and the same bounds as for a comment that is sent."""
    text = text.replace("\r\n", "\n").strip()
    if not text:
        return Preview(problem=str(CommentForm.base_fields["body"].error_messages["required"]))
    try:
        refuse_too_long(text)
        return Preview(html=render_comment(text))
    except CommentRejected as refusal:
        return Preview(problem=str(refusal))


def refuse_too_long(text: str) -> None:
    if len(text) > BODY_LENGTH:
        message = CommentForm.base_fields["body"].error_messages["max_length"]
        raise TextUnacceptable(message % {"limit_value": BODY_LENGTH, "show_value": len(text)})


def show_preview(request: HttpRequest, post: Post) -> HttpResponse:
    """The article with the preview above its form, or for a script the preview alone. Nothing is complained of yet."""
    allowed = allow(PREVIEWS, network_of(request))
    preview = preview_of(request.POST.get("body", "")) if allowed else Preview(problem=str(TooManyPreviews()))
    status = 200 if allowed else TOO_MANY
    if request.POST["preview"] == "alone":
        return render(request, "comments/preview.html", {"preview": preview}, status=status)
    return show_typed(request, post, preview, status)


def show_typed(request: HttpRequest, post: Post, preview: Preview, status: int) -> HttpResponse:
    """The article with the form as it was sent."""
    typed = {name: request.POST.get(name, "") for name in CommentForm.base_fields}
    form = CommentForm(initial=typed, member=request.user.is_authenticated)
    parent = parent_asked(request, post)
    return article_page(request, post, status=status, comment_form=form, reply_to=parent, preview=preview)


def log_in_first(request: HttpRequest, post: Post) -> HttpResponse:
    """For who has no JavaScript: the text waits in the session and is in the form again after the login.

    Anybody can have a session made here. What is too long, or too much, stays in the form.
    """
    back = f"{post.get_absolute_url()}#comment-form"
    text = SessionDraft(
        body=request.POST.get("body", "").replace("\r\n", "\n"),
        parent=number_in(request.POST.get("parent", "")),
        checked=tuple(name for name in BOXES if name in request.POST),
    )
    try:
        refuse_too_long(text.body)
        if not allow(DRAFTS, network_of(request)):
            raise TooManyDrafts
    except CommentRejected as refusal:
        status = TOO_MANY if isinstance(refusal, TooManyDrafts) else UNACCEPTABLE
        return show_typed(request, post, Preview(problem=str(refusal)), status)
    save_draft(request, post, text, back)
    return HttpResponseRedirect(login_url_for(back), status=303)


def commented_post(request: HttpRequest, slug: str) -> Post | None:
    """The readable article at an address or at a former one: a form that stayed open still arrives."""
    posts = Post.objects.visible_to(request.user).readable().for_reading()
    if post := posts.filter(slug=slug).first():
        return post
    former = Redirect.objects.at(decode_path(reverse("blog:post", args=[slug]))).values("post")
    return posts.filter(pk__in=former).first()


def parent_asked(request: HttpRequest, post: Post) -> Comment | None:
    pk = number_in(request.POST.get("parent", ""))
    return Comment.objects.approved().filter(post=post, pk=pk).select_related("author").first() if pk else None


def give_back(request: HttpRequest, post: Post | None, *, status: int) -> HttpResponse:
    """Nothing can be stored any more: say so and give the typed text back, to be copied."""
    text = request.POST.get("body", "")
    if post is None and not text:
        raise Http404
    return render(request, "comments/closed.html", {"post": post, "text": text}, status=status)
