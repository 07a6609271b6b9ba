"""The catalogues of translations."""

import polib

from tests.conventions.source_files import ROOT


def catalogue(language, kind="po"):
    path = ROOT / "locale" / language / "LC_MESSAGES" / f"django.{kind}"
    return (polib.pofile if kind == "po" else polib.mofile)(str(path))
