"""The same in a browser: tests/browser/social_on.py runs in a process of its own, where social login is on."""

from tests.social_on.process import ROOT, run_with_it_on


def test_social_login_works_in_a_browser_with_and_without_javascript(chromium):
    assert run_with_it_on(ROOT / "tests/browser/social_on.py") == 10
