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
    help = "Read a plain text or Markdown file into an article: a draft, unless told otherwise."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="a text in UTF-8; .md and .markdown are Markdown")
        parser.add_argument("--title", default="", help="otherwise that of the text")
        parser.add_argument(
            "--author",
            action="append",
            default=[],
            metavar="ACCOUNT",
            help="e-mail address or display name of an account; again for a second author",
        )
        parser.add_argument("--tag", action="append", default=[], help="made when missing; again for a second tag")
        status = parser.add_mutually_exclusive_group()
        status.add_argument(
            "--publish", action="store_const", dest="status", const="published", help="show it to readers"
        )
        status.add_argument(
            "--draft", action="store_const", dest="status", const="draft", help="whatever the text says"
        )
        parser.add_argument("--date", default="", help="2026-03-09 or 2026-03-09T08:30; a future one schedules")
        parser.add_argument("--language", default="", help="of the text, like en or ja; otherwise that of the site")
        parser.add_argument("--standfirst", default="", help="one or two sentences under the title")
        parser.add_argument("--cta-label", default="", help="words of the call to action")
        parser.add_argument("--cta-url", default="", help="where it leads: https://… or /…")
        parser.add_argument("--cover", type=Path, metavar="PICTURE", help="a picture file for the top of the article")
        parser.add_argument("--cover-alt", default="", help="what the cover shows, for those who cannot see it")
        parser.add_argument("--format", choices=["text", "markdown"], help="whatever the file's name says")
        parser.add_argument("--dry-run", action="store_true", help="tell how each part is read, store nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            article = self.read(options)
            authors = find_authors(options["author"] or article.authors)
            if not authors:
                raise ArticleRefused("Say who wrote it: --author with an e-mail address or a display name.")
            post = build_post(article)
            self.tell(article, post, every_part=options["dry_run"])
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
            article.left_out.append(("a call to action without an address, see --cta-url", article.cta_label))
        if article.cta_url and not article.cta_label:
            article.left_out.append(("a call to action without words, see --cta-label", article.cta_url))
        article.status = options["status"] or article.status
        if article.status not in STATUSES:
            article.left_out.append(("a status that is none here; it becomes a draft", article.status))
        return article

    def tell(self, article: Article, post: Post, *, every_part: bool) -> None:
        if every_part:
            for kind, text in article.pieces:
                self.stdout.write(f"  {kind:<10} {shortened(text)}")
        for reason, text in article.left_out:
            self.stdout.write(f"  left out   {shortened(text)} ({reason})")
        self.stdout.write(f"Title: {post.title}")
        if post.cta_label:
            self.stdout.write(f"Call to action: {post.cta_label} → {post.cta_url}")
        kinds = dict.fromkeys(kind.split()[0] for kind, _text in article.pieces)
        self.stdout.write(
            f"{post.get_status_display()}{self.when(post)}; read: "
            + (", ".join(f"{article.count(kind)} {kind}s" for kind in kinds) or "text without headings")
            + f"; {len(article.left_out)} lines left out."
        )
        if article.slug and article.slug != post.slug:
            self.stdout.write(f"The address is {reverse('blog:post', args=[post.slug])}, not “{article.slug}”.")

    def when(self, post: Post) -> str:
        return f", {timezone.localtime(post.published_at):%Y-%m-%d %H:%M}" if post.published_at else ""


def shortened(text: str) -> str:
    return Truncator(" ".join(text.split())).chars(90)
