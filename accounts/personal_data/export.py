from __future__ import annotations

import json
import tempfile
from pathlib import PurePosixPath
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.files import File
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models.fields.files import FieldFile
from django.utils import timezone

from accounts.models import DataExport
from accounts.personal_data.registry import providers


def make_export(export: DataExport) -> None:
    """A ZIP file with data.json and the images, written to a temporary file, not to memory."""
    user = export.user
    data = {provider.name: provider.collect(user) for provider in providers.values()}
    with tempfile.TemporaryFile() as file:
        with ZipFile(file, "w", ZIP_DEFLATED) as archive:
            archive.writestr("data.json", json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2))
            for stored in (stored for provider in providers.values() for stored in provider.files(user)):
                add(archive, stored)
        file.seek(0)
        export.file.save(f"{export.pk}.zip", File(file), save=False)
    export.ready_at = timezone.now()
    export.save(update_fields=["file", "ready_at"])


def add(archive: ZipFile, stored: FieldFile) -> None:
    """Skips files that are missing in the storage."""
    name = stored.name or ""
    try:
        with stored.storage.open(name) as file:
            archive.writestr(str(PurePosixPath("media") / name), file.read())
    except OSError:
        return
