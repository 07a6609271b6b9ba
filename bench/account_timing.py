"""Tests whether response times reveal which addresses have accounts, with 200 alternating requests of each kind.

    .venv/bin/python bench/account_timing.py [number]

Prints medians and Welch's t: beyond ±4.5, the usual bound of leakage tests, the two kinds can be distinguished. Run it
on an idle machine. Passwords are hashed as in production, mails go to the queue, and rate limits are off.
"""

import atexit
import os
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ |= {
    "DJANGO_SETTINGS_MODULE": "config.settings",
    "DATA_DIR": tempfile.mkdtemp(prefix="account-timing-"),
    "LOG_LEVEL": "ERROR",
}
atexit.register(shutil.rmtree, os.environ["DATA_DIR"], ignore_errors=True)

import django  # noqa: E402

FORMS = {
    "log in": ("/accounts/login/", {"login": "{}", "password": "a wrong password"}),
    "register": ("/accounts/signup/", {"email": "{}", "display_name": "Nora", "password1": "a sober violet engine"}),
    "new password": ("/accounts/password/reset/", {"email": "{}"}),
    "code by mail": ("/accounts/login/code/", {"email": "{}"}),
}
LEAK = 4.5


def main(number: int) -> int:
    prepare()
    from tests.factories import make_user

    known = [f"known{count}@example.org" for count in range(number)]
    for address in known:
        make_user(address)
    print(f"{'':14}{'known':>10}{'unknown':>10}{'t':>8}   ({number} requests each, medians in ms)")
    leaks = 0
    for name, (path, fields) in FORMS.items():
        times: dict[str, list[float]] = {"known": [], "unknown": []}
        for count, address in enumerate(known):
            turns = [("known", address), ("unknown", f"other{count}@{name.replace(' ', '')}.example.org")]
            for kind, email in turns if count % 2 else reversed(turns):
                times[kind].append(timed(path, fields, email))
        t = welch(times["known"][5:], times["unknown"][5:])
        leaks += abs(t) > LEAK
        medians = [statistics.median(times[kind]) * 1000 for kind in ("known", "unknown")]
        print(f"{name:14}{medians[0]:10.2f}{medians[1]:10.2f}{t:8.2f}")
    return leaks


def prepare() -> None:
    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.test.utils import setup_test_environment

    from accounts.abuse import signup_protection

    setup_test_environment()
    settings.ACCOUNT_RATE_LIMITS = False
    signup_protection.NETWORK_LIMITS = ()
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)


def timed(path: str, fields: dict[str, str], email: str) -> float:
    from django.test import Client

    from accounts.abuse.signup_protection import TIMESTAMP

    browser = Client()
    data = {key: value.replace("{}", email) for key, value in fields.items()}
    if "signup" in path:
        data["started"] = TIMESTAMP.signer.sign(str(time.time() - 60))
    begin = time.perf_counter()
    response = browser.post(path, data)
    took = time.perf_counter() - begin
    if response.status_code not in {200, 302}:
        raise SystemExit(f"{path}: status {response.status_code}")
    return took


def welch(one: list[float], other: list[float]) -> float:
    """Welch's t without the slowest 5 % of each sample, which are caused by other processes."""
    one, other = trimmed(one), trimmed(other)
    spread = statistics.variance(one) / len(one) + statistics.variance(other) / len(other)
    return (statistics.mean(one) - statistics.mean(other)) / spread**0.5


def trimmed(times: list[float]) -> list[float]:
    return sorted(times)[: max(2, len(times) * 19 // 20)]


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 200))
