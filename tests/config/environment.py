"""What is wrong with a set of environment variables."""

import pytest
from django.core.exceptions import ImproperlyConfigured


def problems(env):
    with pytest.raises(ImproperlyConfigured) as caught:
        env.finish()
    return str(caught.value)
