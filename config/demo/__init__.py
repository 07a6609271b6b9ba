"""The demo blog «Unboxify»: loaded once into an empty installation, never over anything."""

from __future__ import annotations


def logins() -> list[str]:
    """What the start of the blog prints: the demo accounts that still exist, and their password. One query."""
    from accounts.models import User
    from config.demo.people import PASSWORD, SHOWN

    existing = set(User.objects.filter(email__in=SHOWN).values_list("email", flat=True))
    width = max(map(len, SHOWN))
    lines = [f"{email:<{width}}  ({role})" for email, role in SHOWN.items() if email in existing]
    return [*lines, f"Password of the demo accounts: {PASSWORD}"] if lines else []
