"""Mail leaves through tasks, so that no answer takes longer because somebody has an account."""

from allauth.account.adapter import get_adapter
from allauth.account.forms import ResetPasswordForm, default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.tasks import task

from accounts.letters import letter

HEADERS = {"Auto-Submitted": "auto-generated"}


@task
def deliver(subject: str, body: str, recipient: str) -> None:
    """The HTML is made here: the queue holds each word once."""
    letter(subject, body, [recipient], HEADERS).send()


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
