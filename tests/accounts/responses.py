"""What attackers can compare in two responses."""

import re


def words_of(answer):
    """The page without its CSRF token, which changes each time."""
    return re.sub(r'(name="csrfmiddlewaretoken" value=")[^"]+', r"\1", answer.text)
