"""DATA_DIR and its key are created by the entry points of the blog, and only read by its settings."""

import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from config.env.secret_keys import secret_key
from config.env.variables import Env
from config.runtime.data_dir import store_secret_key
from tests.config.processes import ROOT

SHOW = "from django.conf import settings; print(settings.SECRET_KEY)"


@pytest.fixture
def run(new_environment):
    def run(*arguments, **changes):
        command = [sys.executable, *arguments]
        variables = {**new_environment, **changes}
        return subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True)

    return run


def test_a_stored_key_is_readable_for_its_owner_only_and_stays(tmp_path):
    store_secret_key(tmp_path)
    path = tmp_path / "secret_key"
    key = path.read_text()
    assert len(key) >= 50
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    store_secret_key(tmp_path)
    assert path.read_text() == key
    assert list(tmp_path.iterdir()) == [path]
    assert secret_key(Env({}), "SECRET_KEY", tmp_path) == key


def test_importing_the_settings_creates_no_folder_and_starts_no_thread(run, new_environment):
    modules = "config.runtime.wsgi_request, config.web_server, config.settings"
    result = run("-c", f"import threading, {modules}; print(threading.active_count())", COLOPHON_PARENT="1")
    assert (result.stdout, result.stderr) == ("1\n", "")
    assert not Path(new_environment["DATA_DIR"]).exists()


def test_commands_that_start_at_the_same_time_have_the_same_key(run, new_environment):
    with ThreadPoolExecutor() as pool:
        keys = list(pool.map(lambda _: run("manage.py", "shell", "--verbosity=0", "-c", SHOW).stdout, range(2)))
    stored = Path(new_environment["DATA_DIR"], "secret_key").read_text()
    assert keys == [f"{stored}\n"] * 2


def test_commands_create_the_folder_with_its_parents(run, tmp_path):
    assert run("manage.py", "check", DATA_DIR=str(tmp_path / "new" / "data"), SECRET_KEY="k" * 50).returncode == 0
    assert (tmp_path / "new" / "data").is_dir()
    assert not (tmp_path / "new" / "data" / "secret_key").exists()


def test_the_wsgi_application_uses_the_stored_key(run, new_environment):
    result = run("-c", f"import config.wsgi; {SHOW}")
    assert result.stdout == Path(new_environment["DATA_DIR"], "secret_key").read_text() + "\n"


def test_a_key_in_the_environment_is_not_stored(run, new_environment):
    assert run("manage.py", "shell", "--verbosity=0", "-c", SHOW, SECRET_KEY="k" * 50).stdout == "k" * 50 + "\n"
    assert not Path(new_environment["DATA_DIR"], "secret_key").exists()
