"""The pages behind the links in mails. config.runtime.log_formatters masks what follows /confirm/ and /unsubscribe/."""

from django.urls import path

from comments.views import email_links

urlpatterns = [
    path("address/confirm/<str:token>/", email_links.confirm_address, name="confirm_address"),
    path("unsubscribe/<str:token>/", email_links.unsubscribe, name="unsubscribe"),
    path("subscriptions/", email_links.my_subscriptions, name="subscriptions"),
    path("subscriptions/stop/", email_links.stop_all_mail, name="stop_all_mail"),
    path("subscriptions/allow/", email_links.allow_mail, name="allow_mail"),
    path("subscriptions/moderation/", email_links.moderation_mail, name="moderation_mail"),
    path("subscriptions/<int:pk>/leave/", email_links.leave_subscription, name="leave_subscription"),
    path("moderation/<str:action>/confirm/<str:token>/", email_links.decide, name="decide"),
]
