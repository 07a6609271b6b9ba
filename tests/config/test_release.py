import os

import pytest

from config.release import release


@pytest.fixture
def checkout(tmp_path):
    (tmp_path / "blog" / "__pycache__").mkdir(parents=True)
    (tmp_path / "blog" / "feeds.py").write_text("one")
    os.utime(tmp_path / "blog" / "feeds.py", ns=(1, 1))
    return tmp_path


def test_the_same_code_is_the_same_release(checkout):
    before = release(checkout)
    (checkout / "blog" / "__pycache__" / "feeds.pyc").write_text("compiled")
    assert release(checkout) == before


@pytest.mark.parametrize("change", [{"text": "one more"}, {"text": "two"}, {"name": "lists.py"}])
def test_a_changed_file_is_another_one(checkout, change):
    before = release(checkout)
    (checkout / "blog" / change.get("name", "feeds.py")).write_text(change.get("text", ""))
    assert release(checkout) != before
