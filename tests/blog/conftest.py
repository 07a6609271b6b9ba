import pytest
from django.conf import settings

from blog.images import store_image
from tests.uploads import as_file, make_raster

# With an in-memory database, SQLite rejects concurrent writes instead of waiting.
collect_ignore = [] if settings.USES_POSTGRES else ["test_races.py"]


@pytest.fixture
def image(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return store_image(as_file(make_raster()), alt="A kettle", uploaded_by=None)
