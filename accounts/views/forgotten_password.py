from allauth.account.views import PasswordResetView
from django.urls import reverse


class ForgottenPasswordView(PasswordResetView):  # type: ignore[misc]
    """Whatever page was left, the next thing to do is to look into the mailbox (accounts.next_url has the page)."""

    def get_success_url(self) -> str:
        return reverse("account_reset_password_done")


forgotten_password = ForgottenPasswordView.as_view()
