"""Private notes on paragraphs: who can find them where in the text, and who is told of them by e-mail.

A note stays with its paragraph when that is moved or reworded, as long as most of its words are the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from heapq import nlargest

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from blog.editorial.tasks import notify_of_note
from blog.models import EditorNote, Post
from blog.text_diff import TOKEN, split_paragraphs

# Of the words of a paragraph and of those of another, this share is the same if they count as one.
SIMILAR = 0.6
# Longer paragraphs are compared by their beginnings, and only with the paragraphs that have the most words in common.
MAX_WORDS, MAX_COMPARED = 500, 3
MAX_OPEN = 200  # notes on an article


class TooManyNotes(Exception):
    pass


@dataclass(frozen=True)
class Thread:
    """A note with its replies. ``paragraph`` is its number in the text, None if it was removed."""

    note: EditorNote
    replies: Sequence[EditorNote]
    paragraph: int | None


def threads(post: Post, text: str) -> list[Thread]:
    """The notes on an article, open ones first, with their paragraphs in a text of it. Three queries."""
    paragraphs = Paragraphs(text)
    return [
        Thread(note, list(note.replies.all()), paragraphs.find(note.quote, note.position))
        for note in EditorNote.objects.threads_of(post)
    ]


class Paragraphs:
    """The paragraphs of a text, to find one of an earlier text among them."""

    def __init__(self, text: str) -> None:
        self.texts = [paragraph.strip() for paragraph in split_paragraphs(text)]
        self.words = [first_words(paragraph) for paragraph in self.texts]
        self.vocabularies = [frozenset(words) for words in self.words]
        self.places: dict[str, list[int]] = {}
        for number, paragraph in enumerate(self.texts):
            self.places.setdefault(paragraph, []).append(number)

    def find(self, quote: str, position: int) -> int | None:
        """The number of a quoted paragraph: the nearest equal one, otherwise the most similar one, or None."""
        [quote] = [paragraph.strip() for paragraph in split_paragraphs(quote)[:1]] or [""]
        if quote in self.places:
            return min(self.places[quote], key=lambda number: abs(number - position))
        words = first_words(quote)
        shares = [
            (share_of(frozenset(words), other), -abs(n - position), n) for n, other in enumerate(self.vocabularies)
        ]
        candidates = [(similarity(words, self.words[n]), near, n) for _share, near, n in nlargest(MAX_COMPARED, shares)]
        best = max(candidates, default=None)
        return best[2] if best and best[0] >= SIMILAR else None


def share_of(words: frozenset[str], others: frozenset[str]) -> float:
    return len(words & others) / max(len(words | others), 1)


def similarity(old: Sequence[str], new: Sequence[str]) -> float:
    return SequenceMatcher(None, old, new, autojunk=False).ratio()


def first_words(text: str) -> list[str]:
    return [token for token in TOKEN.findall(text[: MAX_WORDS * 10]) if not token.isspace()][:MAX_WORDS]


def add_note(post: Post, user: User, quote: str, position: int, body: str) -> EditorNote:
    """Raises TooManyNotes."""
    with transaction.atomic():
        if EditorNote.objects.unresolved().filter(post=post).count() >= MAX_OPEN:
            raise TooManyNotes
        note = EditorNote.objects.create(post=post, author=user, quote=quote.strip(), position=position, body=body)
        tell(note, "added", user)
        return note


def reply_to(note: EditorNote, user: User, body: str) -> EditorNote:
    """A reply to a resolved note reopens it. Raises TooManyNotes."""
    with transaction.atomic():
        if note.replies.count() >= MAX_OPEN:
            raise TooManyNotes
        note.reopen()
        reply = EditorNote.objects.create(post_id=note.post_id, author=user, parent=note, body=body)
        tell(reply, "added", user)
        return reply


def resolve(note: EditorNote, user: User) -> bool:
    """Returns whether the note was open."""
    with transaction.atomic():
        is_changed = note.resolve(user)
        if is_changed:
            tell(note, "resolved", user)
        return is_changed


def reopen(note: EditorNote, user: User) -> bool:
    """Returns whether the note was resolved."""
    with transaction.atomic():
        is_changed = note.reopen()
        if is_changed:
            tell(note, "reopened", user)
        return is_changed


def tell(note: EditorNote, event: str, user: User) -> None:
    """Each event has its own e-mails, however often its task runs."""
    notify_of_note.enqueue(note.pk, event, user.pk, f"{note.pk}.{event}.{timezone.now():%Y%m%d%H%M%S%f}")
