from django.urls import path

from accounts.allauth.social.views import from_provider, to_provider

# The names are those that allauth asks for.
urlpatterns = [
    path("oidc/<str:provider_id>/login/", to_provider, name="openid_connect_login"),
    path("oidc/<str:provider_id>/login/callback/", from_provider, name="openid_connect_callback"),
]
