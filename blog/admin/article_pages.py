"""Pages of the admin about one article, beside its form."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse

from accounts.models import User
from blog.models import Post


class ArticlePagesMixin(admin.ModelAdmin[Post]):
    def article_page(
        self, request: HttpRequest, name: str, post: Post, *, status: int = 200, **context: Any
    ) -> HttpResponse:
        """The template ``admin/blog/post/<name>.html`` with the context of every page of the admin."""
        shared = {**self.admin_site.each_context(request), "opts": self.opts, "original": post}
        return TemplateResponse(request, f"admin/blog/post/{name}.html", shared | context, status=status)


def editable_post(request: HttpRequest, post_id: int) -> tuple[Post, User]:
    """Raises Http404 unless the user may edit the article."""
    if not isinstance(request.user, User):
        raise Http404
    return get_object_or_404(Post.objects.editable_by(request.user), pk=post_id), request.user
