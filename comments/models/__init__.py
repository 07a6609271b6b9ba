from comments.models.comment import Comment
from comments.models.commenter_rule import CommenterRule
from comments.models.decision import Decision
from comments.models.guest_email import GuestEmail
from comments.models.reaction import Like, Report
from comments.models.settings import CommentSettings
from comments.models.spam_filter import TokenCount, WordFilter
from comments.models.subscription import ModerationMailOptOut, Subscription

__all__ = [
    "Comment",
    "CommentSettings",
    "CommenterRule",
    "Decision",
    "GuestEmail",
    "Like",
    "ModerationMailOptOut",
    "Report",
    "Subscription",
    "TokenCount",
    "WordFilter",
]
