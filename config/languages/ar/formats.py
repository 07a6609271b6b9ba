"""Django has no Arabic DATETIME_FORMAT and falls back to the English one; its DATE_FORMAT has a superfluous comma."""

DATE_FORMAT = "j F Y"
DATETIME_FORMAT = "j F Y، g:i A"
SHORT_DATETIME_FORMAT = "d\u200f/m\u200f/Y، g:i A"  # right-to-left marks, as in Django's SHORT_DATE_FORMAT
