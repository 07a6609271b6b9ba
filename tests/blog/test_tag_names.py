"""Which names of tags are almost the same."""

import pytest

from blog.tag_names import are_similar


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("JavaScript", "javascript"),
        ("Café", "cafe"),
        ("e-mail", "email"),
        ("Open Source", "open-source"),
        ("Radio", "Radios"),
        ("Story", "stories"),
        ("Kettle", "Ketle"),
        ("Kettle", "Kettel"),
        ("Kettle", "Kettlu"),
    ],
)
def test_names_that_differ_in_spelling_are_similar(one, other):
    assert are_similar(one, other)
    assert are_similar(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [("art", "ant"), ("Python 2", "Python 3"), ("news", "new"), ("bus", "bu"), ("C", "C++"), ("Kettle", "Kelp"),
     ("2025 review", "2026 review"), ("日本", "日光"), ("radio", "radiology")],
)  # fmt: skip
def test_other_words_are_not_similar(one, other):
    assert not are_similar(one, other)
