"""A blog on two machines, as far as one machine can play them: each node has its own data folder and port."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from bench.nodes.processes import Service, accepts, is_healthy, object_store, postgres, redis

ROOT = Path(__file__).resolve().parents[2]
FIRST_PORT = int(os.environ.get("PORT", "8260"))
PROXY, DATABASE, REDIS, S3, RELAY, NODE_A, NODE_B, FRESH = range(FIRST_PORT, FIRST_PORT + 8)
HOST = f"127.0.0.1:{PROXY}"
DATABASE_URL = f"postgres://postgres@127.0.0.1:{DATABASE}/postgres"
BUCKET = "images"
KEPT = ("PATH", "HOME", "LANG")


class Site:
    """All services, in ``folder``. ``old_code`` is the path of another version, which node A then runs."""

    def __init__(self, folder: Path, old_code: Path | None = None) -> None:
        folder.chmod(0o755)  # PostgreSQL runs as another user
        self.folder = folder
        self.code = {"a": old_code or ROOT, "b": ROOT}
        self.database = postgres(folder, DATABASE)
        self.redis = redis(folder, REDIS)
        self.object_store = object_store(folder, S3)
        self.web = {"a": self.web_server("a", NODE_A), "b": self.web_server("b", NODE_B)}
        self.workers = {node: self.worker(node) for node in "ab"}
        self.nginx = self.proxy()

    @property
    def services(self) -> list[Service]:
        machines = [*self.web.values(), *self.workers.values()]
        return [self.nginx, *machines, self.object_store, self.redis, self.database]

    def environment(self, node: str) -> dict[str, str]:
        kept = {name: os.environ[name] for name in KEPT if name in os.environ}
        return kept | {
            "DATA_DIR": str(self.folder / f"node-{node}"),
            "DATABASE_URL": DATABASE_URL,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "LOAD_DEMO": "0",
            "MAIL_URL": f"file://{self.folder}/mail",
            "PYTHONUNBUFFERED": "1",
            "REDIS_URL": f"redis://127.0.0.1:{REDIS}/0",
            "S3_ACCESS_KEY": "key",
            "S3_BUCKET": BUCKET,
            "S3_ENDPOINT_URL": f"http://127.0.0.1:{S3}",
            "S3_PUBLIC_URL": f"http://127.0.0.1:{S3}/{BUCKET}",
            "S3_REGION": "us-east-1",
            "S3_SECRET_KEY": "secret",
            "SECRET_KEY": "the same key on all machines, with more than 32 characters",
            "SITE_URL": f"http://{HOST}",
            "TRUSTED_PROXY_COUNT": "1",
            "WEB_WORKERS": "1",
        }

    def web_server(self, node: str, port: int) -> Service:
        command = [sys.executable, "-m", "config.web_server", "127.0.0.1", str(port), "1", "4"]
        options = {"env": self.environment(node), "cwd": self.code[node]}
        return Service(f"node {node.upper()}", command, self.folder, lambda: is_healthy(port), **options)

    def worker(self, node: str) -> Service:
        command = [sys.executable, "manage.py", "worker"]
        options = {"env": self.environment(node), "cwd": ROOT}  # in an upgrade, workers are restarted first
        return Service(f"worker {node.upper()}", command, self.folder, lambda: True, **options)

    def proxy(self) -> Service:
        file = self.folder / "nginx.conf"
        file.write_text(nginx_config(self.folder))
        command = ["nginx", "-p", str(self.folder), "-c", str(file), "-e", str(self.folder / "nginx-error.log")]
        return Service("nginx", command, self.folder, lambda: accepts(PROXY) and accepts(RELAY))

    def start(self) -> None:
        """Start everything. If node A has old code, it runs before the database is upgraded, as in a real upgrade."""
        if taken := [port for port in range(FIRST_PORT, FRESH + 1) if accepts(port)]:
            raise SystemExit(
                f"The ports {taken} are in use; set PORT to the first of {FRESH - FIRST_PORT + 1} free ones."
            )
        for service in (self.database, self.redis, self.object_store):
            service.start()
        create_bucket()
        self.prepare("a")
        self.web["a"].start()
        self.prepare("b")
        self.web["b"].start()
        for service in (*self.workers.values(), self.nginx):
            service.start()

    def prepare(self, node: str) -> None:
        self.manage(node, "migrate", "--verbosity=0")
        if node == "b" and self.code["a"] == self.code["b"]:
            shutil.copytree(self.folder / "node-a" / "static", self.folder / "node-b" / "static")
        else:
            self.manage(node, "collectstatic", "--no-input", "--verbosity=0")

    def manage(self, node: str, *command: str) -> None:
        arguments = [sys.executable, "manage.py", *command]
        subprocess.run(arguments, cwd=self.code[node], env=self.environment(node), check=True)

    def end(self) -> None:
        for service in self.services:
            service.end()


def nginx_config(folder: Path) -> str:
    """The configuration that ships, with the addresses and folders of this run."""
    text = (ROOT / "deploy" / "nginx.conf").read_text()
    for old, new in {
        "127.0.0.1:8000": f"127.0.0.1:{NODE_A}",
        "# server 192.0.2.2:8000": f"server 127.0.0.1:{NODE_B}",
        "127.0.0.1:8079": f"127.0.0.1:{RELAY}",
        "listen 80;\n    # listen 443": f"listen {HOST};\n    # listen 443",
        "server_name blog.example.org;\n    server_tokens": "server_name 127.0.0.1;\n    server_tokens",
        "/var/cache/nginx/colophon": f"{folder}/nginx-cache",
    }.items():
        assert old in text, f"{old} is not in deploy/nginx.conf"
        text = text.replace(old, new)
    kinds = ("client_body", "proxy", "fastcgi", "scgi", "uwsgi")
    folders = "\n".join(f"{kind}_temp_path {folder}/nginx-{kind};" for kind in kinds)
    return f"""
daemon off;
user {"root" if os.getuid() == 0 else "nobody"};
worker_processes 1;
pid {folder}/nginx.pid;
events {{ worker_connections 1024; }}
http {{
access_log {folder}/nginx-access.log;
{folders}
{text}
}}
"""


def create_bucket() -> None:
    import boto3

    access = {"aws_access_key_id": "key", "aws_secret_access_key": "secret", "region_name": "us-east-1"}
    client = boto3.client("s3", endpoint_url=f"http://127.0.0.1:{S3}", **access)
    client.create_bucket(Bucket=BUCKET)
    everyone = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{BUCKET}/*"}
    client.put_bucket_policy(Bucket=BUCKET, Policy=json.dumps({"Version": "2012-10-17", "Statement": [everyone]}))
