"""For somebody who has lost phone and recovery codes: those in charge take the second factor away."""

from allauth.account.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.db import transaction

from accounts.models import User
from accounts.sessions import end_sessions


def reset_mfa(person: User) -> bool:
    """False for who has none. Logs the person out everywhere and tells so by mail, but not who did it from where."""
    with transaction.atomic():
        removed, _rows = Authenticator.objects.filter(user=person).delete()
        if removed:
            end_sessions(person)
            get_adapter().send_mail("account/email/second_factors_removed", person.email, {})
    return bool(removed)
