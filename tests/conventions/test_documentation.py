"""The documentation names every environment variable, command and system check, and none that doesn't exist."""

import re
import runpy

import pytest
from django.conf import global_settings
from django.core.management import get_commands

import config.env.variables
from tests.conventions.source_files import APPS, ROOT, python_files

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
# The changelog and the decision records also name what has been removed.
TEXT = "\n".join(path.read_text() for path in PAGES if path.name != "CHANGELOG.md")

VARIABLE = re.compile(r"\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b")
TABLE_ROW = re.compile(r"^\| (`[A-Z][A-Z0-9_]+`(?:, `[A-Z0-9_]+`)*) \|", re.MULTILINE)
COMMAND = re.compile(r"manage\.py ([a-z_]+)")
CHECK = re.compile(rf"\b(?:{'|'.join(APPS)})\.[EWI]\d{{3}}\b")
TARGET = re.compile(r"(?:`| {4})(?:[A-Z_]+=\S+ )*make ((?:[a-z-]+ ?)+)", re.MULTILINE)
# Names of other programs, of tests, and placeholders.
OTHER_NAMES = {
    "LC_MESSAGES",
    "NAME_FILE",
    "REQUESTS_CA_BUNDLE",
    "SSL_CERT_FILE",
    "TEST_DATABASE_URL",
    "TEST_REDIS_URL",
}


@pytest.fixture(scope="module")
def variables():
    """The names that the settings ask the environment for."""
    names = set()

    class RecordingEnv(config.env.variables.Env):
        def text(self, name, default=""):
            names.add(name)
            return super().text(name, default)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(config.env.variables, "Env", RecordingEnv)
        patch.setenv("SOCIAL_LOGIN_ISSUER", "https://id.example.org")
        patch.setenv("SOCIAL_LOGIN_CLIENT_ID", "id")
        patch.setenv("SOCIAL_LOGIN_CLIENT_SECRET", "secret")
        runpy.run_path(str(ROOT / "config" / "settings.py"))
    return names


def our_commands():
    return {name for name, app in get_commands().items() if app in APPS}


def our_checks():
    return {name for path in python_files(*APPS) for name in CHECK.findall(path.read_text())}


def test_every_environment_variable_is_in_a_table(variables):
    documented = {name for row in TABLE_ROW.findall(TEXT) for name in re.findall(r"\w+", row)}
    assert len(variables) > 25
    assert variables - documented == set()


def test_every_documented_variable_exists(variables):
    settings = {name for name in dir(global_settings) if name.isupper()}
    allowed = variables | {f"{name}_FILE" for name in variables} | settings | OTHER_NAMES
    assert set(VARIABLE.findall(TEXT)) - allowed == set()
    in_tables = {name for row in TABLE_ROW.findall(TEXT) for name in re.findall(r"\w+", row)}
    assert in_tables - allowed == set()


def test_every_command_is_documented():
    assert our_commands() - set(COMMAND.findall(TEXT)) == set()


def test_every_documented_command_exists():
    assert set(COMMAND.findall(TEXT)) - get_commands().keys() == set()


def test_every_system_check_is_documented():
    assert our_checks() == set(CHECK.findall(TEXT))


def test_every_documented_make_target_exists():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    documented = {target for line in TARGET.findall(TEXT) for target in line.split()}
    assert {"run", "test"} <= documented
    assert documented - targets == set()
