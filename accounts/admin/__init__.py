from accounts.admin import of_allauth
from accounts.admin.invitation import InvitationAdmin
from accounts.admin.people import UserAdmin

__all__ = ["InvitationAdmin", "UserAdmin", "of_allauth"]
