"""E-mails are sent by tasks, so that a response takes no longer when an address has an account."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.tasks import task
from django.utils import timezone

from accounts.allauth.password_reset import send_password_reset_links
from accounts.emails import HEADERS, build_email, render_email, site_name
from accounts.models import DataExport, EmailChange
from accounts.personal_data.deletion import delete_due_accounts
from accounts.personal_data.export import make_export
from accounts.sessions import delete_expired_sessions


def enqueue_email(template_prefix: str, recipient: str, context: dict[str, Any], request: HttpRequest | None) -> None:
    """Render an e-mail now and send it by a task. Without a recipient, everything but the sending is done."""
    email = render_email(template_prefix, [recipient], {"email": recipient, "site_name": site_name(request), **context})
    deliver.enqueue(str(email.subject), str(email.body), recipient)


@task
def deliver(subject: str, body: str, recipient: str) -> None:
    """The HTML is created here, so that the queue stores the text only once."""
    if recipient:
        build_email(subject, body, [recipient], HEADERS).send()


@task
def send_reset_links(email: str, site_name: str) -> None:
    """Accounts are looked up here, not during the request, and links are created here: the queue never stores one."""
    send_password_reset_links(email, site_name)


@task
def prepare_export(pk: int, site_name: str) -> None:
    """Create the file and notify the user. Running it twice creates it twice."""
    export = DataExport.objects.select_related("user").filter(pk=pk).first()
    if export is None:
        return
    make_export(export)
    context = {"download_url": f"{settings.SITE_URL}{export.download_path}", "site_name": site_name}
    render_email("account/email/export_ready", [export.user.email], context, HEADERS).send()


@task
def delete_expired_data() -> None:
    """Daily: data exports, changes of address that can't be reverted any more, and sessions that have ended."""
    for export in DataExport.objects.outdated():
        export.discard()
    EmailChange.objects.outdated().delete()
    delete_expired_sessions(timezone.now())


@task
def delete_accounts() -> None:
    """Daily: accounts whose users asked for it a week ago."""
    delete_due_accounts(timezone.now())
