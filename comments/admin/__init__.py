from comments.admin.history import DecisionAdmin
from comments.admin.queue import CommentAdmin
from comments.admin.settings import HouseRulesAdmin, StandingAdmin, WordRuleAdmin

__all__ = ["CommentAdmin", "DecisionAdmin", "HouseRulesAdmin", "StandingAdmin", "WordRuleAdmin"]
