"""The command import_article and its errors."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from blog.models import Image, Post, Tag
from tests.blog.copied_article import COPIED
from tests.factories import make_post, make_tag, make_user
from tests.uploads import as_file, make_raster


@pytest.fixture
def write(tmp_path):
    def write(content, name="text.txt"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def run(path, *options):
    """The output of the command with normalized spaces."""
    out = StringIO()
    call_command("import_article", str(path), *options, stdout=out)
    return " ".join(out.getvalue().split())


def refused(path, *options):
    with pytest.raises(CommandError) as error:
        run(path, *options)
    assert not Post.objects.exists()
    assert not Tag.objects.exists()
    return str(error.value)


def test_a_copied_page_becomes_a_draft_with_its_sections(alice, write):
    said = run(write(COPIED), "--author", "alice@example.org")
    post = Post.objects.get()
    assert post.title == "Slow Trains and Long Letters"
    assert post.slug == "slow-trains-and-long-letters"
    assert post.status == Post.Status.DRAFT
    assert post.ordered_authors == [alice]
    assert [section.level for section in post.sections.all()] == [2, 3, 3, 2, 3, 2]
    assert post.reading_minutes == 1
    assert "6 headings, 4 paragraphs" in said
    assert said.endswith("/articles/slow-trains-and-long-letters/")


def test_a_published_import_is_readable(alice, client, write):
    run(write(COPIED), "--author", "Alice Author", "--publish", "--cta-url", "https://example.org/timetable")
    page = client.get(reverse("blog:post", args=["slow-trains-and-long-letters"])).content.decode()
    assert "The first sleeping cars" in page
    assert "For a longer ride visit our timetable pages" in page
    assert "https://example.org/timetable" in page
    assert "Forgot your password?\n\nDon" not in page
    assert "Author Article title" not in page


def test_a_call_to_action_without_a_url_is_reported_and_not_set(alice, write):
    said = run(write(COPIED), "--author", "alice@example.org")
    assert "left out For a longer ride visit our timetable pages (a call to action without a URL" in said
    assert Post.objects.get().cta_label == ""


def test_a_dry_run_reports_each_part_and_stores_nothing(alice, write):
    said = run(write(COPIED), "--author", "alice@example.org", "--tag", "Travel", "--dry-run")
    assert "heading 3 The Night Train Returns 🚂" in said
    assert "paragraph Most of them wait gladly." in said
    assert "left out Leave a comment (boilerplate)" in said
    assert said.endswith("Nothing was stored.")
    assert not Post.objects.exists()
    assert not Tag.objects.exists()


def test_several_authors_keep_their_order(alice, bob, write):
    run(write("T\n\nText."), "--author", "bob@example.org", "--author", "alice author", "--author", "BOB@example.org")
    assert Post.objects.get().ordered_authors == [bob, alice]


def test_tags_are_found_in_any_case_or_created(alice, write):
    known = make_tag("travel")
    run(
        write("T\n\nText."),
        "--author",
        "alice@example.org",
        *["--tag", "Travel", "--tag", "Größe", "--tag", "TRAVEL", "--tag", "C++", "--tag", "C"],
    )
    assert [(tag.name, tag.slug) for tag in Post.objects.get().tags.order_by("pk")] == [
        (known.name, known.slug),
        ("Größe", "größe"),
        ("C++", "c"),
        ("C", "c-2"),
    ]  # fmt: skip


def test_a_future_date_schedules_the_import(alice, write):
    moment = (timezone.now() + timedelta(days=3)).replace(microsecond=0)
    said = run(write("T\n\nText."), "--author", "alice@example.org", "--publish", "--date", moment.isoformat())
    post = Post.objects.get()
    assert post.published_at == moment
    assert post.is_scheduled()
    assert "Scheduled, " in said


def test_front_matter_is_respected(alice, write):
    source = (
        "---\ntitle: Typed\nslug: my-place\ndate: 2026-01-02\nstatus: published\nauthor: Alice Author\n"
        "tags: [one, two]\nlanguage: ja\ndescription: Short.\ncta_label: Ride\ncta_url: /about/\n---\n本文。"
    )
    run(write(source, "text.md"), "--tag", "three")
    post = Post.objects.get()
    assert (post.title, post.slug, post.language, post.standfirst) == ("Typed", "my-place", "ja", "Short.")
    assert (post.status, post.published_at.date().isoformat()) == ("published", "2026-01-02")
    assert (post.cta_label, post.cta_url) == ("Ride", "/about/")
    assert {tag.name for tag in post.tags.all()} == {"one", "two", "three"}


def test_options_win_over_front_matter(alice, bob, write):
    source = "---\ntitle: Typed\nstatus: published\ndate: 2026-01-02\nauthor: Alice Author\nlanguage: ja\n---\nText."
    run(
        write(source, "text.md"),
        *["--title", "Said", "--draft", "--date", "2026-02-03", "--author", "bob@example.org", "--language", "en"],
    )
    post = Post.objects.get()
    assert (post.title, post.status, post.language) == ("Said", "draft", "en")
    assert post.published_at.date().isoformat() == "2026-02-03"
    assert post.ordered_authors == [bob]


def test_an_unknown_status_is_reported_and_becomes_a_draft(alice, write):
    said = run(write("---\ntitle: T\nstatus: glowing\n---\nText.", "a.md"), "--author", "alice@example.org")
    assert "left out glowing (unknown status; the article becomes a draft)" in said
    assert Post.objects.get().status == Post.Status.DRAFT


def test_a_slug_that_is_in_use_gets_a_number(alice, write):
    make_post("Same", author=alice, slug="same")
    said = run(write("---\ntitle: T\nslug: same\n---\nText.", "a.md"), "--author", "alice@example.org")
    assert said.endswith("/articles/same-2/")
    assert "The URL is /articles/same-2/, not “same”." in said


@pytest.mark.parametrize(
    ("title", "slug"),
    [("Über Größe", "über-größe"), ("日本語", "日本語"), ("!!!", "article"), ("x" * 200, "x" * 75)],
)
def test_slugs_keep_letters_of_all_scripts(title, slug, alice, write):
    run(write("Text."), "--title", title, "--author", "alice@example.org")
    assert Post.objects.get().slug == slug


def test_the_suffix_or_an_option_determines_the_format(alice, write):
    run(write("*a*", "one.md"), "--title", "One", "--author", "alice@example.org")
    run(write("*a* b.", "two.txt"), "--title", "Two", "--author", "alice@example.org")
    run(write("*a*", "three.txt"), "--title", "Three", "--author", "alice@example.org", "--format", "markdown")
    html = {post.title: post.sections.get().html for post in Post.objects.all()}
    assert html == {"One": "<p><em>a</em></p>", "Two": "<p>*a* b.</p>", "Three": "<p><em>a</em></p>"}


def test_an_image_becomes_the_cover(alice, write):
    cover = write(as_file(make_raster((900, 600), "teal"), "PNG").read(), "cover.png")
    run(write("T\n\nText."), "--author", "alice@example.org", "--cover", str(cover), "--cover-alt", "A teal field")
    post = Post.objects.get()
    assert (post.cover.width, post.cover.alt, post.cover.uploaded_by) == (900, "A teal field", alice)


def test_an_invalid_cover_stops_the_import(alice, write):
    cover = write("not an image", "cover.png")
    said = refused(write("T\n\nText."), "--author", "alice@example.org", "--tag", "x", "--cover", str(cover))
    assert "cover.png: This is not a JPEG" in said
    said = refused(write("T\n\nText."), "--author", "alice@example.org", "--tag", "x", "--cover", "/no/where.png")
    assert "/no/where.png cannot be read" in said
    assert not Image.objects.exists()


def test_the_error_for_an_unknown_author_lists_accounts(alice, bob, write):
    said = refused(write("T\n\nText."), "--author", "carol@example.org")
    assert said == (
        "There is no account “carol@example.org”. Existing accounts: Alice Author <alice@example.org>, "
        "Bob Reader <bob@example.org>."
    )


def test_at_most_ten_accounts_are_listed(alice, write):
    for number in range(12):
        make_user(f"reader{number}@example.org")
    said = refused(write("T\n\nText."), "--author", "carol@example.org")
    assert said.count("@example.org>") == 10
    assert said.endswith(" and others.")


def test_without_accounts_the_error_says_how_to_create_one(db, write):
    assert "manage.py createsuperuser" in refused(write("T\n\nText."), "--author", "carol@example.org")


def test_an_ambiguous_name_is_rejected(alice, write):
    make_user("other@example.org", display_name="Alice Author")
    said = refused(write("T\n\nText."), "--author", "Alice Author")
    assert said.startswith("Several accounts are called “Alice Author”. Use an e-mail address: ")


def test_an_email_address_is_preferred_to_a_display_name(alice, write):
    make_user("other@example.org", display_name="alice@example.org")
    run(write("T\n\nText."), "--author", "alice@example.org")
    assert Post.objects.get().ordered_authors == [alice]


@pytest.mark.parametrize(
    ("content", "options", "message"),
    [
        (b"caf\xe9", [], "not UTF-8: byte 4 is invalid. Save it as UTF-8"),
        (b"a" * 900_000, [], "too long: an article can have 200,000 characters"),
        ("T\n\n" + "word. " * 40_000, [], "too long"),
        (
            "T\n\nA sentence.\n\n" + "> a sentence. \n\n" * 5_000,
            ["--format", "markdown", "--title", "T"],
            "Simplify it",
        ),
        ("", [], "The text has no title. Add one with --title."),
        ("Only a title", [], "There is no article in the text."),
        ("---\ntitle: T\ndate: soon\n---\nText.", [], "“soon” is not a valid date. Write 2026-03-09"),
        ("T\n\nText.", ["--date", "soon"], "“soon” is not a valid date"),
        ("T\n\nText.", ["--title", "x" * 201], "Title: Ensure this value has at most 200 characters"),
        ("T\n\nText.", ["--standfirst", "x" * 501], "The standfirst has 501 characters. It can have up to 500."),
        ("T\n\nText.", ["--language", "x" * 13], "Language: Ensure"),
        ("T\n\nText.", ["--cta-label", "Go", "--cta-url", "javascript:x"], "“javascript:x” is not a valid URL"),
        ("T\n\nText.", ["--tag", "x" * 61], f"“{'x' * 61}” is not a valid tag: Ensure"),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_texts_that_cannot_be_imported_are_rejected_with_one_sentence(content, options, message, alice, write):
    said = refused(write(content), "--author", "alice@example.org", *options)
    assert message in said
    assert "Traceback" not in said


def test_a_missing_file_is_named_in_the_error(alice, tmp_path):
    said = refused(tmp_path / "nowhere.txt", "--author", "alice@example.org")
    assert "nowhere.txt cannot be read: No such file or directory." in said


def test_an_author_is_required(alice, write):
    assert refused(write("T\n\nText.")).startswith("No author given. Use --author")
