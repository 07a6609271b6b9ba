from comments.admin.history import DecisionAdmin
from comments.admin.queue import CommentAdmin
from comments.admin.settings import CommenterRuleAdmin, CommentSettingsAdmin, WordFilterAdmin

__all__ = ["CommentAdmin", "DecisionAdmin", "CommentSettingsAdmin", "CommenterRuleAdmin", "WordFilterAdmin"]
