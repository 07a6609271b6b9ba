"""Django has no space between the date and the time: 2026年11月23日10:09."""

DATETIME_FORMAT = "Y年n月j日 G:i"
