"""Checks of an article while it is written, after saving and before publishing. They never prevent anything."""

from __future__ import annotations

from blog.checks.article import Typed, check_article, check_stored
from blog.checks.check import Check

__all__ = ["Check", "Typed", "check_article", "check_stored"]
