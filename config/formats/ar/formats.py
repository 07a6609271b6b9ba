"""Django has no Arabic format for a date with a time, and shows the English order; its date has a comma too many."""

DATE_FORMAT = "j F Y"
DATETIME_FORMAT = "j F Y، g:i A"
SHORT_DATETIME_FORMAT = "d\u200f/m\u200f/Y، g:i A"  # marks of direction, as in Django's SHORT_DATE_FORMAT
