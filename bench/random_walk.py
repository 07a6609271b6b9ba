"""Random people do random things to every page, and every response and the database are checked:

    python -m bench.random_walk [steps] [seed]

10,000 steps if not given. Uses a test database: on SQLite, or on the server in TEST_DATABASE_URL. It prints
its progress; a failure names the seed and the step that found it.
"""

import os
import sys
import time
from random import SystemRandom

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from django.test.utils import setup_databases, setup_test_environment, teardown_databases  # noqa: E402

from tests.random_walk.walk import Walk  # noqa: E402

PROGRESS = 500


def main(steps: str = "10000", seed: str = "") -> None:
    setup_test_environment()
    databases = setup_databases(verbosity=0, interactive=False)
    started, number = time.monotonic(), int(seed or SystemRandom().randrange(10**6))
    try:
        with Walk(number) as walk:
            while walk.number < int(steps):
                walk.run(min(PROGRESS, int(steps) - walk.number))
                print(f"{walk.number} steps", flush=True)
    finally:
        teardown_databases(databases, verbosity=0)
    print(f"{steps} steps from seed {number} found no fault in {time.monotonic() - started:.0f} s.")


if __name__ == "__main__":
    main(*sys.argv[1:])
