"""The browser suite as text: what it looks for may come a moment later than the page."""

import re
from pathlib import Path

SUITE = sorted((Path(__file__).resolve().parents[1] / "browser").glob("*.py"))
AT_ONCE = re.compile(r"^\s*assert .*\.(?:is_visible|is_hidden|is_checked|count)\(\)", re.MULTILINE)


def test_they_wait_instead_of_asking_once():
    """``expect(…)`` waits; ``assert ….is_visible()`` is right on a quick machine only."""
    found = [
        f"{path.name}: {match[0].strip()}"
        for path in SUITE
        for match in AT_ONCE.finditer(path.read_text())
        if ".objects." not in match[0]
    ]
    assert found == []
