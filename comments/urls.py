from django.urls import include, path
from django.views.decorators.http import require_safe

from comments import feeds
from comments.views import following, mine, own, places, submission, voices

app_name = "comments"
urlpatterns = [
    path("comments/", include("comments.mail.urls")),
    path("articles/<str:slug>/comments/", submission.submit, name="submit"),
    path("articles/<str:slug>/comments/follow/", following.follow, name="follow"),
    path("articles/<str:slug>/comments/feed/", require_safe(feeds.ArticleComments()), name="article_feed"),
    path("comments/feed/", require_safe(feeds.AllComments()), name="feed"),
    path("accounts/comments/", mine.mine, name="mine"),
    path("comments/status/key/<str:token>/", places.status, name="status"),
    path("comments/<int:pk>/", places.permalink, name="permalink"),
    path("comments/<int:pk>/edit/", own.edit, name="edit"),
    path("comments/<int:pk>/delete/", own.delete, name="delete"),
    path("comments/<int:pk>/confirmation/", own.ask_confirmation, name="ask_confirmation"),
    path("comments/<int:pk>/like/", voices.like, name="like"),
    path("comments/<int:pk>/report/", voices.report, name="report"),
]
