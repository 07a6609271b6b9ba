"""The pages behind the links in mails; config/logs.py masks what follows /confirm/ and /unsubscribe/."""

from django.urls import path

from comments import mail_views

urlpatterns = [
    path("address/confirm/<str:token>/", mail_views.confirm_address, name="confirm_address"),
    path("unsubscribe/<str:token>/", mail_views.unsubscribe, name="unsubscribe"),
    path("subscriptions/", mail_views.my_subscriptions, name="subscriptions"),
    path("subscriptions/stop/", mail_views.stop_all_mail, name="stop_all_mail"),
    path("subscriptions/allow/", mail_views.allow_mail, name="allow_mail"),
    path("subscriptions/<int:pk>/leave/", mail_views.leave_subscription, name="leave_subscription"),
    path("moderation/<str:action>/confirm/<str:token>/", mail_views.decide, name="decide"),
]
