"""The source files, their names and their imports."""

import ast
from functools import cache
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


@cache
def imported(path):
    found = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found += [name.name for name in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found.append(node.module or "")
    return found


def relative_path(path):
    return str(path.relative_to(ROOT))
