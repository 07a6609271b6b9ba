from io import StringIO

from django.core.mail import EmailMultiAlternatives

from config.backends.mail import ReadableConsoleBackend


def test_a_mail_on_the_console_is_plain_text_with_unbroken_links():
    link = "http://localhost:8000/accounts/confirm-email/" + "k" * 200
    out = StringIO()
    mail = EmailMultiAlternatives("Grüße", f"Öffne\n{link}", "blog@localhost", ["bob@example.org"])
    mail.attach_alternative("<p>Öffne</p>", "text/html")
    ReadableConsoleBackend(stream=out, alias="default").send_messages([mail])
    assert "To: bob@example.org\nSubject: Grüße\n" in out.getvalue()
    assert f"Öffne\n{link}\n" in out.getvalue()
    assert "<p>" not in out.getvalue()
