"""What a stranger can compare in two answers."""

import re


def words_of(answer):
    """The page without its token, which is another one each time."""
    return re.sub(r'(name="csrfmiddlewaretoken" value=")[^"]+', r"\1", answer.text)
