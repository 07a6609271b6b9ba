"""Everything that extends or imports django-allauth: no other package does. See docs/decisions/0020.

Only its documented API is used, and nothing below ``internal`` in it.
"""
