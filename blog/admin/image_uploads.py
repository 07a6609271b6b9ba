"""Images while writing: the article form uploads, describes and lists them with JSON requests."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from accounts.abuse.rate_limits import RateLimit, allow
from accounts.models import User, user_key
from accounts.next_url import login_url_for
from blog.cache.versions import invalidate
from blog.images import ImagesBusy, store_image
from blog.models import Image

UPLOADS = RateLimit("images", 300, timedelta(hours=1))
TOO_MANY = gettext_lazy("You uploaded too many images. Please try again in an hour.")
PAGE_SIZE = 24
MAX_QUERY = 200


class DescriptionForm(forms.Form):
    alt = forms.CharField(required=False, max_length=300)
    decorative = forms.BooleanField(required=False)


class UploadForm(DescriptionForm):
    file = forms.FileField()


class ImageUploadsMixin(admin.ModelAdmin[Image]):
    """JSON for the article form. Errors are ``{"error": …}``, which says what to do next; 401 also has ``login``."""

    def get_urls(self) -> list[URLPattern]:
        return [
            path("upload/", self.for_staff(require_POST(self.upload)), name="blog_image_upload"),
            path("library/", self.for_staff(require_GET(self.library)), name="blog_image_library"),
            path("<int:key>/description/", self.for_staff(require_POST(self.describe)), name="blog_image_describe"),
            *super().get_urls(),
        ]

    def for_staff(self, view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        def checked(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            if self.admin_site.has_permission(request):
                return view(request, **kwargs)
            if request.user.is_authenticated:
                return refused(_("You don’t have permission to use images."), 403)
            login = login_url_for(reverse("admin:blog_post_changelist"))
            return JsonResponse({"error": _("You are logged out."), "login": login}, status=401)

        return checked

    def upload(self, request: HttpRequest) -> JsonResponse:
        """Store ``file`` with the optional ``alt`` and ``decorative``. An image without either is described later."""
        user = request.user
        if not self.has_add_permission(request) or not isinstance(user, User):
            return refused(_("You don’t have permission to upload images."), 403)
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return refused(first_error(form), 400)
        if not allow(UPLOADS, user_key(user.pk)):
            return refused(str(TOO_MANY), 429)
        alt, decorative = form.cleaned_data["alt"], form.cleaned_data["decorative"]
        try:
            image = store_image(
                form.cleaned_data["file"],
                alt=alt,
                decorative=decorative,
                needs_description=not alt and not decorative,
                uploaded_by=user,
            )
        except ValidationError as error:
            return refused(error.messages[0], 503 if isinstance(error, ImagesBusy) else 422)
        self.log_addition(request, image, [{"added": {}}])
        return JsonResponse(as_json(image))

    def library(self, request: HttpRequest) -> JsonResponse:
        """A page of images, newest first; with ``q``, those with all its words in description, credit or file name."""
        if not self.has_view_permission(request):
            return refused(_("You don’t have permission to see images."), 403)
        images = Image.objects.search(request.GET.get("q", "")[:MAX_QUERY])
        number = request.GET.get("page", "")[:6]
        start = max(int(number) - 1, 0) * PAGE_SIZE if number.isdecimal() else 0
        found = list(images.order_by("-uploaded_at", "-pk")[start : start + PAGE_SIZE + 1])
        return JsonResponse(
            {"images": [as_json(image) for image in found[:PAGE_SIZE]], "has_more": len(found) > PAGE_SIZE}
        )

    def describe(self, request: HttpRequest, key: int) -> JsonResponse:
        """Set ``alt`` and ``decorative``, also for one's own uploads. Articles show the image as cover with them."""
        image = get_object_or_404(Image, pk=key)
        is_own = image.uploaded_by_id == request.user.pk and self.has_add_permission(request)
        if not is_own and not self.has_change_permission(request, image):
            return refused(_("You don’t have permission to change this image."), 403)
        form = DescriptionForm(request.POST)
        if not form.is_valid():
            return refused(first_error(form), 422)
        try:
            image.describe(**form.cleaned_data)
        except ValidationError as error:
            return refused(error.messages[0], 422)
        invalidate("posts")
        self.log_change(request, image, [{"changed": {"fields": ["alt", "decorative"]}}])
        return JsonResponse(as_json(image))


def as_json(image: Image) -> dict[str, Any]:
    return {
        "id": image.pk,
        "alt": image.alt,
        "decorative": image.decorative,
        "label": str(image),
        "markdown": image.markdown(),
        "url": image.permanent_url(),
        "thumbnail": image.smallest_url(),
        "describe": reverse("admin:blog_image_describe", args=[image.pk]),
    }


def first_error(form: forms.Form) -> str:
    return next(str(error) for errors in form.errors.values() for error in errors)


def refused(error: str, status: int) -> JsonResponse:
    return JsonResponse({"error": error}, status=status)
