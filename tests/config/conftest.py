"""Fixtures for an installation that is served by real processes on a real port."""

import fcntl
import os
import shutil
import signal
import subprocess
import sys
from uuid import uuid4

import pytest

from tests.config.processes import ROOT, free_port

KEPT = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
PREPARE = "from config.runtime.bootstrap import bootstrap; bootstrap(print)"


@pytest.fixture
def port():
    return free_port()


@pytest.fixture
def new_environment(tmp_path, port):
    """The environment of an installation that hasn't been started yet."""
    return KEPT | {
        "DATA_DIR": str(tmp_path / "data"),
        "PORT": str(port),
        "LOAD_DEMO": "0",
        "WEB_WORKERS": "1",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }


@pytest.fixture(scope="session")
def installation(tmp_path_factory, django_db_setup, copy_of_the_database):
    """A data folder after the first start. Making it takes seconds, so all workers share it: copy it."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder, unfinished = shared / "installation", shared / "unfinished"
    with (shared / "installation.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            unfinished.mkdir()
            if copy_of_the_database:
                shutil.copy(copy_of_the_database, unfinished / "colophon.sqlite3")
            variables = {"DATA_DIR": str(unfinished), "LOAD_DEMO": "0"}
            command = [sys.executable, "manage.py", "shell", "-v0", "-c", PREPARE]
            subprocess.run(command, cwd=ROOT, env=KEPT | variables, check=True)
            unfinished.rename(folder)
    return folder


@pytest.fixture
def environment(new_environment, installation):
    """The environment of an installation that has been started before."""
    shutil.copytree(installation, new_environment["DATA_DIR"])
    return new_environment


@pytest.fixture
def serve(new_environment):
    """Start the blog: with a new installation, unless the test also asks for ``environment``."""
    started = []

    def start(**changes):
        process = subprocess.Popen(
            [sys.executable, "manage.py", "serve"],
            cwd=ROOT,
            env={**new_environment, **changes},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


@pytest.fixture
def start_and_stop(serve):
    """Start the blog, call ``meanwhile`` once it is running, and stop it. Return the output and the exit code."""

    def run(meanwhile=lambda: None, **changes):
        process = serve(**changes)
        lines = []
        for line in process.stdout:
            lines.append(line)
            if "Ctrl-C" in line:
                meanwhile()
                process.send_signal(signal.SIGINT)
        return "".join(lines), process.wait(60)

    return run


@pytest.fixture(scope="session")
def object_store():
    from moto.server import ThreadedMotoServer  # takes half a second

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    yield "http://{}:{}".format(*server.get_host_and_port())
    server.stop()


@pytest.fixture
def s3(object_store):
    """The environment variables for a new, empty bucket."""
    import boto3

    name = f"images-{uuid4().hex[:8]}"
    access = {"endpoint_url": object_store, "aws_access_key_id": "key", "aws_secret_access_key": "secret"}
    boto3.client("s3", region_name="us-east-1", **access).create_bucket(Bucket=name)
    return {
        "S3_BUCKET": name,
        "S3_PUBLIC_URL": f"{object_store}/{name}",
        "S3_ENDPOINT_URL": object_store,
        "S3_REGION": "us-east-1",
        "S3_ACCESS_KEY": "key",
        "S3_SECRET_KEY": "secret",
    }
