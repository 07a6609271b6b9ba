from django.tasks import task

from blog import related


@task()
def relate(post_id: int) -> None:
    related.relate(post_id)
