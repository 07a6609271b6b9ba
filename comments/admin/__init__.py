from comments.admin.queue import CommentAdmin

__all__ = ["CommentAdmin"]
