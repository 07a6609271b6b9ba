from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from blog.models import Bookmark, Post

PER_PAGE = 25


@never_cache
@login_required
@require_safe
def bookmarks(request: HttpRequest) -> HttpResponse:
    """The user's bookmarks that they may still read, latest first. A constant number of queries."""
    posts = Post.objects.visible_to(request.user).filter(bookmarks__user=request.user.pk)
    saved = posts.for_listing().order_by("-bookmarks__created_at", "-bookmarks__pk")
    return render(
        request, "blog/bookmarks.html", {"page": Paginator(saved, PER_PAGE).get_page(request.GET.get("page"))}
    )


@login_required
@require_POST
def save(request: HttpRequest, slug: str) -> HttpResponse:
    post = get_object_or_404(Post.objects.visible_to(request.user), slug=slug)
    Bookmark.objects.get_or_create(user_id=request.user.pk or 0, post=post)
    messages.success(request, _("The article was added to your bookmarks."))
    return redirect_back(request, post)


@login_required
@require_POST
def remove(request: HttpRequest, slug: str) -> HttpResponse:
    post = get_object_or_404(Post.objects.visible_to(request.user), slug=slug)
    Bookmark.objects.filter(user=request.user.pk, post=post).delete()
    messages.success(request, _("The bookmark was removed."))
    return redirect_back(request, post)


def redirect_back(request: HttpRequest, post: Post) -> HttpResponse:
    """To the page with the button, or to the article. Only paths: ``redirect("x")`` would look up a view."""
    address = request.POST.get("next", "")
    is_path = address.startswith("/") and url_has_allowed_host_and_scheme(address, None)
    return HttpResponseRedirect(address) if is_path else redirect(post)
