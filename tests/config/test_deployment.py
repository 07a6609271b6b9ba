"""The files in deploy/ name what exists. tests/config/test_varnish.py runs the configuration of Varnish."""

import re
import runpy
import shutil
import subprocess
from importlib.util import find_spec

import pytest
import yaml
from django.core.management import get_commands

from config.runtime.code_version import FOLDERS
from tests.config.processes import ROOT

DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
SOCKETS = sorted((DEPLOY / "systemd").glob("*.socket"))
EXAMPLE = (DEPLOY / "colophon.env.example").read_text()
ASSIGNMENT = re.compile(r"^#?([A-Z][A-Z0-9_]+)=(\S*)$", re.MULTILINE)


def documented_variables():
    rows = re.findall(r"^\| (`[A-Z].*?`) \|", (ROOT / "docs" / "configuration.md").read_text(), re.MULTILINE)
    return {name for row in rows for name in re.findall(r"\w+", row)}


def test_every_variable_of_the_example_is_documented():
    names = {name.removesuffix("_FILE") for name, _ in ASSIGNMENT.findall(EXAMPLE)}
    assert {"SITE_URL", "SECRET_KEY", "MAIL_URL", "DATABASE_URL", "REDIS_URL", "S3_BUCKET", "PURGE_URLS"} <= names
    assert names <= documented_variables()


def test_every_line_of_the_example_is_a_comment_or_an_assignment():
    lines = [line for line in EXAMPLE.splitlines() if line and not line.startswith("# ")]
    assert [line for line in lines if not ASSIGNMENT.fullmatch(line)] == []


def test_the_values_of_the_example_are_valid(monkeypatch, tmp_path):
    for name, value in ASSIGNMENT.findall(EXAMPLE):
        if not name.endswith("_FILE"):
            monkeypatch.setenv(name, value)
    for name in ("SECRET_KEY", "S3_SECRET_KEY"):
        monkeypatch.setenv(name, "x" * 50)
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    settings = runpy.run_path(str(ROOT / "config" / "settings.py"))
    assert settings["SITE_IS_SECURE"]
    assert settings["DATABASES"]["default"]["OPTIONS"]["sslmode"] == "verify-full"


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_units_start_what_exists(unit):
    [command] = re.findall(r"^ExecStart=/opt/colophon/\.venv/bin/python (.*)$", unit.read_text(), re.MULTILINE)
    assert runs(command)


def runs(command):
    program, name, *arguments = command.split()
    if program == "-m":
        return find_spec(name) is not None and len(arguments) == 4
    return program == "manage.py" and name in get_commands() and not arguments


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="needs systemd-analyze")
def test_units_are_understood_by_systemd(tmp_path):
    for folder in ("colophon.service.d", "colophon-.service.d"):
        (tmp_path / folder).mkdir()
        shutil.copy(DEPLOY / "systemd" / "hardening.conf", tmp_path / folder)
    for unit in [*UNITS, *SOCKETS]:
        (tmp_path / unit.name).write_text(unit.read_text().replace("/opt/colophon", str(ROOT)))
    copies = [str(tmp_path / unit.name) for unit in [*UNITS, *SOCKETS]]
    command = ["systemd-analyze", "verify", *copies]
    found = subprocess.run(command, env={"SYSTEMD_UNIT_PATH": f"{tmp_path}:"}, capture_output=True, text=True)
    assert (found.returncode, found.stderr) == (0, "")


def test_the_image_has_all_folders_that_the_blog_needs_and_no_data():
    copied = re.findall(r"^COPY (\S+)", (DEPLOY / "Containerfile").read_text(), re.MULTILINE)
    assert {f"{folder}/" for folder in FOLDERS} <= set(copied)
    assert not {".", "./", "data/", "*"} & set(copied)
    requirements = re.findall(r"-r (requirements/\w+\.txt)", (DEPLOY / "Containerfile").read_text())
    assert [path for path in requirements if not (ROOT / path).exists()] == []
    assert len(requirements) == len(list((ROOT / "requirements").glob("*.txt"))) - 1, "all but dev.txt"


def test_the_services_of_the_compose_file_fit_together():
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]
    blog = services["blog"]
    assert blog["environment"].keys() <= documented_variables()
    assert set(blog["depends_on"]) <= services.keys()
    assert (DEPLOY / blog["build"]["context"] / blog["build"]["dockerfile"]).exists()
    used = re.findall(r"\{\$(\w+):", (DEPLOY / "Caddyfile").read_text())
    assert set(used) == services["caddy"]["environment"].keys()


def test_images_have_no_registry():
    text = "".join((DEPLOY / name).read_text() for name in ("Containerfile", "compose.yaml"))
    images = re.findall(r"^(?:FROM| +image:) (\S+)", text, re.MULTILINE)
    assert len(images) == 5
    assert [image for image in images if "/" in image] == []
