"""Corrections of Django's languages: date formats that are missing or unusual, and strings in our catalogues."""
