"""Related articles: those with the same tags and similar texts.

The score of two articles depends only on these two, and each list contains the MAX_STORED candidates with the highest
scores. So the result doesn't depend on the order in which articles are saved and deleted, and incremental updates are
exact: an article that scores higher than the last one of a list replaces it, and only lists that lose an article are
rebuilt.

The cost is bounded: only articles with near primary keys (NEIGHBOURHOOD) are candidates, and the database sums up what
they share. Weights and scores are integers, so that sums don't depend on the order of their terms.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.db import connection, transaction
from django.db.models import Count, Min

from blog.cache.versions import invalidate
from blog.models import PageVersion, Post, PostTerm, RelatedPost
from blog.related.terms import UNIT, extract_terms

NEIGHBOURHOOD = 1000  # in primary keys; up to three times as many articles are candidates
MAX_STORED = 24  # a page shows up to five of them that are published
MIN_SCORE = 12  # of 200: 100 for equal tags, 100 for equal words

SHARED = """
    SELECT theirs.post_id, SUM(ours.weight * theirs.weight) FROM blog_postterm ours
    JOIN blog_postterm theirs ON theirs.term = ours.term AND theirs.post_id <> ours.post_id
    WHERE ours.post_id = %s AND theirs.post_id >= %s AND theirs.post_id < %s
    GROUP BY theirs.post_id HAVING SUM(ours.weight * theirs.weight) >= %s
"""
PERCENT = UNIT * UNIT // 100


def rebuild_all() -> None:
    """Rebuild all terms and lists, each in its own transaction."""
    for post in Post.objects.defer("body").iterator():
        with transaction.atomic():
            lock_related()
            store_terms(post)
    for pk in Post.objects.values_list("pk", flat=True):
        rebuild_lists([pk])


def update_related(post_id: int) -> None:
    """Update the list of an article, and the lists of others that it is or was in.

    Articles of every status are included; pages show only those that are published.
    """
    with transaction.atomic():
        lock_related()
        post = Post.objects.defer("body").filter(pk=post_id).first()
        if post is None:
            return
        store_terms(post)
        scores = compute_scores(post_id)
        former = dict(RelatedPost.objects.filter(related=post_id).values_list("post", "score"))
        full = {pk: least for pk, number, least in list_sizes(scores.keys() | former.keys()) if number >= MAX_STORED}
        # If its score in a full list has decreased, another article may have to replace it.
        refilled = {pk for pk, score in former.items() if pk in full and scores.get(pk, 0) < score}
        kept = {pk: score for pk, score in scores.items() if pk in former or score >= full.get(pk, 0)}
        changed = {pk for pk in kept.keys() | former.keys() if kept.get(pk) != former.get(pk)} - refilled
        RelatedPost.objects.filter(related=post_id, post__in=changed).delete()
        RelatedPost.objects.bulk_create(
            RelatedPost(post_id=pk, related_id=post_id, score=kept[pk]) for pk in changed & kept.keys()
        )
        trim_lists(changed & kept.keys())
        changed |= {pk for pk in refilled if store_list(pk, compute_scores(pk))}
        changed |= {post_id} if store_list(post_id, scores) else set()
        invalidate(*(f"related:{pk}" for pk in changed))


def rebuild_lists(post_ids: Iterable[int]) -> None:
    """Rebuild the lists of some articles from the stored terms, for example after a deletion."""
    with transaction.atomic():
        lock_related()
        existing = list(Post.objects.filter(pk__in=post_ids).values_list("pk", flat=True))
        invalidate(*(f"related:{pk}" for pk in existing if store_list(pk, compute_scores(pk))))


def posts_relating_to(post_ids: Iterable[int]) -> list[int]:
    """Articles whose lists contain one of these, except for these themselves."""
    ids = list(post_ids)
    named = RelatedPost.objects.filter(related__in=ids).exclude(post__in=ids)
    return list(named.order_by().values_list("post", flat=True).distinct())


def lock_related() -> None:
    """Only one process at a time, because concurrent ones would miss each other's changes."""
    PageVersion.objects.get_or_create(tag="related")
    PageVersion.objects.select_for_update().get(tag="related")


def store_terms(post: Post) -> None:
    terms = extract_terms(post)
    if terms != dict(PostTerm.objects.filter(post=post).values_list("term", "weight")):
        PostTerm.objects.filter(post=post).delete()
        PostTerm.objects.bulk_create(PostTerm(post=post, term=term, weight=weight) for term, weight in terms.items())


def compute_scores(post_id: int) -> dict[int, int]:
    """The scores of all candidates with at least MIN_SCORE."""
    first = (post_id // NEIGHBOURHOOD - 1) * NEIGHBOURHOOD
    with connection.cursor() as cursor:
        cursor.execute(SHARED, [post_id, first, first + 3 * NEIGHBOURHOOD, MIN_SCORE * PERCENT])
        return {pk: int(shared) // PERCENT for pk, shared in cursor.fetchall()}


def list_sizes(post_ids: Iterable[int]) -> Iterable[tuple[int, int, float]]:
    """The length of each article's list and its lowest score."""
    lists = RelatedPost.objects.filter(post__in=post_ids).order_by().values("post")
    return lists.annotate(number=Count("pk"), least=Min("score")).values_list("post", "number", "least")


def store_list(post_id: int, scores: dict[int, int]) -> bool:
    """Returns whether anything has changed."""
    best = sorted(scores.items(), key=lambda pair: (-pair[1], -pair[0]))[:MAX_STORED]
    if dict(best) == dict(RelatedPost.objects.filter(post=post_id).values_list("related", "score")):
        return False
    RelatedPost.objects.filter(post=post_id).delete()
    RelatedPost.objects.bulk_create(RelatedPost(post_id=post_id, related_id=pk, score=score) for pk, score in best)
    return True


def trim_lists(post_ids: Iterable[int]) -> None:
    """Remove the lowest scores from lists that are longer than MAX_STORED."""
    longer = [pk for pk, number, _least in list_sizes(post_ids) if number > MAX_STORED]
    seen: Counter[int] = Counter()
    surplus = []
    for row in RelatedPost.objects.filter(post__in=longer).order_by("-score", "-related_id"):
        seen[row.post_id] += 1
        if seen[row.post_id] > MAX_STORED:
            surplus.append(row.pk)
    RelatedPost.objects.filter(pk__in=surplus).delete()
