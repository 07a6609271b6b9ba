"""The users of the demo blog. All are invented, and .example is a reserved domain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile

from accounts.allauth.models import EmailAddress
from accounts.models import User

PASSWORD = "open the box and look"  # noqa: S105 (printed at the start; the demo is for local sites)
ADMINISTRATOR = "admin@unboxify.example"
PRINTED_LOGINS = {
    ADMINISTRATOR: "administrator",
    "ines@unboxify.example": "editor",
    "tobias@unboxify.example": "author",
    "haruka@unboxify.example": "author and moderator",
}


@dataclass(frozen=True)
class DemoUser:
    key: str
    name: str
    slug: str
    bio: str = ""
    groups: tuple[str, ...] = ()
    is_superuser: bool = False

    @property
    def email(self) -> str:
        return f"{self.key}@unboxify.example"


USERS = (
    DemoUser("admin", "Robin Castell", "robin-castell", "Keeps the server dusted.", is_superuser=True),
    DemoUser(
        "ines",
        "Ines Falkenrath",
        "ines-falkenrath",
        "Ines edits Unboxify. She repaired theatre lamps before she repaired sentences, and still believes that "
        "most things can be opened with patience and the right screwdriver.",
        ("Editor",),
    ),
    DemoUser(
        "tobias",
        "Tobias Adeyemi",
        "tobias-adeyemi",
        "Tobias wrote firmware for dishwashers for eleven years. Now he writes about the small computers in "
        "kitchens, pockets and lifts, and about the people who have to live with them.",
        ("Author",),
    ),
    DemoUser(
        "mariam",
        "Mariam Haddad",
        "mariam-haddad",
        "Mariam (مريم حداد) writes in Arabic and English about families, cities and the messages that hold them "
        "together. She knows the timetable of the number 11 bus by heart.",
        ("Author",),
    ),
    DemoUser(
        "haruka",
        "Haruka Mizuno",
        "haruka-mizuno",
        "Haruka (水野遥) studied the sounds that appliances make and reads four books at once, none of them quickly. "
        "She also keeps the comments civil.",
        ("Author", "Moderator"),
    ),
    DemoUser("paula", "Paula Quist", "paula-quist"),
    DemoUser("sefa", "Sefa Yıldız", "sefa-yildiz"),
    DemoUser("liv", "Liv Brandvold", "liv-brandvold"),
)


def create_users(portraits: Mapping[str, ContentFile[bytes]]) -> dict[str, User]:
    """Create the users and return them by key. Their addresses are verified, so that they can log in."""
    groups = {group.name: group for group in Group.objects.all()}
    password = make_password(PASSWORD)  # once for all users, since hashing is slow
    users = {}
    for person in USERS:
        user = User(
            email=person.email,
            display_name=person.name,
            slug=person.slug,
            bio=person.bio,
            password=password,
            is_staff=person.is_superuser or bool(person.groups),
            is_superuser=person.is_superuser,
        )
        if portrait := portraits.get(person.key):
            user.avatar.save(str(portrait.name), portrait, save=False)
        user.save()
        user.groups.set(groups[name] for name in person.groups)
        users[person.key] = user
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in users.values()
    )
    return users


def logins() -> list[str]:
    """The demo accounts that still exist, and their password, one line each. One query."""
    existing = set(User.objects.filter(email__in=PRINTED_LOGINS).values_list("email", flat=True))
    width = max(map(len, PRINTED_LOGINS))
    lines = [f"{email:<{width}}  ({role})" for email, role in PRINTED_LOGINS.items() if email in existing]
    return [*lines, f"Password of the demo accounts: {PASSWORD}"] if lines else []
