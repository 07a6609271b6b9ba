"""The pages behind the links in mails; config/log_formatters.py masks what follows /confirm/ and /unsubscribe/."""

from django.urls import path

from comments.mail import views

urlpatterns = [
    path("address/confirm/<str:token>/", views.confirm_address, name="confirm_address"),
    path("unsubscribe/<str:token>/", views.unsubscribe, name="unsubscribe"),
    path("subscriptions/", views.my_subscriptions, name="subscriptions"),
    path("subscriptions/stop/", views.stop_all_mail, name="stop_all_mail"),
    path("subscriptions/allow/", views.allow_mail, name="allow_mail"),
    path("subscriptions/moderation/", views.moderation_mail, name="moderation_mail"),
    path("subscriptions/<int:pk>/leave/", views.leave_subscription, name="leave_subscription"),
    path("moderation/<str:action>/confirm/<str:token>/", views.decide, name="decide"),
]
