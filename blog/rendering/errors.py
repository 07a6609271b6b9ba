from django.utils.translation import gettext_lazy as _


class Unrenderable(ValueError):
    """A text that is not parsed at all. ``str()`` of it is a message for the person who typed it."""

    message = _("This text cannot be shown.")

    def __str__(self) -> str:
        return str(self.message)


class TextTooLong(Unrenderable):
    message = _("This text is too long. Shorten it and send it again.")


class TooComplex(Unrenderable):
    message = _("This text holds too many brackets, marks or nested parts. Simplify it and send it again.")
