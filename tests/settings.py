"""The settings under test: nothing of the operator's environment, a data folder of its own."""

import atexit
import os
import shutil
import tempfile

# fmt: off
OPERATORS = (
    "ALLOWED_HOSTS", "DEBUG", "DEFAULT_FROM_EMAIL", "HOST", "LANGUAGE_CODE", "LOAD_DEMO", "LOG_FORMAT",
    "LOG_LEVEL", "MAIL_URL", "PORT", "PURGE_HEADER", "PURGE_URLS", "REGISTRATION_OPEN", "S3_BUCKET", "SECRET_KEY",
    "SECRET_KEY_FALLBACKS", "SHARED_CACHE_SECONDS", "SITE_URL",
    "SOCIAL_LOGIN_CLIENT_ID", "SOCIAL_LOGIN_CLIENT_SECRET", "SOCIAL_LOGIN_NAME", "SQLITE_SYNCHRONOUS",
    "STAFF_NEEDS_SECOND_FACTOR", "TIME_ZONE", "TRUSTED_PROXY_COUNT",
)
# fmt: on
for name in OPERATORS:
    os.environ.pop(name, None)
    os.environ.pop(f"{name}_FILE", None)
os.environ["DATABASE_URL"] = os.environ.get("TEST_DATABASE_URL", "")
os.environ["REDIS_URL"] = os.environ.get("TEST_REDIS_URL", "")
# Set by the tests that run a process of their own with social login on.
if issuer := os.environ.get("TEST_SOCIAL_LOGIN_ISSUER", ""):
    os.environ |= {"SOCIAL_LOGIN_CLIENT_ID": "colophon", "SOCIAL_LOGIN_CLIENT_SECRET": "the secret of the client"}
    os.environ["SOCIAL_LOGIN_NAME"] = "The Club"
os.environ["SOCIAL_LOGIN_ISSUER"] = issuer
os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="colophon-test-")
os.mkdir(os.path.join(os.environ["DATA_DIR"], "static"))
atexit.register(shutil.rmtree, os.environ["DATA_DIR"], ignore_errors=True)

from config.settings import *  # noqa: E402, F403
from config.settings import CACHES, DATABASES, REDIS_URL, STORAGES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Tasks run where they are enqueued; the worker has its own tests.
TASKS = {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"}}
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
if not os.environ["DATABASE_URL"]:
    # The threads of the live server share one connection. If they also shared prepared statements, one could bind the
    # parameters of a statement that another is about to execute: "bad parameter or other API misuse".
    DATABASES["default"]["OPTIONS"]["cached_statements"] = 0
if REDIS_URL:
    # A database for each worker: clearing a Redis cache empties the whole of it.
    server, _, number = REDIS_URL.rpartition("/")
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    for cache in CACHES.values():
        cache["LOCATION"] = f"{server}/{int(number) + worker}"
