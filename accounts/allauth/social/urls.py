from django.urls import path

from accounts.allauth.social.views import callback, login

# allauth looks the views up by these names.
urlpatterns = [
    path("oidc/<str:provider_id>/login/", login, name="openid_connect_login"),
    path("oidc/<str:provider_id>/login/callback/", callback, name="openid_connect_callback"),
]
