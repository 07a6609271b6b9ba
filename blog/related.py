"""Which articles stand beside an article: shared rare tags, likeness of the texts, freshness.

Computed when a post changes and stored, both ways, so that a page only reads. The cost is bounded: a post is
compared with the CANDIDATES newest that share a tag with it and as many of the newest of all.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from django.db import transaction
from django.db.models import Q

from blog.cache.versions import invalidate
from blog.models import Post, RelatedPost, Section
from blog.search.words import words_of

CANDIDATES = 150
KEPT = 12
# Freshness only orders what is about as near otherwise.
TAG_WEIGHT, TEXT_WEIGHT, FRESH_WEIGHT = 1.0, 1.0, 0.1
FRESH_DAYS = 365
LEAST_SCORE = 0.12


@dataclass(frozen=True)
class Profile:
    pk: int
    tags: frozenset[int]
    words: Counter[str]
    published_at: datetime


def relate_all() -> None:
    for pk in Post.objects.values_list("pk", flat=True):
        relate(pk)


def relate(post_id: int) -> None:
    """Store the nearest posts of one post, and it with them. Seven queries whatever there is.

    A post takes part before it is published, so that it has its place when it appears. Pages show published ones.
    """
    post = Post.objects.filter(pk=post_id).first()
    nearest = nearest_to(profiles_of([post, *candidates_for(post)])) if post else {}
    rows = [
        RelatedPost(post_id=one, related_id=other, score=score)
        for pk, score in nearest.items()
        for one, other in ((post_id, pk), (pk, post_id))
    ]
    with transaction.atomic():
        RelatedPost.objects.filter(Q(post=post_id) | Q(related=post_id)).delete()
        RelatedPost.objects.bulk_create(rows)
        invalidate(*(f"post:{pk}" for pk in [post_id, *nearest]))


def candidates_for(post: Post) -> list[Post]:
    others = Post.objects.filter(status=Post.Status.PUBLISHED).exclude(pk=post.pk).defer("body").newest_first()
    alike = others.filter(tags__in=post.tags.all()).distinct()[:CANDIDATES]
    return list({other.pk: other for other in chain(alike, others[:CANDIDATES])}.values())


def profiles_of(posts: Sequence[Post]) -> list[Profile]:
    """In the order given. Two queries."""
    tags: defaultdict[int, set[int]] = defaultdict(set)
    texts: defaultdict[int, list[str]] = defaultdict(list)
    for post_id, tag_id in Post.tags.through.objects.filter(post__in=posts).values_list("post_id", "tag_id"):
        tags[post_id].add(tag_id)
    for post_id, heading, text in Section.objects.filter(post__in=posts).values_list("post_id", "heading", "text"):
        texts[post_id] += [heading, text]
    return [
        Profile(
            pk=post.pk,
            tags=frozenset(tags[post.pk]),
            words=Counter(words_of(" ".join([post.title, post.title, post.standfirst, *texts[post.pk]]))),
            published_at=post.published_at or post.created_at,
        )
        for post in posts
    ]


def nearest_to(profiles: Sequence[Profile]) -> dict[int, float]:
    """Scores of those nearest to the first profile, best first."""
    subject, others = profiles[0], profiles[1:]
    tag_rarity = rarity(profile.tags for profile in profiles)
    word_rarity = rarity(profile.words.keys() for profile in profiles)
    vectors = [unit_vector(profile.words, word_rarity) for profile in profiles]
    newest = max(profile.published_at for profile in profiles)
    scores = {
        other.pk: TAG_WEIGHT * tag_likeness(subject.tags, other.tags, tag_rarity)
        + TEXT_WEIGHT * sum(weight * vector.get(word, 0) for word, weight in vectors[0].items())
        + FRESH_WEIGHT * math.exp(-(newest - other.published_at).days / FRESH_DAYS)
        for other, vector in zip(others, vectors[1:], strict=True)
    }
    best = sorted(scores.items(), key=lambda pair: (-pair[1], -pair[0]))
    return dict(pair for pair in best[:KEPT] if pair[1] >= LEAST_SCORE)


def rarity[Key: Hashable](documents: Iterable[Iterable[Key]]) -> dict[Key, float]:
    """Smoothed inverse document frequency (Spärck Jones 1972): most for what stands in one document only."""
    every = list(documents)
    seen = Counter(chain.from_iterable(every))
    return {key: math.log((1 + len(every)) / count) for key, count in seen.items()}


def tag_likeness(ours: frozenset[int], theirs: frozenset[int], rare: dict[int, float]) -> float:
    """Weight of the shared tags in the weight of all, from 0 to 1."""
    weight = sum(rare[tag] for tag in ours | theirs)
    return sum(rare[tag] for tag in ours & theirs) / weight if weight else 0.0


def unit_vector(words: Counter[str], rare: dict[str, float]) -> dict[str, float]:
    weights = {word: (1 + math.log(count)) * rare[word] for word, count in words.items()}
    length = math.sqrt(sum(weight * weight for weight in weights.values()))
    return {word: weight / length for word, weight in weights.items()} if length else {}
