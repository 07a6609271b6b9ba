"""Browser tests wait for elements, which may appear a moment after the page has loaded."""

import re
from pathlib import Path

SUITE = sorted((Path(__file__).resolve().parents[1] / "browser").rglob("*.py"))
AT_ONCE = re.compile(r"^\s*assert .*\.(?:is_visible|is_hidden|is_checked|count)\(\)", re.MULTILINE)


def test_browser_tests_wait_with_expect():
    """``expect(…)`` waits; ``assert ….is_visible()`` only works on a fast machine."""
    found = [
        f"{path.name}: {match[0].strip()}"
        for path in SUITE
        for match in AT_ONCE.finditer(path.read_text())
        if ".objects." not in match[0]
    ]
    assert found == []
