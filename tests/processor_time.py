"""A guard against patterns that run away on hostile text. Measuring is for bench/; this only tells seconds from minutes."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import thread_time


@contextmanager
def no_runaway(seconds: float = 3.0) -> Iterator[None]:
    """What stands inside takes milliseconds; the bound is far above that, and of the processor's time of this thread.

    So a busy machine fails nothing.
    """
    began = thread_time()
    yield
    took = thread_time() - began
    assert took < seconds, f"{took:.1f} seconds of the processor"
