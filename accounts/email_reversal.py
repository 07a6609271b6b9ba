"""A changed address, and how the owner of the old one takes the account back."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import IntegrityError, transaction

from accounts.models import EmailChange, User
from accounts.personal_data.deletion import cancel_deletion, delete_account
from accounts.sessions import end_sessions


class AddressTaken(ValueError):
    """Another account has the old address by now."""


def record_email_change(user: User, old_email: str, new_email: str) -> EmailChange | None:
    """None for a way back to an earlier address: its owner is in charge, and the address left now gets no link."""
    earlier = EmailChange.objects.reversible().filter(user=user, old_email__iexact=new_email).order_by("pk").first()
    if earlier:
        earlier.settle()
        return None
    return EmailChange.objects.create(user=user, old_email=old_email, new_email=new_email)


def revert_email_change(change: EmailChange) -> bool:
    """The old address is the account's again, and nothing else opens it: no session, no password, no key added since.

    False when the same link was used meanwhile. Raises AddressTaken, and then nothing has changed.
    """
    try:
        with transaction.atomic():
            user = User.objects.select_for_update().get(pk=change.user_id)
            if not EmailChange.objects.filter(pk=change.pk).exists():
                return False
            left = user.email
            remove_unopened_accounts(change.old_email)
            EmailAddress.objects.filter(user=user).delete()
            EmailAddress.objects.create(user=user, email=change.old_email, verified=True, primary=True)
            user.email = change.old_email
            user.set_unusable_password()
            user.save(update_fields=["email", "password"])
            remove_keys_added_since(change)
            cancel_deletion(user)
            end_sessions(user)
            change.settle()
            get_adapter().send_mail("account/email/email_reverted", left, {"old_email": change.old_email, "left": left})
    except IntegrityError:
        raise AddressTaken(change.old_email) from None
    return True


def remove_unopened_accounts(email: str) -> None:
    """Whoever took the account over may have registered the old address, to keep its owner from coming back.

    An account whose address was never confirmed was never open to anybody.
    """
    accounts = User.objects.filter(email__iexact=email, last_login=None, is_staff=False)
    for account in accounts.exclude(emailaddress__verified=True):
        delete_account(account)


def remove_keys_added_since(change: EmailChange) -> None:
    Authenticator.objects.filter(user=change.user_id, created_at__gte=change.changed_at).delete()
    if settings.SOCIAL_LOGIN:
        from allauth.socialaccount.models import SocialAccount

        SocialAccount.objects.filter(user=change.user_id, date_joined__gte=change.changed_at).delete()
