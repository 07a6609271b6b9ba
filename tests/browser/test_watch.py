"""Browser tests notice violations of the content security policy and errors, with JavaScript and without."""

import pytest

POLICY = {"Content-Security-Policy": "default-src 'self'", "Content-Type": "text/html"}


def taken(page, faults):
    """The faults so far, when the first has come, and none is left."""
    for _ in range(100):
        if faults:
            break
        page.wait_for_timeout(50)
    found, faults[:] = list(faults), []
    return found


@pytest.mark.parametrize(
    "body", ["<p style='color: red'>", "<style>p { color: red }</style>", "<img src='https://elsewhere.example/x.png'>"]
)
def test_violations_of_the_content_security_policy_are_reported(make_page, scripts, body):
    page = make_page(scripts)
    page.route("**/tags/", lambda route: route.fulfill(body=f"<!doctype html>{body}", headers=POLICY))
    page.goto("/tags/")
    assert taken(page, make_page.faults)


def test_errors_of_scripts_are_reported(make_page):
    page = make_page()
    page.goto("/tags/")
    page.evaluate("setTimeout(() => { throw new Error('odd') })")
    assert taken(page, make_page.faults) == ["odd"]
