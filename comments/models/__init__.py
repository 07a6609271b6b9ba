from comments.models.comment import Comment
from comments.models.commenter_rule import Standing
from comments.models.decision import Decision
from comments.models.guest_email import GuestAddress
from comments.models.moderation_mail_opt_out import ModerationMailOptOut
from comments.models.reaction import Like, Report
from comments.models.settings import HouseRules
from comments.models.subscription import Subscription
from comments.models.token_count import SpamWord
from comments.models.word_filter import WordRule

__all__ = [
    "Comment",
    "Decision",
    "GuestAddress",
    "HouseRules",
    "Like",
    "ModerationMailOptOut",
    "Report",
    "SpamWord",
    "Standing",
    "Subscription",
    "WordRule",
]
