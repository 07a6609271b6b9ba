"""What allauth registers is taken out of the admin: each is a way past the rules of the pages of accounts.

Authenticator shows the secrets of everybody's second factor. EmailAddress lets whoever may change rows give himself
a confirmed address on somebody's account, and with it a link for a new password. UserSession shows where people are,
and a row deleted there ends no session. SocialApp and SocialToken hold secrets of the provider; the environment says
all that there is to say of it. In their place the list of people has columns and actions.
"""

from importlib import import_module

from django.apps import apps
from django.contrib import admin

ROWS = {
    "account": ["EmailAddress"],
    "mfa": ["Authenticator"],
    "usersessions": ["UserSession"],
    "socialaccount": ["SocialAccount", "SocialApp", "SocialToken"],
}

for app, names in ROWS.items():
    if apps.is_installed(f"allauth.{app}"):
        import_module(f"allauth.{app}.admin")  # registered before it can be taken out: allauth's apps come later
        admin.site.unregister([apps.get_model(app, name) for name in names])
