import os
import re
import socket
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ON = ROOT / "tests" / "social_on"
CACHE = ROOT / ".pytest_cache" / "social_on"  # its database has other tables


def run_with_it_on(*files):
    """Run the tests of the files in a process with social login on. Returns their number; all must pass, none may be skipped."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0")  # its Redis database is ours while it waits for us
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    environment |= {
        "PYTEST_XDIST_WORKER": worker,
        "TEST_SOCIAL_LOGIN_ISSUER": f"http://127.0.0.1:{port}/realms/blog",
    }
    if server := environment.get("TEST_DATABASE_URL", "").rpartition("/")[0]:
        environment["TEST_DATABASE_URL"] = f"{server}/social_login_{worker}"
    command = [sys.executable, "-m", "pytest", "-q", "-n", "0", "-o", f"cache_dir={CACHE}", *map(str, files)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
    last = done.stdout.strip().splitlines()[-1]
    assert "skipped" not in last
    return int(re.match(r"(\d+) passed", last)[1])
