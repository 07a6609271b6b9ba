"""Recording changes of an account's e-mail address, and reverting them from the old address."""

from __future__ import annotations

from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import HttpRequest

from accounts.allauth.models import Authenticator, EmailAddress
from accounts.models import EmailChange, User
from accounts.personal_data.deletion import cancel_deletion, delete_account
from accounts.sessions import end_sessions
from accounts.tasks import enqueue_email


class AddressTaken(ValueError):
    """Another account has the old address by now."""


def record_email_change(user: User, old_email: str, new_email: str) -> EmailChange | None:
    """None for a change back to an earlier address: its owner has the account again, the other address gets no link."""
    earlier = EmailChange.objects.reversible().filter(user=user, old_email__iexact=new_email).order_by("pk").first()
    if earlier:
        earlier.settle()
        return None
    return EmailChange.objects.create(user=user, old_email=old_email, new_email=new_email)


def revert_email_change(change: EmailChange, request: HttpRequest) -> bool:
    """Give the account its old address, and invalidate its password, all sessions and second factors added since.

    False if the link was used meanwhile. Raises AddressTaken; nothing is changed then.
    """
    try:
        with transaction.atomic():
            user = User.objects.select_for_update().get(pk=change.user_id)
            if not EmailChange.objects.filter(pk=change.pk).exists():
                return False
            replaced = user.email
            delete_unconfirmed_accounts(change.old_email)
            EmailAddress.objects.filter(user=user).delete()
            EmailAddress.objects.create(user=user, email=change.old_email, verified=True, primary=True)
            user.email = change.old_email
            user.set_unusable_password()
            user.save(update_fields=["email", "password"])
            remove_keys_added_since(change)
            cancel_deletion(user)
            end_sessions(user)
            change.settle()
            context = {"old_email": change.old_email, "left": replaced}
            enqueue_email("account/email/email_reverted", replaced, context, request)
    except IntegrityError:
        raise AddressTaken(change.old_email) from None
    return True


def delete_unconfirmed_accounts(email: str) -> None:
    """Whoever took the account over may have signed up with the old address, to keep its owner from reverting.

    Nobody has ever logged in to an account whose address was never confirmed.
    """
    accounts = User.objects.filter(email__iexact=email, last_login=None, is_staff=False)
    for account in accounts.exclude(emailaddress__verified=True):
        delete_account(account)


def remove_keys_added_since(change: EmailChange) -> None:
    Authenticator.objects.filter(user=change.user_id, created_at__gte=change.changed_at).delete()
    if settings.SOCIAL_LOGIN:
        from accounts.allauth.social.models import SocialAccount

        SocialAccount.objects.filter(user=change.user_id, date_joined__gte=change.changed_at).delete()
