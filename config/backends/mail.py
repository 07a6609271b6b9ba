from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends import smtp
from django.core.mail.backends.console import EmailBackend

from config.runtime.log_formatters import MAIL_FAILURE


class ReadableConsoleBackend(EmailBackend):
    """Prints mails as plain text with unbroken links, for installations without a mail server."""

    def write_message(self, message: EmailMessage) -> None:
        self.stream.write(
            f"\n----- Mail (not sent: MAIL_URL is not set) -----\n"
            f"To: {', '.join(message.recipients())}\nSubject: {message.subject}\n\n{message.body.strip()}\n"
            f"{'-' * 48}\n"
        )


class SMTPBackend(smtp.EmailBackend):
    """Adds a note naming the server to each error, so that the log has one line for it (ServiceFailureFilter)."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        try:
            return super().send_messages(email_messages)
        except OSError as error:
            text = " ".join(str(error).split())
            error.add_note(f"{MAIL_FAILURE}, {self.host}:{self.port}, failed ({type(error).__name__}: {text}).")
            raise
