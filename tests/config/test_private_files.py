"""Other users of the machine cannot read the database, keys, exports and logs."""

from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from accounts.models.data_export import private_files
from config.runtime.private_files import make_private
from tests.config.file_modes import is_private, mode


@pytest.mark.django_db
def test_files_of_an_older_version_become_private_but_images_stay_readable(tmp_path):
    for name in (
        "colophon.sqlite3",
        "colophon.sqlite3-wal",
        "secret_key",
        "secret_key.old",
        "exports/a.zip",
        "logs/colophon.log",
        "media/images/a.webp",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
        path.chmod(0o644)
        path.parent.chmod(0o755)
    (tmp_path / "media").chmod(0o755)
    make_private(tmp_path)
    public = {tmp_path, tmp_path / "media", tmp_path / "media/images", tmp_path / "media/images/a.webp"}
    assert {path for path in (tmp_path, *tmp_path.rglob("*")) if not is_private(path)} == public


def test_an_export_is_private_and_an_image_is_not(tmp_path, settings):
    settings.DATA_DIR, settings.MEDIA_ROOT = tmp_path, tmp_path / "media"
    exports = private_files()
    export = Path(exports.path(exports.save("me.zip", BytesIO(b"x"))))
    assert is_private(export)
    assert is_private(export.parent)
    image = Path(default_storage.path(default_storage.save("images/a.webp", BytesIO(b"x"))))
    assert mode(image) == 0o644
    assert mode(image.parent) == 0o755
