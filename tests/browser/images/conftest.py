import pytest

from tests.browser.images.steps import open_article
from tests.factories import make_post


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def post(editor):
    return make_post("The Kettle", author=editor, body="Water boils.")


@pytest.fixture
def page(signed_in_page, editor, post):
    """The form of ``post`` in the admin."""
    return open_article(signed_in_page(editor), post)
