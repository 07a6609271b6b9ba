"""Removes allauth's models from the admin, where they bypass the rules of the account pages.

Authenticator shows the secrets of all second factors. With EmailAddress, staff could give themselves a confirmed
address on another account, and with it a password reset link. UserSession shows where users are, and deleting a row
ends no session. SocialApp and SocialToken contain secrets; the provider is configured by the environment only.
The list of users has columns and actions instead.
"""

from importlib import import_module

from django.apps import apps
from django.contrib import admin

MODELS = {
    "account": ["EmailAddress"],
    "mfa": ["Authenticator"],
    "usersessions": ["UserSession"],
    "socialaccount": ["SocialAccount", "SocialApp", "SocialToken"],
}

for app, names in MODELS.items():
    if apps.is_installed(f"allauth.{app}"):
        import_module(f"allauth.{app}.admin")  # must be registered first, and allauth's apps come later
        admin.site.unregister([apps.get_model(app, name) for name in names])
