"""Fixtures for an installation that is served by real processes on a real port."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import boto3
import pytest
from moto.server import ThreadedMotoServer

ROOT = Path(__file__).resolve().parents[2]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def port():
    return free_port()


@pytest.fixture
def environment(tmp_path, port):
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {
        **kept,
        "DATA_DIR": str(tmp_path / "data"),
        "PORT": str(port),
        "LOAD_DEMO": "0",
        "WEB_WORKERS": "1",
    }


@pytest.fixture
def serve(environment):
    started = []

    def start(**changes):
        process = subprocess.Popen(
            [sys.executable, "manage.py", "serve"],
            cwd=ROOT,
            env={**environment, **changes},
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
    """Start the blog and stop it once it is running. Return the output and the exit code."""

    def run(**changes):
        process = serve(**changes)
        lines = []
        for line in process.stdout:
            lines.append(line)
            if "Ctrl-C" in line:
                process.send_signal(signal.SIGINT)
        return "".join(lines), process.wait(60)

    return run


@pytest.fixture(scope="session")
def object_store():
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    yield "http://{}:{}".format(*server.get_host_and_port())
    server.stop()


@pytest.fixture
def s3(object_store):
    """The environment variables for a new, empty bucket."""
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
