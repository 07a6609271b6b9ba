from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from accounts.models import User
from blog.models import Post, Redirect
from blog.views.article import article_page
from comments.addresses import number_in, thread_address
from comments.forms import CommentForm
from comments.models import Comment
from comments.network import network_of
from comments.own_comments import remember_own_comment
from comments.reader import reader_of
from comments.refusals import CommentRefused, ParentGone, ThreadClosed
from comments.submission import Context, Writer, submit_comment
from comments.threads import page_of, readable_by


@never_cache
def submit(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a comment, or show the article again with every word that was typed and what to change."""
    if request.method != "POST":
        return redirect("blog:post", slug=slug)
    post = commented_post(request, slug)
    if post is None:
        return give_back(request, None, status=404)
    account = request.user if isinstance(request.user, User) else None
    form = CommentForm(request.POST, member=account is not None)
    parent = parent_asked(request, post)
    if not form.is_valid():
        return article_page(request, post, status=422, comment_form=form, reply_to=parent)
    writer = Writer(account, form.cleaned_data.get("name", ""), form.cleaned_data.get("email", ""))
    context = Context(
        network=network_of(request),
        seconds=form.seconds,
        honeypot=form.cleaned_data["homepage"],
        parent=parent,
    )
    try:
        if parent is None and request.POST.get("parent"):
            raise ParentGone
        comment = submit_comment(post, writer, form.cleaned_data["body"], context)
    except ThreadClosed:
        return give_back(request, post, status=409)
    except ParentGone as refusal:
        form.add_error(None, str(refusal))
        return article_page(request, post, status=422, comment_form=form, reply_to=None)
    except CommentRefused as refusal:
        form.add_error("body", str(refusal))
        return article_page(request, post, status=422, comment_form=form, reply_to=parent)
    return answer_with(request, comment)


def answer_with(request: HttpRequest, comment: Comment) -> HttpResponse:
    """Lead the writer to the comment; a guest also gets the cookie that shows it before it is approved."""
    response = HttpResponseRedirect(comment.get_absolute_url(), status=303)
    if comment.author_id is None:
        remember_own_comment(request, response, comment.pk)
    return response


@never_cache
def permalink(request: HttpRequest, pk: int) -> HttpResponse:
    """Find the page of the thread on which a comment stands now. Moderators find the others in the queue."""
    reader = reader_of(request)
    comment = get_object_or_404(Comment.objects.select_related("post", "root"), pk=pk)
    if not Post.objects.visible_to(reader.account).filter(pk=comment.post_id).exists():
        raise Http404
    if Comment.objects.filter(readable_by(reader), pk=pk).exists():
        page, replies = page_of(comment, reader)
        return redirect(thread_address(comment.post, page=page, replies=replies, fragment=f"comment-{pk}"))
    if reader.account and reader.account.has_perm("comments.moderate_comment"):
        return redirect("admin:comments_comment_change", pk)
    raise Http404


def commented_post(request: HttpRequest, slug: str) -> Post | None:
    """The readable article at an address or at a former one: a form that stayed open still arrives."""
    posts = Post.objects.visible_to(request.user).readable().for_reading()
    if post := posts.filter(slug=slug).first():
        return post
    former = Redirect.objects.filter(path=reverse("blog:post", args=[slug])).values("post")
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
