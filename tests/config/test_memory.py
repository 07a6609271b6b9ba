"""What processes load, since that is most of what they take. `python -m bench.memory` measures it."""

import subprocess
import sys

from tests.config.processes import ROOT


def loaded_by(module):
    """The names of all modules that a new process has loaded after it has imported the module."""
    code = f"import sys, {module}; print(*sys.modules)"
    return set(subprocess.check_output([sys.executable, "-c", code], cwd=ROOT, text=True).split())


def test_the_supervisor_loads_neither_django_nor_a_client():
    loaded = loaded_by("config.runtime.supervisor")
    assert "subprocess" in loaded
    assert loaded & {"django", "http.client", "ssl", "dataclasses"} == set()


def test_web_workers_are_forked_from_a_process_that_has_loaded_the_views_and_opened_no_connection(environment):
    code = (
        "from config.web_server import load_application; load_application(); import gc, sys, threading;"
        "from django.db import connections;"
        "print('blog.views.article' in sys.modules, gc.get_freeze_count() > 100_000, threading.active_count(),"
        "[database.alias for database in connections.all(initialized_only=True) if database.connection])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.stdout.split() == ["True", "True", "1", "[]"], done.stderr
