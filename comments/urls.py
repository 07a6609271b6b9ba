from django.urls import include, path
from django.views.decorators.http import require_safe

from comments import feeds
from comments.views import edit, following, my_comments, permalink, reactions, submission

app_name = "comments"
urlpatterns = [
    path("comments/", include("comments.views.email_link_urls")),
    path("articles/<str:slug>/comments/", submission.submit, name="submit"),
    path("articles/<str:slug>/comments/follow/", following.follow, name="follow"),
    path("articles/<str:slug>/comments/feed/", require_safe(feeds.ArticleComments()), name="article_feed"),
    path("comments/feed/", require_safe(feeds.AllComments()), name="feed"),
    path("accounts/comments/", my_comments.mine, name="mine"),
    path("comments/status/key/<str:token>/", permalink.status, name="status"),
    path("comments/<int:pk>/", permalink.permalink, name="permalink"),
    path("comments/<int:pk>/edit/", edit.edit, name="edit"),
    path("comments/<int:pk>/delete/", edit.delete, name="delete"),
    path("comments/<int:pk>/confirmation/", edit.ask_confirmation, name="ask_confirmation"),
    path("comments/<int:pk>/like/", reactions.like, name="like"),
    path("comments/<int:pk>/report/", reactions.report, name="report"),
]
