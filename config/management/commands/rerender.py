from __future__ import annotations

from argparse import ArgumentParser

from django.conf import settings
from django.core.management.base import BaseCommand

from blog.changed_articles import ChangedArticle, changed_articles
from blog.models import Post
from blog.posts import rebuild_stale
from comments.models import Comment
from comments.submission.rerender import rerender_stale

MAX_DIFF_LINES = 6
LINE_LENGTH = 110


class Command(BaseCommand):
    help = "Render the stored HTML of articles and comments again if it is outdated."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--all", action="store_true", help="render everything again, even if it is current")
        parser.add_argument(
            "--report", action="store_true", help="only list the articles that would look different, and change nothing"
        )

    def handle(self, *args: object, **options: object) -> None:
        if options["report"]:
            self.report()
            return
        if options["all"]:
            Post.objects.update(render_fingerprint="")
            Comment.objects.update(render_fingerprint="")
        self.stdout.write(f"{rebuild_stale()} articles and {rerender_stale()} comments rendered again.")

    def report(self) -> None:
        number = 0
        for change in changed_articles():
            number += 1
            self.stdout.write("\n".join(description(change)) + "\n")
        articles = "1 article looks" if number == 1 else f"{number} articles look"
        self.stdout.write(f"{articles} different by the current rules. Nothing has been changed.")


def description(change: ChangedArticle) -> list[str]:
    title = f"{change.post.title}  {settings.SITE_URL}{change.post.get_absolute_url()}"
    if change.error:
        return [title, f"  can't be rendered any more and keeps its HTML: {change.error}"]
    shown = [line[:LINE_LENGTH] for line in change.diff[:MAX_DIFF_LINES]]
    more = [f"and {len(change.diff) - len(shown)} more lines"] if len(change.diff) > len(shown) else []
    blocks = "1 block changes" if change.blocks == 1 else f"{change.blocks} blocks change"
    return [title, f"  {blocks}:", *(f"    {line}" for line in shown + more)]
