"""Pages of the admin that differ from Django's."""

from collections.abc import Iterator

from django.test import Client

from bench.pages.installation import Page, signed_in, text_of, walk
from bench.pages.reading import TIMER
from blog.models import Post
from comments.models import Comment, CommentSettings
from demo.users import ADMINISTRATOR, PASSWORD


def pages() -> Iterator[Page]:
    admin = signed_in(ADMINISTRATOR, PASSWORD)
    CommentSettings.current().save()  # the form needs a row
    post = Post.objects.get(slug=TIMER)
    comment = Comment.objects.filter(status=Comment.Status.HELD).latest("pk")
    addresses = ADDRESSES | {
        "article": f"/admin/blog/post/{post.pk}/change/",
        "article, formatting": "/admin/blog/post/formatting/",
        "article, history": f"/admin/blog/post/{post.pk}/history/",
        "comment": f"/admin/comments/comment/{comment.pk}/change/",
        "comment, history": f"/admin/comments/comment/{comment.pk}/history/",
        "draft, as its author sees it": post.get_absolute_url(),
    }
    yield from walk("admin", admin, addresses)
    refused = admin.post("/admin/blog/post/add/", {"title": "", "body": ""})
    yield Page("admin", "article refused", text_of(refused))
    yield Page("admin", "login", text_of(Client().get("/admin/login/", follow=True)))


ADDRESSES = {
    "index": "/admin/",
    "queue": "/admin/comments/comment/",
    "queue, all": "/admin/comments/comment/?status=all",
    "figures": "/admin/comments/comment/figures/",
    "comment settings": "/admin/comments/commentsettings/1/change/",
    "word filters": "/admin/comments/wordfilter/",
    "word filter, new": "/admin/comments/wordfilter/add/",
    "trial of a word filter": "/admin/comments/wordfilter/trial/",
    "commenter rules": "/admin/comments/commenterrule/",
    "articles": "/admin/blog/post/",
    "article, new": "/admin/blog/post/add/",
    "images": "/admin/blog/image/",
    "site": "/admin/blog/blogsettings/1/change/",
    "users": "/admin/accounts/user/",
    "invitations": "/admin/accounts/invitation/",
}
