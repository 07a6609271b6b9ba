"""What allauth registers is taken out of the admin: each is a way past the rules of the pages of accounts.

Authenticator shows the secrets of everybody's second factor. EmailAddress lets whoever may change rows give himself
a confirmed address on somebody's account, and with it a link for a new password. UserSession shows where people are,
and a row deleted there ends no session. In their place the list of people has columns and actions.
"""

import allauth.account.admin
import allauth.mfa.admin
import allauth.usersessions.admin  # noqa: F401  (registered before it can be taken out: allauth's apps come later)
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin

admin.site.unregister([Authenticator, EmailAddress, UserSession])
