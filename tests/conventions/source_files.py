"""The source files, their names and their imports."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = {
    "accounts": {"accounts"},
    "blog": {"accounts", "blog"},
    "comments": {"accounts", "blog", "comments"},
    "config": {"accounts", "blog", "comments", "config"},
    "demo": {"accounts", "blog", "comments", "demo"},
}


def python_files(*folders):
    return [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]


def imported(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module or ""


def relative_path(path):
    return str(path.relative_to(ROOT))
