"""The review of an article: its steps so far, and a form for the next one."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from blog.admin.article_pages import ArticlePagesMixin, editable_post
from blog.admin.drafts import DISCARD_DRAFT, SAVE_DRAFT, DraftsMixin
from blog.admin.post_form import COMPARE, MERGE
from blog.admin.unsaved import DISCARD
from blog.editorial.reviews import (
    Kind,
    StepNotPossible,
    has_open_suggestion,
    possible_steps,
    suggest_changes,
    take_step,
)
from blog.models import Draft, Post, ReviewStep, StalePost

REVIEW = "_review"  # the button that saves the form and opens the review
SAVE_NOTHING = {SAVE_DRAFT, DISCARD_DRAFT, DISCARD, MERGE, COMPARE}  # other buttons that don't save the article
# The resource of each step, and its button.
RESOURCES = {
    "submission": Kind.SUBMITTED,
    "withdrawal": Kind.WITHDRAWN,
    "changes": Kind.CHANGES,
    "publication": Kind.PUBLISHED,
}
BUTTONS: dict[Kind, str | Promise] = {
    Kind.SUBMITTED: gettext_lazy("Submit for review"),
    Kind.WITHDRAWN: gettext_lazy("Withdraw from review"),
    Kind.CHANGES: gettext_lazy("Ask for changes"),
    Kind.PUBLISHED: gettext_lazy("Approve and publish"),
}
DONE: dict[Kind, str | Promise] = {
    Kind.SUBMITTED: gettext_lazy("Submitted for review. The editors get an e-mail."),
    Kind.WITHDRAWN: gettext_lazy("Withdrawn from review. The article is a draft again."),
    Kind.CHANGES: gettext_lazy("Changes requested. The authors get an e-mail."),
    Kind.PUBLISHED: gettext_lazy("Approved. The authors get an e-mail."),
}


class ReviewForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    note = forms.CharField(
        label=gettext_lazy("Note"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5, "cols": 60}),
        help_text=gettext_lazy("It is part of the e-mail. Readers never see it."),
    )


class ReviewMixin(ArticlePagesMixin, DraftsMixin):
    class Media:
        css: ClassVar[dict[str, list[str]]] = {"all": ["admin/review.css"]}

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<int:post_id>/review/", view(self.show_review), name="blog_post_review"),
            path("<int:post_id>/review/<slug:resource>/", view(self.take_review_step), name="blog_post_review_step"),
            *super().get_urls(),
        ]

    def show_review(self, request: HttpRequest, post_id: int) -> HttpResponse:
        post, user = editable_post(request, post_id)
        return self.review_page(request, post, user, ReviewForm(initial={"version": post.version}))

    def take_review_step(self, request: HttpRequest, post_id: int, resource: str) -> HttpResponse:
        post, user = editable_post(request, post_id)
        page = HttpResponseRedirect(reverse("admin:blog_post_review", args=[post.pk]))
        if resource not in RESOURCES:
            raise Http404
        if request.method != "POST":
            return page
        kind, form = RESOURCES[resource], ReviewForm(request.POST)
        if not form.is_valid():
            return self.review_page(request, post, user, form, status=422)
        post.version = form.cleaned_data["version"]
        try:
            step = take_step(post, kind, user, form.cleaned_data["note"])
        except StalePost as error:
            return self.show_stale(request, error.stored, user, form)
        except StepNotPossible:
            messages.warning(request, _("Nothing has changed: this step isn’t possible any more."))
            return page
        self.log_change(request, post, _("Review: %(step)s.") % {"step": step})
        messages.success(request, str(DONE[kind]))
        return page

    def show_stale(self, request: HttpRequest, stored: Post | None, user: User, form: ReviewForm) -> HttpResponse:
        """The page again, with the note, for the article as it is now."""
        if stored is None:
            raise Http404
        messages.warning(
            request,
            _("Nothing has changed: someone saved the article since you opened this page. Read it, then decide."),
        )
        initial = {"version": stored.version, "note": form.cleaned_data["note"]}
        return self.review_page(request, stored, user, ReviewForm(initial=initial), status=409)

    def review_page(
        self, request: HttpRequest, post: Post, user: User, form: ReviewForm, status: int = 200
    ) -> HttpResponse:
        submission = ReviewStep.objects.submission_of(post)
        resources = {kind: resource for resource, kind in RESOURCES.items()}
        context = {
            "title": _("Review of “%(title)s”") % {"title": post},
            "here": _("Review"),
            "form": form,
            "steps": ReviewStep.objects.filter(post=post).select_related("user").order_by("-pk")[:100],
            "buttons": [(resources[kind], BUTTONS[kind]) for kind in possible_steps(post, user)],
            "submitted": submission.revision if submission else None,
            "is_suggestion": has_open_suggestion(post),
            "is_changed": submission is not None and submission.is_changed_since(),
            "draft": Draft.objects.of(post, user),
        }
        return self.article_page(request, "review", post, status=status, **context)

    # --- in the form of the article ---
    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Users who may not publish can't save a public article; what they changed is a suggestion for editors."""
        if request.method == "POST" and object_id and not SAVE_NOTHING & request.POST.keys():
            post = self.get_object(request, unquote(object_id))
            if post is not None and only_suggests(request, post) and isinstance(request.user, User):
                return self.suggest(request, post, request.user)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def suggest(self, request: HttpRequest, post: Post, user: User) -> HttpResponse:
        step = suggest_changes(self.store_posted(request, post, user), user)
        if step is None:
            messages.info(request, _("There are no changes to suggest."))
            return HttpResponseRedirect(reverse("admin:blog_post_change", args=[post.pk]))
        self.log_change(request, post, _("Review: %(step)s.") % {"step": step})
        messages.success(request, _("Your changes are suggested to the editors, who get an e-mail."))
        return open_review(post)

    def response_change(self, request: HttpRequest, obj: Post) -> HttpResponse:
        return open_review(obj) if REVIEW in request.POST else super().response_change(request, obj)

    def response_add(self, request: HttpRequest, obj: Post, post_url_continue: str | None = None) -> HttpResponse:
        return open_review(obj) if REVIEW in request.POST else super().response_add(request, obj, post_url_continue)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        post = context["original"]
        context["review_step"] = ReviewStep.objects.latest_of(post) if post else None
        context["may_review"] = post is None or post.status not in Post.READABLE
        context["only_suggests"] = post is not None and only_suggests(request, post)
        return super().render_change_form(request, context, *args, **kwargs)


def only_suggests(request: HttpRequest, post: Post) -> bool:
    return post.status in Post.READABLE and not request.user.has_perm("blog.publish_post")


def open_review(post: Post) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:blog_post_review", args=[post.pk]))
