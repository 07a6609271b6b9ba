from django.tasks import task

from comments.spam import akismet


@task()
def ask_akismet(comment_id: int) -> None:
    akismet.ask_akismet(comment_id)
