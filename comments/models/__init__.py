from comments.models.comment import Comment
from comments.models.commenter_rule import CommenterRule
from comments.models.decision import Decision
from comments.models.guest_email import GuestEmail
from comments.models.moderation_mail_opt_out import ModerationMailOptOut
from comments.models.reaction import Like, Report
from comments.models.settings import CommentSettings
from comments.models.subscription import Subscription
from comments.models.token_count import TokenCount
from comments.models.word_filter import WordFilter

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
