from comments.models.address import GuestAddress
from comments.models.comment import Comment
from comments.models.decision import Decision
from comments.models.house_rules import HouseRules
from comments.models.moderation_mail import ModerationMailOptOut
from comments.models.spam_word import SpamWord
from comments.models.standing import Standing
from comments.models.subscription import Subscription
from comments.models.voice import Like, Report
from comments.models.word_rule import WordRule

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
