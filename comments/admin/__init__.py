from comments.admin.history import DecisionAdmin
from comments.admin.house import HouseRulesAdmin, StandingAdmin, WordRuleAdmin
from comments.admin.queue import CommentAdmin

__all__ = ["CommentAdmin", "DecisionAdmin", "HouseRulesAdmin", "StandingAdmin", "WordRuleAdmin"]
