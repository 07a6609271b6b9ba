"""Two letters on a coloured disc in place of a picture: nothing is loaded and nobody is asked."""

from __future__ import annotations

from dataclasses import dataclass
from zlib import crc32

from blog.templatetags.initials import initial
from comments.models import Comment

COLOURS = 6  # as many as static/css/components/comment-avatar.css has


@dataclass(frozen=True)
class Avatar:
    letters: str
    colour: int


def avatar_for(comment: Comment) -> Avatar:
    """The same person has the same colour everywhere: a member by account, a guest by name."""
    whose = f"account {comment.author_id}" if comment.author_id else comment.shown_name.casefold()
    return Avatar(letters_of(comment.shown_name), crc32(whose.encode()) % COLOURS)


def letters_of(name: str) -> str:
    words = [word for word in name.split() if any(map(str.isalnum, word))]
    ends = [words[0], words[-1]] if len(words) > 1 else words[:1]
    return "".join(map(initial, ends)) or "¶"
