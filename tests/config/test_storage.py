"""Pictures in a bucket: where readers load them from, and that the policy allows it."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHOW = """
import django; django.setup()
from django.conf import settings
from django.core.files.storage import default_storage
print(default_storage.url("images/a b.jpg"), settings.SECURE_CSP["img-src"][-1])
"""


@pytest.mark.parametrize("public", ["https://media.example.org", "http://localhost:9000"])
def test_pictures_of_a_bucket_are_loaded_from_its_public_address_and_the_policy_allows_it(environment, public):
    bucket = {"S3_BUCKET": "pictures", "S3_PUBLIC_URL": public, "S3_ACCESS_KEY": "key", "S3_SECRET_KEY": "secret"}
    shown = subprocess.run(
        [sys.executable, "-c", SHOW],
        cwd=ROOT,
        env=environment | bucket | {"DJANGO_SETTINGS_MODULE": "config.settings"},
        capture_output=True,
        text=True,
    )
    assert shown.stdout.split() == [f"{public}/images/a%20b.jpg", public], shown.stderr


def test_make_run_installs_what_a_variable_asks_for_given_as_a_file_too():
    extras = (ROOT / "Makefile").read_text().partition("EXTRAS =")[2].partition("PYTEST")[0]
    for variable in ("DATABASE_URL", "REDIS_URL", "S3_BUCKET", "SOCIAL_LOGIN_ISSUER"):
        assert f"$${variable}$${variable}_FILE" in extras
