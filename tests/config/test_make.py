"""The set-up by make: done once, and possible without a writable home folder."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.config.processes import ROOT

FAKE_UV = """#!/bin/sh
echo "$*" >> "$LOG"
if [ "$1" = venv ]; then mkdir -p .venv/bin; ln -s /bin/true .venv/bin/python; fi
"""
MORE_TARGETS = """include Makefile
where:
	@echo "$$UV_CACHE_DIR"
install-only:
	@$(INSTALL) requirements/base.txt $(EXTRAS)
"""


@pytest.fixture
def make(tmp_path):
    """Run make in a copy of the folder, with a fake uv that only logs its arguments."""
    shutil.copy(ROOT / "Makefile", tmp_path)
    shutil.copytree(ROOT / "requirements", tmp_path / "requirements")
    (tmp_path / "more.mk").write_text(MORE_TARGETS)
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "uv").write_text(FAKE_UV)
    (tmp_path / "bin" / "uv").chmod(0o755)
    environment = {
        "PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}",
        "HOME": str(tmp_path),
        "LOG": str(tmp_path / "log"),
    }

    def call(target, **changes):
        command = ["make", "--silent", "-f", "more.mk", target]
        return subprocess.run(
            command, cwd=tmp_path, env=environment | changes, capture_output=True, text=True, check=True
        ).stdout.strip()

    return call


def installs(tmp_path):
    lines = (tmp_path / "log").read_text().splitlines()
    return [line for line in lines if line.startswith("pip install")]


def test_uv_uses_a_local_cache_if_the_home_folder_is_not_writable(make, tmp_path):
    assert make("where", HOME="/proc/nowhere") == f"{tmp_path}/.uv/cache"
    assert make("where") == ""


def test_packages_are_installed_again_only_if_the_requirements_have_changed(make, tmp_path):
    make("install-only")
    make("install-only")
    assert len(installs(tmp_path)) == 1
    assert "--require-hashes" in installs(tmp_path)[0]
    with Path(tmp_path, "requirements", "base.txt").open("a") as file:
        file.write("# changed\n")
    make("install-only")
    assert len(installs(tmp_path)) == 2


def test_variables_in_files_install_their_packages_too(make, tmp_path):
    make("install-only", DATABASE_URL="postgres://db/blog", REDIS_URL_FILE="/run/secrets/redis")
    assert "requirements/postgres.txt -r requirements/redis.txt" in installs(tmp_path)[0]
    assert "s3.txt" not in installs(tmp_path)[0]
