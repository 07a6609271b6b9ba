from accounts.models.data_export import DataExport
from accounts.models.email_change import EmailChange
from accounts.models.invitation import Invitation
from accounts.models.user import DISPLAY_NAME_LENGTH, User, free_slug, user_key

__all__ = ["DISPLAY_NAME_LENGTH", "DataExport", "EmailChange", "Invitation", "User", "free_slug", "user_key"]
