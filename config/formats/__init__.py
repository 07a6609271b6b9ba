"""Dates where Django's own formats of a language are missing or unusual."""
