from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator

from blog.importing import Article, ArticleRefused, front_matter, read_article
from blog.importing.save import STATUSES, build_post, find_authors, save_article
from blog.importing.text_file import is_markdown, read_text_file
from blog.models import Post


class Command(BaseCommand):
    help = "Import a plain text or Markdown file as an article. Unless --publish is given, it becomes a draft."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="a UTF-8 text file; .md and .markdown are Markdown")
        parser.add_argument("--title", default="", help="default: the title in the text")
        parser.add_argument(
            "--author",
            action="append",
            default=[],
            metavar="ACCOUNT",
            help="e-mail address or display name of an account; can be repeated",
        )
        parser.add_argument("--tag", action="append", default=[], help="created if missing; can be repeated")
        status = parser.add_mutually_exclusive_group()
        status.add_argument(
            "--publish", action="store_const", dest="status", const="published", help="publish the article"
        )
        status.add_argument(
            "--draft", action="store_const", dest="status", const="draft", help="ignore the status in the text"
        )
        parser.add_argument(
            "--date", default="", help="2026-03-09 or 2026-03-09T08:30; a future date schedules the article"
        )
        parser.add_argument("--language", default="", help="such as en or ja; default: the site's language")
        parser.add_argument("--standfirst", default="", help="one or two sentences below the title")
        parser.add_argument("--cta-label", default="", help="label of the call to action")
        parser.add_argument("--cta-url", default="", help="its URL: https://… or /…")
        parser.add_argument("--cover", type=Path, metavar="IMAGE", help="image file to show at the top")
        parser.add_argument("--cover-alt", default="", help="description of the cover (alt text)")
        parser.add_argument("--format", choices=["text", "markdown"], help="ignore the file name")
        parser.add_argument(
            "--dry-run", action="store_true", help="show how each part is read without storing anything"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            article = self.read(options)
            authors = find_authors(options["author"] or article.authors)
            if not authors:
                raise ArticleRefused("No author given. Use --author with an e-mail address or a display name.")
            post = build_post(article)
            self.report(article, post, every_part=options["dry_run"])
            if options["dry_run"]:
                self.stdout.write("Nothing was stored.")
                return
            save_article(
                post,
                authors=authors,
                tags=[*article.tags, *options["tag"]],
                cover=options["cover"],
                cover_alt=options["cover_alt"].strip(),
            )
        except ArticleRefused as error:
            raise CommandError(str(error)) from error
        self.stdout.write(self.style.SUCCESS(f"{settings.SITE_URL}{post.get_absolute_url()}"))

    def read(self, options: dict[str, Any]) -> Article:
        path: Path = options["file"]
        markdown = options["format"] == "markdown" if options["format"] else is_markdown(path)
        article = read_article(read_text_file(path), is_markdown=markdown, title=options["title"].strip())
        for name in ("language", "standfirst", "cta_label", "cta_url"):
            setattr(article, name, options[name].strip() or getattr(article, name))
        if options["date"]:
            article.date = front_matter.parse_moment(options["date"])
        if article.cta_label and not article.cta_url:
            article.left_out.append(("a call to action without a URL, see --cta-url", article.cta_label))
        if article.cta_url and not article.cta_label:
            article.left_out.append(("a call to action without a label, see --cta-label", article.cta_url))
        article.status = options["status"] or article.status
        if article.status not in STATUSES:
            article.left_out.append(("unknown status; the article becomes a draft", article.status))
        return article

    def report(self, article: Article, post: Post, *, every_part: bool) -> None:
        if every_part:
            for kind, text in article.pieces:
                self.stdout.write(f"  {kind:<10} {shorten(text)}")
        for reason, text in article.left_out:
            self.stdout.write(f"  left out   {shorten(text)} ({reason})")
        self.stdout.write(f"Title: {post.title}")
        if post.cta_label:
            self.stdout.write(f"Call to action: {post.cta_label} → {post.cta_url}")
        kinds = dict.fromkeys(kind.split()[0] for kind, _text in article.pieces)
        self.stdout.write(
            f"{post.state_label}{self.describe_date(post)}; read: "
            + (", ".join(f"{article.count(kind)} {kind}s" for kind in kinds) or "text without headings")
            + f"; {len(article.left_out)} lines left out."
        )
        if article.slug and article.slug != post.slug:
            self.stdout.write(f"The URL is {reverse('blog:post', args=[post.slug])}, not “{article.slug}”.")

    def describe_date(self, post: Post) -> str:
        return f", {timezone.localtime(post.published_at):%Y-%m-%d %H:%M}" if post.published_at else ""


def shorten(text: str) -> str:
    return Truncator(" ".join(text.split())).chars(90)
