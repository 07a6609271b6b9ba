"""Running hypothesis state machines: the same steps every time, or longer and more walks.

HYPOTHESIS_STEPS and HYPOTHESIS_EXAMPLES in the environment make longer and more walks, with random steps.
"""

import os

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test


def run_state_machine(machine, *, examples, steps):
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=int(os.environ.get("HYPOTHESIS_EXAMPLES", examples)),
            stateful_step_count=int(os.environ.get("HYPOTHESIS_STEPS", steps)),
            deadline=None,
            database=None,
            derandomize="HYPOTHESIS_STEPS" not in os.environ,
            suppress_health_check=list(HealthCheck),
        ),
    )
