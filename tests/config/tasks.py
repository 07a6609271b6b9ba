"""Tasks to test the queue with. What they do is up to the test."""

from django.tasks import task

done: list[str] = []


@task()
def note(word: str) -> None:
    done.append(word)


@task()
def fail(word: str) -> None:
    done.append(word)
    raise ConnectionError(word)


@task()
def daily() -> None:
    done.append("daily")
