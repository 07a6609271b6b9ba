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
