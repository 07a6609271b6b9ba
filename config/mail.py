from django.core.mail import EmailMessage
from django.core.mail.backends.console import EmailBackend


class ReadableConsoleBackend(EmailBackend):
    """Prints mails as a person reads them, links unbroken, for an installation without a mail server."""

    def write_message(self, message: EmailMessage) -> None:
        self.stream.write(
            f"\n----- Mail (not sent: MAIL_URL is not set) -----\n"
            f"To: {', '.join(message.recipients())}\nSubject: {message.subject}\n\n{message.body.strip()}\n"
            f"{'-' * 48}\n"
        )
