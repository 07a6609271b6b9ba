from django.urls import path
from django.views.decorators.http import require_safe

from comments import feeds
from comments.views import edit, email_links, following, my_comments, permalink, reactions, submission

app_name = "comments"
urlpatterns = [
    path("articles/<str:slug>/comments/", submission.submit, name="submit"),
    path("articles/<str:slug>/comments/follow/", following.follow, name="follow"),
    path("articles/<str:slug>/comments/feed/", require_safe(feeds.ArticleComments()), name="article_feed"),
    path("comments/feed/", require_safe(feeds.AllComments()), name="feed"),
    path("accounts/comments/", my_comments.my_comments, name="mine"),
    path("comments/status/key/<str:token>/", my_comments.status, name="status"),
    # config.runtime.log_formatters masks what follows /confirm/ and /unsubscribe/.
    path("comments/address/confirm/<str:token>/", email_links.confirm_address, name="confirm_address"),
    path("comments/unsubscribe/<str:token>/", email_links.unsubscribe, name="unsubscribe"),
    path("comments/moderation/<str:action>/confirm/<str:token>/", email_links.decide, name="decide"),
    path("comments/subscriptions/", email_links.my_subscriptions, name="subscriptions"),
    path("comments/subscriptions/stop/", email_links.stop_all_mail, name="stop_all_mail"),
    path("comments/subscriptions/allow/", email_links.allow_mail, name="allow_mail"),
    path("comments/subscriptions/moderation/", email_links.moderation_mail, name="moderation_mail"),
    path("comments/subscriptions/<int:pk>/leave/", email_links.leave_subscription, name="leave_subscription"),
    path("comments/<int:pk>/", permalink.permalink, name="permalink"),
    path("comments/<int:pk>/edit/", edit.edit, name="edit"),
    path("comments/<int:pk>/delete/", edit.delete, name="delete"),
    path("comments/<int:pk>/confirmation/", edit.ask_confirmation, name="ask_confirmation"),
    path("comments/<int:pk>/like/", reactions.like, name="like"),
    path("comments/<int:pk>/report/", reactions.report, name="report"),
]
