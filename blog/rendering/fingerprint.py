"""Identifies the rules by which HTML was rendered. Stored HTML with another fingerprint is rendered again."""

import json
from collections.abc import Iterable
from hashlib import sha256
from importlib.metadata import version

from blog.rendering.policies import OWN_ATTRIBUTES, OWN_TAGS, POLICIES

# Raise it with every change to this package that changes its HTML. A test compares the HTML of a sample.
RENDERING_VERSION = 2
LIBRARIES = ("markdown", "pygments", "bleach", "nh3")


def current_fingerprint() -> str:
    libraries = [f"{name} {version(name)}" for name in LIBRARIES]
    return fingerprint(RENDERING_VERSION, [POLICIES, OWN_TAGS, OWN_ATTRIBUTES], libraries)


def fingerprint(rendering_version: int, policies: object, libraries: Iterable[str]) -> str:
    text = json.dumps([rendering_version, policies, list(libraries)], sort_keys=True, default=plain_data)
    return sha256(text.encode()).hexdigest()[:16]


def plain_data(value: object) -> object:
    """The order of a set differs between processes."""
    return sorted(value) if isinstance(value, frozenset) else vars(value)
