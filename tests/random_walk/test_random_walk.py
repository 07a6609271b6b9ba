"""A short random walk; ``python -m bench.random_walk`` makes longer ones."""

import pytest

from tests.random_walk.walk import Walk

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("seed", [1, 2])
def test_random_people_find_no_fault(seed):
    with Walk(seed) as walk:
        walk.run(60)
