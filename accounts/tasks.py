"""Mail leaves through tasks, so that no answer takes longer because somebody has an account."""

from allauth.account.adapter import get_adapter
from allauth.account.forms import ResetPasswordForm, default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.tasks import task
from django.utils import timezone

from accounts.emails import build_email
from accounts.models import DataExport, EmailChange
from accounts.personal_data.deletion import delete_due_accounts
from accounts.personal_data.export import make_export
from accounts.sessions import delete_expired_sessions

HEADERS = {"Auto-Submitted": "auto-generated"}


@task
def deliver(subject: str, body: str, recipient: str) -> None:
    """The HTML is made here: the queue holds each word once. What has no recipient was made to take its time."""
    if recipient:
        build_email(subject, body, [recipient], HEADERS).send()


@task
def send_reset_links(email: str, site_name: str) -> None:
    """Look for the accounts here, not in the request. An unknown address gets nothing.

    The link is made and sent in one go: no queue row ever holds it.
    """
    adapter = get_adapter()
    form = ResetPasswordForm({"email": email})  # allauth's own: it knows who counts as known
    for user in form.users if form.is_valid() else ():
        key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
        context = {
            "user": user,
            "password_reset_url": adapter.get_reset_password_from_key_url(key),
            "site_name": site_name,
        }
        adapter.render_mail("account/email/password_reset_key", email, context, HEADERS).send()


@task
def prepare_export(pk: int, site_name: str) -> None:
    """Make the download and tell its owner. A second run makes it anew."""
    export = DataExport.objects.select_related("user").filter(pk=pk).first()
    if export is None:
        return
    make_export(export)
    context = {"download_url": f"{settings.SITE_URL}{export.download_path}", "site_name": site_name}
    get_adapter().render_mail("account/email/export_ready", export.user.email, context, HEADERS).send()


@task
def forget() -> None:
    """Once a day: downloads of two days ago, changes of address of a week ago, and sessions that are over."""
    for export in DataExport.objects.outdated():
        export.discard()
    EmailChange.objects.outdated().delete()
    delete_expired_sessions(timezone.now())


@task
def delete_leavers() -> None:
    """Once a day: accounts whose owners asked for it a week ago."""
    delete_due_accounts(timezone.now())
