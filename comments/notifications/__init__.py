"""Mails about comments: to readers who asked for them, and to moderators."""
