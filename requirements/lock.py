"""Write the requirement files from pyproject.toml: ``make lock``, or ``make lock UPGRADE=1`` for the newest versions.

base.txt is what the blog needs; each extra and dev have a file of their own. A package has the same version in all of
them. The files have hashes and name no package index: each installer asks its own.
"""

from __future__ import annotations

import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

FOLDER = Path(__file__).resolve().parent
OLDEST_PYTHON = "3.12"


def groups() -> dict[str, list[str]]:
    """The requirements as pyproject.toml has them, by the name of their file."""
    pyproject = tomllib.loads((FOLDER.parent / "pyproject.toml").read_text(encoding="utf-8"))
    project = pyproject["project"]
    return {
        "base": project["dependencies"],
        **project["optional-dependencies"],
        "dev": pyproject["dependency-groups"]["dev"],
    }


def heading(requirements: Iterable[str]) -> str:
    """By these lines a test sees that a file is out of date."""
    return "# Written by make lock. Do not edit; edit pyproject.toml, which asks for:\n" + "".join(
        f"#   {requirement}\n" for requirement in requirements
    )


def pins() -> Iterator[str]:
    """The versions in the present files, which stay unless something asks for others."""
    for path in FOLDER.glob("*.txt"):
        for line in path.read_text(encoding="utf-8").splitlines():
            if "==" in line and not line.startswith(("#", " ")):
                yield line.removesuffix("\\").strip()


def solve(uv: str, requirements: Iterable[str], *options: str) -> None:
    command = [uv, "pip", "compile", "-", "--quiet", "--universal", "--python-version", OLDEST_PYTHON]
    command += ["--no-header", "--no-annotate", *options]
    subprocess.run(command, input="\n".join(requirements), text=True, check=True, stdout=subprocess.DEVNULL)  # noqa: S603


def lock(uv: str, *, upgrade: bool) -> None:
    everything = [requirement for requirements in groups().values() for requirement in requirements]
    with TemporaryDirectory() as folder:
        together, alone = Path(folder, "together.txt"), Path(folder, "alone.txt")
        together.write_text("" if upgrade else "\n".join(sorted(set(pins()))), encoding="utf-8")
        solve(uv, everything, "--output-file", str(together))
        for name, requirements in groups().items():
            alone.unlink(missing_ok=True)
            solve(uv, requirements, "--constraints", str(together), "--generate-hashes", "--output-file", str(alone))
            text = heading(requirements) + "\n" + alone.read_text(encoding="utf-8")
            (FOLDER / f"{name}.txt").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    lock(sys.argv[1], upgrade=bool(sys.argv[2:]))
