from accounts.admin import unregister_allauth
from accounts.admin.invitations import InvitationAdmin
from accounts.admin.users import UserAdmin

__all__ = ["InvitationAdmin", "UserAdmin", "unregister_allauth"]
