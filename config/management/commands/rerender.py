from __future__ import annotations

from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from blog.models import Post
from blog.posts import rebuild_stale
from comments.models import Comment
from comments.submission.rerender import rerender_stale


class Command(BaseCommand):
    help = "Render the stored HTML of articles and comments again if it is outdated."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--all", action="store_true", help="render everything again, even if it is current")

    def handle(self, *args: object, **options: object) -> None:
        if options["all"]:
            Post.objects.update(render_fingerprint="")
            Comment.objects.update(render_fingerprint="")
        self.stdout.write(f"{rebuild_stale()} articles and {rerender_stale()} comments rendered again.")
