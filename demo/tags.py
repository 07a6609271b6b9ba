"""The ten tags of the demo blog and their descriptions."""

from __future__ import annotations

from django.utils.text import slugify

from blog.models import Tag

DESCRIPTIONS = {
    "Repair": "Screwdrivers, spare parts and the quiet pleasure of a thing that works again.",
    "Firmware": "The small programs inside large appliances, and how they behave when nobody is looking.",
    "Kitchen": "Timers, cookers and other machines that stand between us and supper.",
    "Reading": "Books, screens and everything that helps or keeps us from turning the page.",
    "Cities": "Streets, buses and the maps we carry in our heads.",
    "Data at home": "Photographs, papers and passwords: keeping what you would miss.",
    "Screens": "Bright ones, grey ones, and the ones that we would rather not look at.",
    "Family": "What devices do to a household, and what a household does to devices.",
    "Sound": "Beeps, melodies, voices, headphones and silence.",
    "The web": "Sites made by people, for people, at addresses that last.",
}


def create_tags() -> dict[str, Tag]:
    tags = [
        Tag(name=name, slug=slugify(name, allow_unicode=True), description=description)
        for name, description in DESCRIPTIONS.items()
    ]
    return {tag.name: tag for tag in Tag.objects.bulk_create(tags)}
