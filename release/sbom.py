"""The software bill of materials: every package of the requirement files, in CycloneDX 1.5.

``uv export`` could write it too, but only from a lock file, and lock files name the package index that made them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

PINNED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^\s;\\]+)(?:\s*;\s*([^\\\n]+?))?\s*\\?$", re.MULTILINE)
NOT_SHIPPED = {"dev"}


def packages(folder: Path) -> Iterator[tuple[str, str, str, str]]:
    """Name, version, environment marker and requirement file of each package; base.txt first."""
    files = sorted(folder.glob("*.txt"), key=lambda path: (path.stem != "base", path.stem))
    for path in files:
        if path.stem not in NOT_SHIPPED:
            for name, version, marker in PINNED.findall(path.read_text(encoding="utf-8")):
                yield name, version, marker, path.stem


def components(folder: Path) -> list[dict[str, Any]]:
    """By name. Packages that only an extra needs are optional."""
    found: dict[str, dict[str, Any]] = {}
    for name, version, marker, file in packages(folder):
        url = f"pkg:pypi/{re.sub('[-_.]+', '-', name).lower()}@{version}"
        component: dict[str, Any] = {
            "type": "library",
            "bom-ref": url,
            "name": name,
            "version": version,
            "purl": url,
            "scope": "required" if file == "base" else "optional",
        }
        if marker:
            component["properties"] = [{"name": "uv:package:marker", "value": marker}]
        found.setdefault(url, component)
    return [found[url] for url in sorted(found)]


def document(folder: Path, version: str, now: datetime) -> dict[str, Any]:
    parts = components(folder)
    identity = " ".join([version, *(part["purl"] for part in parts)])
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "serialNumber": f"urn:uuid:{uuid5(NAMESPACE_URL, identity)}",
        "metadata": {
            "timestamp": now.isoformat(timespec="seconds"),
            "component": {
                "type": "application",
                "bom-ref": "colophon",
                "name": "colophon",
                "version": version,
                "licenses": [{"license": {"id": "MIT"}}],
            },
        },
        "components": parts,
        "dependencies": [{"ref": "colophon", "dependsOn": [part["bom-ref"] for part in parts]}],
    }


def write(root: Path, version: str) -> Path:
    path = root / "dist" / f"colophon-{version}.cdx.json"
    path.parent.mkdir(exist_ok=True)
    text = json.dumps(document(root / "requirements", version, datetime.now(UTC)), indent=2)
    path.write_text(text + "\n", encoding="utf-8")
    return path
