"""The models of allauth that other modules query. ``SocialAccount`` is only installed with social login."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

__all__ = ["Authenticator", "EmailAddress", "UserSession"]
