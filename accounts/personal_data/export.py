from __future__ import annotations

import json
import tempfile
from pathlib import PurePosixPath
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.files import File
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from accounts.models import DataExport
from accounts.personal_data.registry import providers


def make_export(export: DataExport) -> None:
    """A ZIP with data.json and the pictures, written to disk as it grows and not held in memory."""
    person = export.user
    data = {part.name: part.collect(person) for part in providers.values()}
    with tempfile.TemporaryFile() as file:
        with ZipFile(file, "w", ZIP_DEFLATED) as archive:
            archive.writestr("data.json", json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2))
            for stored in (stored for part in providers.values() for stored in part.files(person)):
                add(archive, stored.name or "", stored.storage)
        file.seek(0)
        export.file.save(f"{export.pk}.zip", File(file), save=False)
    export.ready_at = timezone.now()
    export.save(update_fields=["file", "ready_at"])


def add(archive: ZipFile, name: str, storage: object) -> None:
    """A picture that is gone from the storage is left out: the rest is still worth having."""
    try:
        with storage.open(name) as picture:  # type: ignore[attr-defined]
            archive.writestr(str(PurePosixPath("media") / name), picture.read())
    except OSError:
        return
