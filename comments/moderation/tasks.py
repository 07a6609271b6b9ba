from django.tasks import task
from django.utils import timezone

from comments.moderation import akismet, retention


# Mails go first: where Akismet hangs, each question takes as long as its time-out.
@task(priority=-10)
def ask_akismet(comment_id: int) -> None:
    akismet.ask_akismet(comment_id)


@task()
def forget_networks() -> None:
    retention.forget_networks(timezone.now())


@task()
def purge() -> None:
    retention.purge(timezone.now())
