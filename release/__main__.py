"""Check that the committed state can be released, and write its list of components: ``make release``.

Nothing is tagged or published: the last line says how.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from release import changelog, history, sbom, upgrade

ROOT = Path(__file__).resolve().parent.parent


def main(uv: str) -> int:
    version = changelog.project_version(ROOT)
    tag = history.last_tag(ROOT)
    today = datetime.now(UTC).astimezone().date()
    problems = [*changelog.problems(ROOT, version, today), *history.problems(ROOT, version, tag)]
    if is_behind_models():
        problems.append("The models have changes without a migration: run manage.py makemigrations.")
    if not problems and tag:
        print(f"Upgrading a demo blog of {tag} …")
        problems += upgrade.problems(ROOT, tag, str(Path(shutil.which(uv) or uv).absolute()))
    if problems:
        print("Not ready for release:", *problems, sep="\n  ", file=sys.stderr)
        return 1
    path = sbom.write(ROOT, version)
    print(f"{version} is ready; its components are listed in {path.relative_to(ROOT)}.")
    print(f"Run the tests (.ci/run), then: git tag --annotate v{version} --message 'Colophon {version}'")
    return 0


def is_behind_models() -> bool:
    with upgrade.scratch_environment() as environment:
        command = [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"]
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True).returncode != 0  # noqa: S603


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
