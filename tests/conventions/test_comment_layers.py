"""Imports inside comments/ run downwards only."""

import ast

import pytest

from tests.conventions.source_files import ROOT

# Each may import what stands before it, and modules of its own package.
LAYERS = (
    "errors",
    "models",
    "commenters",
    "moderation_queue",
    "spam",
    "notifications",
    "moderation",
    "submission",
    "reactions",
    "threads",
    "forms",
    "feeds",
    "personal_data",
    "templatetags",
    "views",
    "admin",
    "urls",
    "apps",
)
MODULES = [path for path in sorted((ROOT / "comments").rglob("*.py")) if "migrations" not in path.parts]


def layer_of(module: str) -> str:
    return module.split(".")[1]


def imported(source: str) -> set[str]:
    """Modules of comments/ that the source imports, at its top or in a function."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"comments.{alias.name}" for alias in node.names} if node.module == "comments" else {node.module}
    return {name for name in found if name.startswith("comments.")}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_comments_import_lower_layers_only(path):
    own = path.relative_to(ROOT / "comments").with_suffix("").parts[0]
    if own == "__init__":
        return
    for module in imported(path.read_text()):
        assert LAYERS.index(layer_of(module)) <= LAYERS.index(own), f"{own} imports {module}, which is above it"
