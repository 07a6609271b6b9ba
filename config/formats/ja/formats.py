"""Django sets the time straight after the day, without a space: 2026年11月23日10:09."""

DATETIME_FORMAT = "Y年n月j日 G:i"
