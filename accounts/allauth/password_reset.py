from __future__ import annotations

from allauth.account.adapter import get_adapter
from allauth.account.forms import ResetPasswordForm, default_token_generator
from allauth.account.utils import user_pk_to_url_str

from accounts.emails import HEADERS, render_email


def send_password_reset_links(email: str, site_name: str) -> None:
    """Send a link to each account that allauth finds for the address. Unknown addresses get nothing."""
    form = ResetPasswordForm({"email": email})
    for user in form.users if form.is_valid() else ():
        key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
        url = get_adapter().get_reset_password_from_key_url(key)
        context = {"user": user, "password_reset_url": url, "site_name": site_name}
        render_email("account/email/password_reset_key", [email], context, HEADERS).send()
