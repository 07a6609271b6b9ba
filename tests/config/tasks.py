"""Tasks for tests of the queue, whose effect each test defines."""

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
