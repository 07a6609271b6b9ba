"""Following the comments on an article without commenting. Members only, because their addresses are verified."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from blog.models import Post
from comments.commenters.viewer import member
from comments.models import Subscription
from comments.notifications.confirmation import wants_no_mail
from comments.notifications.recipients import verified_email
from comments.notifications.subscriptions import subscriptions_of_member


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest, slug: str) -> HttpResponse:
    """Show whether the member follows the article. POST follows it or, with ``wish=stop``, unfollows it. Idempotent."""
    account = member(request)
    post = get_object_or_404(Post.objects.readable(), slug=slug)
    own = subscriptions_of_member(account).filter(post=post, kind=Subscription.Kind.THREAD)
    if request.method == "POST":
        if request.POST.get("wish") == "stop":
            own.delete()
        else:
            Subscription.objects.get_or_create(user=account, post=post, kind=Subscription.Kind.THREAD)
        return redirect("comments:follow", slug=slug)
    email = verified_email(account)
    context = {
        "post": post,
        "email": email,
        "follows": own.exists(),
        "is_stopped": bool(email) and wants_no_mail(email),
    }
    return render(request, "comments/follow.html", context)
