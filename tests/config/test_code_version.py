import os

import pytest

from config.runtime.code_version import code_version


@pytest.fixture
def checkout(tmp_path):
    (tmp_path / "blog" / "__pycache__").mkdir(parents=True)
    (tmp_path / "blog" / "feeds.py").write_text("one")
    os.utime(tmp_path / "blog" / "feeds.py", ns=(1, 1))
    return tmp_path


def test_the_version_stays_the_same_for_the_same_code(checkout):
    before = code_version(checkout)
    (checkout / "blog" / "__pycache__" / "feeds.pyc").write_text("compiled")
    assert code_version(checkout) == before


@pytest.mark.parametrize("change", [{"text": "one more"}, {"text": "two"}, {"name": "lists.py"}])
def test_a_changed_file_changes_the_version(checkout, change):
    before = code_version(checkout)
    (checkout / "blog" / change.get("name", "feeds.py")).write_text(change.get("text", ""))
    assert code_version(checkout) != before
