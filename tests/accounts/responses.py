"""What all pages have in common, and what attackers can compare in two responses."""

import re

from tests.html import read


def words_of(answer):
    """The page without its CSRF token, which changes each time."""
    return re.sub(r'(name="csrfmiddlewaretoken" value=")[^"]+', r"\1", answer.text)


def check_shape(answer):
    page = read(answer)
    assert answer.status_code == 200
    assert page.one("html")["lang"] == "en"
    assert len(page.all("main")) == len(page.all("h1")) == 1
    assert page.all("style", "[style]") == []
    assert not any(name.startswith("on") for element in page.descendants for name in element.attributes)
    assert all("src" in script for script in page.all("script"))
    ids = [element["id"] for element in page.all("[id]")]
    assert len(ids) == len(set(ids)), "ids are unique"
    assert {label["for"] for label in page.all("label[for]")} <= set(ids)
    assert re.fullmatch(r"\S.*\S · Colophon", page.title)
    assert "testserver" not in answer.text.partition("<main")[0], "pages show the name of the blog, not its host"
    assert not re.search(r"\b[Ss]ign (in|out|up)\b|Sign (In|Out|Up)|[Ss]ignup", re.sub(r"<[^>]*>", "", answer.text))
    return page
