from django.tasks import task

from comments.spam import akismet


# Mails go first: where Akismet hangs, each question takes as long as its time-out.
@task(priority=-10)
def ask_akismet(comment_id: int) -> None:
    akismet.ask_akismet(comment_id)
