import unicodedata
from urllib.parse import parse_qsl, unquote_to_bytes, urlencode

from django.db import migrations
from django.utils.encoding import repercent_broken_unicode


def normal_form(stored):
    """What blog.models.redirect.normalize_url makes of an address, as it was when this migration was written."""
    path, _, query = stored.partition("?")
    text = unicodedata.normalize("NFC", repercent_broken_unicode(unquote_to_bytes(path)).decode())
    text = text.replace("%", "%25").replace("?", "%3F").replace("#", "%23")
    pairs = urlencode(parse_qsl(query, keep_blank_values=True))
    return f"{text}?{pairs}" if pairs else text


def normalize_redirects(apps, schema_editor):
    """Of two that are the same address, the newer one stays."""
    redirects = apps.get_model("blog", "Redirect").objects
    rows = list(redirects.order_by("-created_at", "-pk").values_list("pk", "path"))
    kept, changed, twice = set(), [], []
    for pk, stored in rows:
        path = normal_form(stored)
        if path in kept:
            twice.append(pk)
        elif path != stored:
            changed.append((pk, path))
        kept.add(path)
    redirects.filter(pk__in=twice).delete()
    for pk, path in changed:
        redirects.filter(pk=pk).update(path=path)


def normalize_slugs(apps, schema_editor):
    for name in ("Post", "Tag", "Series"):
        rows = apps.get_model("blog", name).objects
        slugs = dict(rows.values_list("pk", "slug"))
        for pk, stored in slugs.items():
            slug = base = unicodedata.normalize("NFC", stored)
            if slug == stored:
                continue
            taken, number = {other for key, other in slugs.items() if key != pk}, 1
            while slug in taken:
                number += 1
                slug = f"{base[:75]}-{number}"
            rows.filter(pk=pk).update(slug=slug)
            slugs[pk] = slug


def keep(apps, schema_editor):
    """Both forms worked before, as long as nothing was renamed."""


class Migration(migrations.Migration):
    """Slugs and redirects in one normal form, the one in which they are looked up."""

    dependencies = [("blog", "0008_redirects_to_any_page")]

    operations = [
        migrations.RunPython(normalize_slugs, keep),
        migrations.RunPython(normalize_redirects, keep),
    ]
